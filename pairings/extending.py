"""More time: one side asks, the other says yes or no; nobody moves the end date alone."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kit.refusals import Refused
from pairings import lifecycle
from pairings.models import Extension, ExtensionRequest, Pairing
from pairings.telling import tell
from pairings.words import joined
from people.models import Person

Answer = ExtensionRequest.Answer


class AskedAlready(Refused):
    """There is an open request; `request` is it."""

    def __init__(self, request: ExtensionRequest) -> None:
        self.request = request
        super().__init__(
            _("%(name)s has asked for more time already, until %(day)s. Settle that first.")
            % {"name": request.asked_by.short_name, "day": date_format(request.to_on)}
        )


class AnsweredAlready(Refused):
    """Somebody was faster; the refusal says with which answer."""

    def __init__(self, request: ExtensionRequest) -> None:
        said = {
            Answer.GRANTED: _("This was granted already: the end date has moved."),
            Answer.DECLINED: _("This was declined already: the end date stays as it is."),
            Answer.TAKEN_BACK: _("This was taken back: nobody asks for more time any more."),
            Answer.LAPSED: _("This has lapsed: the end was settled in another way."),
        }
        super().__init__(said[Answer(request.answer)])


class NotAhead(Refused):
    def __init__(self) -> None:
        super().__init__(_("That day has passed. Choose one that is still to come."))


class NotYours(Refused):
    """This is for somebody else of the pair to say."""


def may_answer(pairing: Pairing, asked_by: int, person: Person) -> bool:
    """Whether it is for `person`, of the pairing, to answer what the person `asked_by` asks.

    The mentor answers a mentee, any of the mentees answers the mentor.
    """
    mentor = pairing.mentor.person_id
    return (person.pk == mentor) != (asked_by == mentor)


def answerers(pairing: Pairing, asked_by: Person) -> list[Person]:
    """Those of the pairing who may answer what `asked_by` asks."""
    return [one for one in pairing.people() if may_answer(pairing, asked_by.pk, one)]


@transaction.atomic
def ask(pairing: Pairing, *, by: Person, at: datetime, to_on: date) -> ExtensionRequest:
    """Ask the other side to go on until `to_on`; nothing moves yet.

    Raises `lifecycle.NotLater`, `NotAhead`, `AskedAlready`, `IsOver`.
    """
    pairing.lock_live()
    lifecycle.refuse_unless_later(pairing, to_on)
    if to_on < at.date():
        raise NotAhead
    if asked := _open_of(pairing):
        raise AskedAlready(asked)
    request = ExtensionRequest.objects.create(
        pairing=pairing, asked_by=by, asked_at=at, from_on=pairing.ends_on, to_on=to_on
    )
    dates = {"from_on": request.from_on.isoformat(), "to_on": to_on.isoformat()}
    tell("extension.asked", request, pairing, by=by, at=at, **dates)
    return request


@transaction.atomic
def grant(request: ExtensionRequest, *, by: Person, at: datetime) -> Extension:
    """The other side's yes: the end date moves. Raises `AnsweredAlready`, `NotYours`."""
    pairing = _held(request)
    _refuse_unless_asked(pairing, request, by)
    extension = lifecycle.extend(pairing, by=by, at=at, to_on=request.to_on)
    request.refresh_from_db()
    return extension


@transaction.atomic
def decline(request: ExtensionRequest, *, by: Person, at: datetime) -> None:
    """The other side's no: the end date stays. Raises `AnsweredAlready`, `NotYours`."""
    pairing = _held(request)
    _refuse_unless_asked(pairing, request, by)
    lifecycle.answer_request(request, pairing, Answer.DECLINED.value, by=by, at=at)


@transaction.atomic
def take_back(request: ExtensionRequest, *, by: Person, at: datetime) -> None:
    """Who asked asks no more. Raises `AnsweredAlready`, `NotYours`."""
    pairing = _held(request)
    if request.asked_by_id != by.pk:
        raise NotYours(
            _("Only %(name)s can take this back.") % {"name": request.asked_by.short_name}
        )
    lifecycle.answer_request(request, pairing, Answer.TAKEN_BACK.value, by=by, at=at)


def _held(request: ExtensionRequest) -> Pairing:
    """The pairing, held, and the request as it is now; refuse what is answered."""
    pairing = request.pairing
    pairing.lock()
    request.refresh_from_db(fields=["answer", "answered_by", "answered_at"])
    if not request.is_open:
        raise AnsweredAlready(request)
    return pairing


def _refuse_unless_asked(pairing: Pairing, request: ExtensionRequest, by: Person) -> None:
    """Only the other side, and only who is still of the pairing, may answer."""
    asked = answerers(pairing, request.asked_by)
    if by not in asked:
        names = joined([one.short_name for one in asked])
        raise NotYours(_("It is for %(names)s to answer this.") % {"names": names})


def _open_of(pairing: Pairing) -> ExtensionRequest | None:
    return pairing.extension_requests.filter(answer="").select_related("asked_by").first()
