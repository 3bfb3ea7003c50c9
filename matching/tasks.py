from celery import shared_task

from kit.clock import now
from matching import runs
from matching.models import Run


@shared_task
def carry_out(run_id: int) -> None:
    """Carry out the run, if it is still there and waits. Safe to be delivered twice."""
    run = Run.objects.select_related("program").filter(pk=run_id).first()
    if run:
        runs.carry_out(run, clock=now)
