"""Check a run once more: its proposals against the proof that it kept."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from kit.refusals import Refused
from matching.certificate import BrokenRuleError, CertificateError
from matching.models import Run
from matching.rechecking import gap_of


class Command(BaseCommand):
    help = "Check that no better matching exists than a run proposes, from the proof it kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ref", help="the run's, as in the address of its page")

    def handle(self, *_: Any, ref: str, **__: Any) -> None:
        run = Run.objects.filter(ref=ref).select_related("program").first()
        if run is None:
            raise CommandError(f"There is no run {ref!r}.")
        try:
            gap = gap_of(run)
        except (Refused, BrokenRuleError, CertificateError) as error:
            raise CommandError(str(error)) from None
        said = "no better matching exists" if gap == 0 else f"within {100 * gap:.4f} % of the best"
        self.stdout.write(f"Run {ref} of {run.program}, {run.proposals.count()} pairs: {said}.")
