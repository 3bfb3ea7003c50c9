"""A run's way: asked for, taken up by a worker, carried out, and stored with its proof."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from history.recording import record
from kit.refusals import Refused
from matching import criteria, explaining, pool, proofs
from matching.models import LeftOut, Proof, Proposal, Publication, Run
from matching.scoring import Criteria, Pool
from matching.solving import LockAgainstRulesError, Solution, TooManyLocksError, solve
from participants.models import Participant
from people.models import Person
from programs.models import Program

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
State = Run.State
LEASE = timedelta(minutes=2)  # longer than the longest step
_BATCH = 1000


class NotNow(Refused):
    """The program is not in a state in which people are matched."""


class UnderWay(Refused):
    """A run of this program is waiting or running."""


class AlreadyOver(Refused):
    """The run is not under way any more, or is and needs no second start."""


class _Stopped(Exception):
    """The run was cancelled, or another worker has taken it up."""


# --- Asking, cancelling, starting again ---------------------------------------------------------


def ask(
    program: Program,
    *,
    by: Person | None,
    at: datetime,
    settings: Mapping[str, Any] | None = None,
) -> Run:
    """A new run of `program`, to be carried out by a worker once the transaction is committed.

    `settings` as `criteria.as_settings` makes them; those for the program's kind without. Raises
    `NotNow`, `UnderWay` or `criteria.CriteriaError`. Where the broker cannot be reached
    the run stays queued, and `start_again` wakes a worker later.
    """
    chosen = criteria.from_settings(settings) if settings else criteria.default_for(program)
    if program.state in (Program.State.DRAFT, Program.State.CLOSED):
        raise NotNow(
            _("%(program)s is “%(state)s”. People are matched in a program that is open or runs.")
            % {"program": program, "state": program.get_state_display()}
        )
    with transaction.atomic():
        run = _queue(program, chosen, by=by, at=at)
        record("run.asked", run, by=by, at=at, program_id=program.pk, round=run.round)
        transaction.on_commit(lambda: wake(run))
    return run


def _queue(program: Program, chosen: Criteria, *, by: Person | None, at: datetime) -> Run:
    published = Publication.objects.filter(program=program).aggregate(last=Max("round"))["last"]
    try:
        with transaction.atomic():
            return Run.objects.create(
                program=program,
                round=(published or 0) + 1,
                settings=criteria.as_settings(chosen),
                asked_by=by,
                asked_at=at,
            )
    except IntegrityError as error:
        raise UnderWay(
            _("A run of this program is under way. Wait for it, or cancel it first.")
        ) from error


def wake(run: Run) -> bool:
    """Tell a worker that `run` waits; whether the broker took the message."""
    from matching.tasks import carry_out as task

    try:
        task.delay(run.pk)
    except OperationalError:
        logger.warning("The broker cannot be reached; run %s stays queued.", run.ref)
        return False
    return True


@transaction.atomic
def cancel(run: Run, *, by: Person | None, at: datetime) -> None:
    """Stop a run that is under way; its worker notices at the next step. Raises `AlreadyOver`."""
    changed = Run.objects.unfinished().filter(pk=run.pk)
    if not changed.update(state=State.CANCELLED, finished_at=at):
        raise AlreadyOver(_("This run is over already."))
    record("run.cancelled", run, by=by, at=at, program_id=run.program_id)


@transaction.atomic
def start_again(run: Run, *, by: Person | None, at: datetime) -> None:
    """Wake a worker for a run that waits, or whose worker was lost. Raises `AlreadyOver`."""
    lost = Run.objects.filter(pk=run.pk, state=State.RUNNING, claimed_until__lt=at)
    if lost.update(state=State.QUEUED, progress=0, step=""):
        record("run.asked", run, by=by, at=at, program_id=run.program_id, again=True)
    elif not Run.objects.filter(pk=run.pk, state=State.QUEUED).exists():
        raise AlreadyOver(_("This run needs no second start: it is running or over."))
    transaction.on_commit(lambda: wake(run))


# --- Carrying out ---------------------------------------------------------------------------------


def carry_out(run: Run, *, clock: Clock) -> None:
    """Take `run` up and bring it to an end; nothing where another worker has it or it is over."""
    attempt = _claim(run, at=clock())
    if attempt is None:
        return

    def tell(step: str, percent: int) -> None:
        mine = Run.objects.filter(pk=run.pk, state=State.RUNNING, attempt=attempt)
        if not mine.update(step=step, progress=percent, claimed_until=clock() + LEASE):
            raise _Stopped

    try:
        people = pool.read(run.program, on=clock().date())
        solution = solve(people, criteria.of(run), tell=tell)
        tell("storing", 95)
        _store(run, attempt, people, solution, at=clock())
    except _Stopped:
        logger.info("Run %s was stopped.", run.ref)
    except (TooManyLocksError, LockAgainstRulesError) as error:
        _fail(run, attempt, in_words(error), at=clock())
    except Exception:
        _fail(run, attempt, _("Something went wrong. Try again."), at=clock())
        raise


def _claim(run: Run, *, at: datetime) -> int | None:
    """Make the run this worker's own: its attempt, or None where it is not to be had."""
    seen = Run.objects.filter(pk=run.pk).values_list("attempt", flat=True).first()
    if seen is None:
        return None
    free = Run.objects.filter(pk=run.pk, attempt=seen).filter(
        Q(state=State.QUEUED) | Q(state=State.RUNNING, claimed_until__lt=at)
    )
    claimed = free.update(
        state=State.RUNNING,
        attempt=F("attempt") + 1,
        started_at=at,
        claimed_until=at + LEASE,
        step="reading",
        progress=5,
    )
    return seen + 1 if claimed else None


@transaction.atomic
def _store(run: Run, attempt: int, people: Pool, solution: Solution, *, at: datetime) -> None:
    mine = Run.objects.select_for_update().filter(pk=run.pk, state=State.RUNNING, attempt=attempt)
    if not mine.exists():
        raise _Stopped
    Proposal.objects.bulk_create(
        [
            Proposal(
                run=run,
                mentor_id=match.mentor,
                mentee_id=match.mentee,
                score=match.score,
                parts=dict(match.parts),
                reasons=list(match.facts),
                is_locked=match.locked,
            )
            for match in solution.matches
        ],
        batch_size=_BATCH,
    )
    LeftOut.objects.bulk_create(
        [
            LeftOut(run=run, mentee_id=one.mentee, reason=one.reason, facts=one.facts)
            for one in solution.left_out
        ],
        batch_size=_BATCH,
    )
    certificate, cases = _certificate(people, solution)
    if cases:
        Proof.objects.create(run=run, cases=cases)
    figures = _figures(people, solution)
    Run.objects.filter(pk=run.pk).update(
        state=State.DONE,
        progress=100,
        step="",
        finished_at=at,
        fingerprint=pool.fingerprint(people),
        certificate=certificate,
        figures=figures,
    )
    counted = {name: figures[name] for name in ("mentees", "mentors", "placed")}
    record("run.finished", run, by=None, at=at, program_id=run.program_id, **counted)


def _certificate(people: Pool, solution: Solution) -> tuple[dict[str, Any], list[Any]]:
    """The prices by mentor, [places, points], what the checker made of them, and further aims;
    and the cases of these."""
    prices = {str(mentor): list(price) for mentor, price in solution.prices.items()}
    further = proofs.as_json(solution.certificate, [mentor.id for mentor in people.mentors])
    cases: list[Any] = further.pop("cases", [])
    return {"gap": solution.gap, "prices": prices} | further, cases


def _figures(people: Pool, solution: Solution) -> dict[str, Any]:
    scores = [match.score for match in solution.matches]
    return {
        "mentees": len(people.mentees),
        "mentors": len(people.mentors),
        "seats": int(people.seats.sum()),
        "placed": len(scores),
        "left_out_because": Counter(one.reason for one in solution.left_out),
        "total": round(solution.total, 6),
        "mean": round(solution.total / len(scores), 1) if scores else None,
        "lowest": round(min(scores), 1) if scores else None,
        "shares": dict(solution.shares),
        "wishes": asdict(solution.wishes),
        "blocking": asdict(solution.blocking),
        "is_flat": solution.is_flat,
        "bottlenecks": [asdict(one) for one in solution.bottlenecks],
    }


@transaction.atomic
def _fail(run: Run, attempt: int, words: str, *, at: datetime) -> None:
    mine = Run.objects.filter(pk=run.pk, state=State.RUNNING, attempt=attempt)
    if mine.update(state=State.FAILED, failure=words, finished_at=at):
        record("run.failed", run, by=None, at=at, program_id=run.program_id)


def in_words(error: TooManyLocksError | LockAgainstRulesError) -> str:
    """What stands in the way, and what to do about it."""
    if isinstance(error, TooManyLocksError):
        return _("%(mentor)s is locked to more people than there is room for. Lift a lock.") % {
            "mentor": _name(error.mentor)
        }
    return _(
        "%(mentor)s and %(mentee)s are locked together, but a rule keeps them apart: %(rules)s. "
        "Lift the lock, or the rule."
    ) % {
        "mentor": _name(error.mentor),
        "mentee": _name(error.mentee),
        "rules": explaining.rules_in_words(error.rules),
    }


def _name(participant_id: int) -> str:
    return Participant.objects.select_related("person").get(pk=participant_id).person.name
