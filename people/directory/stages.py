"""An import from its upload to its end. Every step is claimed by a conditional UPDATE.

So a task delivered twice does its work once, and a worker that was taken for dead and comes back
finds that a later attempt counts, and leaves no trace.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from kit.refusals import Refused
from people.directory.applying import apply_plan
from people.directory.planning import Plan, make_plan
from people.directory.progress import Progress
from people.models import DirectoryImport, Person

State = DirectoryImport.State
Clock = Callable[[], datetime]
KEPT_FOR = timedelta(days=7)  # an import that nobody applies
MOST_ATTEMPTS = 5
_ENDED: dict[str, Any] = {"people_file": None, "events_file": None, "changes": [], "errors": []}

logger = logging.getLogger(__name__)


class MovedOn(Refused):
    """The import is in another state than the step needs."""

    def __str__(self) -> str:
        return _("This import has moved on in the meantime. Look at where it stands now.")


class NotTaken(Exception):
    """The database refused a row; says which rule was broken, and nothing of the row."""

    def __init__(self, error: DatabaseError) -> None:
        told = getattr(error.__cause__, "diag", None)
        parts = (getattr(told, part, None) for part in ("table_name", "constraint_name"))
        super().__init__(": ".join(part for part in (type(error).__name__, *parts) if part))


# --- What people do -----------------------------------------------------------------------------


def receive(
    people: UploadedFile[Any] | None,
    events: UploadedFile[Any] | None,
    *,
    by: Person | None,
    at: datetime,
) -> DirectoryImport:
    """Keep the uploaded files, packed, to be read by a worker."""
    digest = hashlib.sha256()
    return DirectoryImport.objects.create(
        people_file=_packed(people, digest),
        people_name="" if people is None else str(people.name)[:200],
        events_file=_packed(events, digest),
        events_name="" if events is None else str(events.name)[:200],
        fingerprint=digest.hexdigest(),
        uploaded_by=by,
        uploaded_at=at,
        moved_at=at,
    )


def _packed(upload: UploadedFile[Any] | None, digest: Any) -> bytes | None:
    digest.update(b"\0file\0")
    if upload is None:
        return None
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=3, mtime=0) as file:
        for chunk in upload.chunks():
            digest.update(chunk)
            file.write(chunk)
    return packed.getvalue()


def accept(of: DirectoryImport, *, by: Person, at: datetime) -> None:
    """Ask for the import to be applied. Raises `MovedOn`, also where it has errors."""
    if not of.may_be_applied:
        raise MovedOn
    _move(of, State.CHECKED, to=State.ACCEPTED, applied_by=by, moved_at=at, progress=0, failure="")


def cancel(of: DirectoryImport, *, at: datetime) -> None:
    """End an import that is not being applied; its files are forgotten. Raises `MovedOn`."""
    _move(
        of,
        *(State.WAITING, State.CHECKING, State.CHECKED, State.ACCEPTED),
        to=State.CANCELLED,
        moved_at=at,
        attempt=F("attempt") + 1,
        **_ENDED,
    )


def _move(of: DirectoryImport, *states: State, to: State, **fields: Any) -> None:
    rows = DirectoryImport.objects.filter(pk=of.pk, state__in=states)
    if not rows.update(state=to, **fields):
        raise MovedOn


# --- What the worker does -----------------------------------------------------------------------


def check(pk: int, *, clock: Clock, on: date) -> bool:
    """Read the files and say what they would do. False where there is nothing to claim."""
    claimed = _claim(pk, State.WAITING, State.CHECKING, at=clock())
    if claimed is None:
        return False
    with _failing(claimed, clock=clock):
        with Progress(claimed, clock=clock) as tick:
            plan = make_plan(claimed, on=on, tick=tick)
        _show(claimed, plan, at=clock())
    return True


def apply(pk: int, *, clock: Clock, on: date) -> bool:
    """Do what was shown, whole or not at all. False where there is nothing to claim.

    Where the directory has changed since, nothing is done: the new plan is shown instead.
    """
    claimed = _claim(pk, State.ACCEPTED, State.APPLYING, at=clock())
    if claimed is None:
        return False
    try:
        with _failing(claimed, clock=clock), Progress(claimed, clock=clock) as tick:
            plan = make_plan(claimed, on=on, tick=lambda done: tick(done / 3))
            if plan.problems.count or plan.fingerprint() != claimed.plan_fingerprint:
                _show(claimed, plan, at=clock(), note=_changed_since())
                return True
            with transaction.atomic():
                at = clock()
                by = claimed.applied_by
                apply_plan(
                    plan, claimed, by=by, at=at, on=on, tick=lambda done: tick((1 + 2 * done) / 3)
                )
                _end(claimed, at=at)
    except MovedOn:
        logger.warning("Import %s: a later attempt counts; this one was undone.", claimed.ref)
    return True


@contextmanager
def _failing(of: DirectoryImport, *, clock: Clock) -> Iterator[None]:
    """Mark the import as failed where anything but `MovedOn` is raised, and raise it further.

    What the database says may quote the row, salary and all, and would be written into the log
    of the worker: only its kind and the rule that was broken are told, by `NotTaken`.
    """
    try:
        yield
    except MovedOn:
        raise
    except Exception as error:
        _fail(of, at=clock())
        if isinstance(error, DatabaseError):
            raise NotTaken(error) from None
        raise


def _changed_since() -> str:
    return _("The directory has changed since this was read. Look at what would be done now.")


def _claim(pk: int, waiting: State, busy: State, *, at: datetime) -> DirectoryImport | None:
    """Take an import that waits, or one whose worker gives no sign of life."""
    stuck = Q(state=busy, moved_at__lt=at - DirectoryImport.STUCK_AFTER)
    rows = DirectoryImport.objects.filter(Q(state=waiting) | stuck, pk=pk)
    try:
        with transaction.atomic():
            claimed = rows.update(state=busy, attempt=F("attempt") + 1, moved_at=at, progress=0)
    except IntegrityError:  # another one is being applied; this one keeps waiting
        return None
    return DirectoryImport.objects.select_related("applied_by").get(pk=pk) if claimed else None


def _own(of: DirectoryImport) -> Any:
    """The row, as long as this attempt is the last one."""
    return DirectoryImport.objects.filter(pk=of.pk, attempt=of.attempt)


def _show(of: DirectoryImport, plan: Plan, *, at: datetime, note: str = "") -> None:
    _own(of).update(
        state=State.CHECKED,
        counts=plan.counts,
        changes=plan.changes(),
        errors=plan.problems.in_order(),
        plan_fingerprint=plan.fingerprint(),
        applied_by=None,
        failure=note,
        moved_at=at,
    )


def _end(of: DirectoryImport, *, at: datetime) -> None:
    ended = _own(of).update(state=State.APPLIED, applied_at=at, moved_at=at, progress=100, **_ENDED)
    if not ended:
        raise MovedOn


def _fail(of: DirectoryImport, *, at: datetime) -> None:
    """Something that nobody foresaw; the log tells what."""
    _own(of).update(
        state=State.FAILED,
        moved_at=at,
        failure=_(
            "Something went wrong, and nothing was changed. The log of the worker says more."
        ),
        **_ENDED,
    )


# --- What time does -----------------------------------------------------------------------------


def stuck(*, at: datetime) -> list[DirectoryImport]:
    """Imports to wake again. Those that were tried too often, or left lying, are ended."""
    DirectoryImport.objects.filter(state=State.CHECKED, moved_at__lt=at - KEPT_FOR).update(
        state=State.CANCELLED, moved_at=at, **_ENDED
    )
    rows = DirectoryImport.objects.stuck(at=at).defer(*_ENDED)
    rows.filter(attempt__gte=MOST_ATTEMPTS).update(
        state=State.FAILED,
        moved_at=at,
        failure=_("It was tried %(count)s times and never came to an end. Nothing was changed.")
        % {"count": MOST_ATTEMPTS},
        **_ENDED,
    )
    return list(rows)
