"""History in sentences: a verb becomes words a person reads.

Nothing that a pair wrote is in history, and so nothing of it is in a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history.models import Event
from people.models import RoleGrant

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_s = gettext_lazy

SENTENCES: dict[str, StrOrPromise] = {
    "person.invited": _s("%(who)s invited %(whom)s."),
    "person.added": _s("%(who)s added %(whom)s from the HR file."),
    "person.changed": _s("%(who)s changed %(whom)s: %(fields)s."),
    "person.left": _s("%(whom)s left; the account was closed."),
    "person.returned": _s("%(whom)s came back; the account was opened again."),
    "role.granted": _s("%(who)s gave %(whom)s the role %(role)s."),
    "role.revoked": _s("%(who)s took the role %(role)s from %(whom)s."),
    "directory.applied": _s(
        "%(who)s applied the HR file: %(added)s new, %(changed)s changed, %(left)s left."
    ),
    "program.created": _s("%(who)s created the program %(program)s."),
    "program.duplicated": _s("%(who)s made %(program)s as a copy of another program."),
    "program.changed": _s("%(who)s changed the program %(program)s."),
    "program.opened": _s("%(who)s opened %(program)s for applications."),
    "program.matching_started": _s("%(who)s closed applications to %(program)s to match."),
    "program.running_started": _s("%(program)s began to run."),
    "program.removed": _s("%(who)s discarded the draft of a program."),
    "program.closed": _s("%(who)s closed the program %(program)s."),
    "program_admin.appointed": _s("%(who)s made %(whom)s admin of %(program)s."),
    "program_admin.dismissed": _s("%(who)s took %(program)s out of the hands of %(whom)s."),
    "expectations.written": _s("%(who)s wrote what is expected in %(program)s."),
    "participant.started": _s("%(whom)s began an application to %(program)s."),
    "participant.discarded": _s("%(whom)s discarded an application to %(program)s."),
    "participant.applied": _s("%(whom)s applied to %(program)s."),
    "participant.changed": _s("%(who)s changed the application of %(whom)s to %(program)s."),
    "participant.wished": _s("%(whom)s changed whom they would like to meet in %(program)s."),
    "participant.acknowledged": _s("%(whom)s acknowledged what is expected in %(program)s."),
    "participant.admitted": _s("%(who)s admitted %(whom)s to %(program)s."),
    "participant.waitlisted": _s("%(who)s put %(whom)s on the waiting list of %(program)s."),
    "participant.declined": _s("%(who)s declined %(whom)s for %(program)s."),
    "participant.restored": _s("%(who)s undid the decision on %(whom)s in %(program)s."),
    "participant.withdrawn": _s("%(whom)s withdrew from %(program)s."),
    "lots.drawn": _s("%(who)s drew lots for the places of %(program)s."),
    "participant.reopened": _s("%(who)s reopened the application of %(whom)s to %(program)s."),
    "run.asked": _s("%(who)s asked for a matching run in %(program)s."),
    "run.finished": _s("A matching run in %(program)s finished."),
    "run.failed": _s("A matching run in %(program)s failed."),
    "run.cancelled": _s("%(who)s cancelled a matching run in %(program)s."),
    "run.published": _s("%(who)s published the matches of %(program)s."),
    "ruling.locked": _s("%(who)s locked a pair in the matching of %(program)s."),
    "ruling.forbidden": _s("%(who)s ruled a pair out in the matching of %(program)s."),
    "ruling.lifted": _s("%(who)s lifted a ruling in the matching of %(program)s."),
    "request.asked": _s("%(who)s asked for a mentor in %(program)s."),
    "request.accepted": _s("%(who)s accepted a request in %(program)s."),
    "request.declined": _s("%(who)s declined a request in %(program)s."),
    "request.withdrawn": _s("%(who)s took back a request in %(program)s."),
    "request.lapsed": _s("A request in %(program)s lapsed."),
    "pairing.founded": _s("%(pair)s were matched in %(program)s."),
    "pairing.assigned": _s("%(who)s put %(pair)s together by hand."),
    "pairing.rematched": _s("%(who)s found a new mentor: %(pair)s."),
    "pairing.activated": _s("%(pair)s agreed, and their pairing began."),
    "pairing.paused": _s("%(who)s paused the pairing of %(pair)s."),
    "pairing.resumed": _s("%(who)s resumed the pairing of %(pair)s."),
    "pairing.extended": _s("%(who)s moved the end of the pairing of %(pair)s."),
    "pairing.ended": _s("%(who)s ended the pairing of %(pair)s."),
    "extension.asked": _s("%(who)s asked to extend the pairing of %(pair)s until %(to_on)s."),
    "extension.granted": _s("%(who)s agreed to extend the pairing of %(pair)s."),
    "extension.declined": _s("%(who)s declined to extend the pairing of %(pair)s."),
    "extension.taken_back": _s("%(who)s no longer asks to extend the pairing of %(pair)s."),
    "extension.lapsed": _s("The question to extend the pairing of %(pair)s lapsed."),
    "checkin.answered": _s("%(who)s answered the check-in of %(pair)s."),
    "agreement.written": _s("%(who)s wrote the agreement of %(pair)s."),
    "agreement.accepted": _s("%(who)s accepted the agreement of %(pair)s."),
    "session.planned": _s("%(who)s planned a session of %(pair)s."),
    "session.held": _s("%(who)s logged a session of %(pair)s."),
    "session.missed": _s("%(who)s noted that %(pair)s missed a session."),
    "session.moved": _s("%(who)s moved a session of %(pair)s."),
    "session.called_off": _s("%(who)s called off a session of %(pair)s."),
    "agenda_item.added": _s("%(who)s added to the agenda of %(pair)s."),
    "agenda_item.edited": _s("%(who)s reworded an item on the agenda of %(pair)s."),
    "agenda_item.discussed": _s("%(pair)s discussed an item of their agenda."),
    "agenda_item.dropped": _s("%(who)s took an item off the agenda of %(pair)s."),
    "agenda_item.reopened": _s("%(who)s put an item back on the agenda of %(pair)s."),
    "help.asked": _s("%(who)s asked for help with the pairing of %(pair)s."),
    "help.settled": _s("%(who)s settled a call for help of %(pair)s."),
    "goal.proposed": _s("%(who)s proposed a goal in the pairing of %(pair)s."),
    "goal.written": _s("%(who)s wrote a goal in the pairing of %(pair)s."),
    "goal.edited": _s("%(who)s reworded a goal in the pairing of %(pair)s."),
    "goal.accepted": _s("%(who)s accepted a goal in the pairing of %(pair)s."),
    "goal.progressed": _s("%(who)s noted progress on a goal in the pairing of %(pair)s."),
    "goal.reached": _s("%(who)s reached a goal in the pairing of %(pair)s."),
    "goal.dropped": _s("%(who)s dropped a goal in the pairing of %(pair)s."),
    "goal.reopened": _s("%(who)s took up a goal again in the pairing of %(pair)s."),
    "action.written": _s("%(who)s wrote an action in the pairing of %(pair)s."),
    "action.changed": _s("%(who)s changed an action in the pairing of %(pair)s."),
    "action.removed": _s("%(who)s removed an action in the pairing of %(pair)s."),
    "action.done": _s("%(who)s did an action in the pairing of %(pair)s."),
    "action.reopened": _s("%(who)s reopened an action in the pairing of %(pair)s."),
    "milestone.done": _s("%(who)s ticked off a milestone of %(pair)s."),
    "milestone.reopened": _s("%(who)s reopened a milestone of %(pair)s."),
    "notice.failed": _s("A notice could not be sent."),
    "notice.retried": _s("%(who)s had a failed notice sent again."),
    "notice.cancelled": _s("%(who)s cancelled a notice."),
    "preferences.changed": _s("%(who)s changed what they get by mail: %(fields)s."),
    "address.suppressed": _s("Mail to an address came back; none is sent there any more."),
    "address.lifted": _s("%(who)s let mail go again to an address from which it had come back."),
    "wording.written": _s("%(who)s put a notice of %(program)s in words of its own."),
    "wording.removed": _s("%(who)s went back to the usual words for a notice of %(program)s."),
    "channel.added": _s("%(who)s added the %(app)s channel “%(name)s” to %(program)s."),
    "channel.removed": _s("%(who)s removed the %(app)s channel “%(name)s” from %(program)s."),
    "timing.changed": _s("%(who)s changed when the mails of %(program)s go out."),
    "announcement.written": _s("%(who)s wrote an announcement for %(program)s."),
    "announcement.removed": _s("%(who)s removed the draft of an announcement for %(program)s."),
    "announcement.sent": _s("%(who)s sent an announcement to %(people)s people of %(program)s."),
}

FIELDS: dict[str, StrOrPromise] = {
    "employee_number": _s("employee number"),
    "email": _s("e-mail"),
    "name": _s("name"),
    "department": _s("department"),
    "job_title": _s("job title"),
    "job_level": _s("job level"),
    "location": _s("location"),
    "time_zone": _s("time zone"),
    "manager_employee_number": _s("manager"),
    "hired_on": _s("hired on"),
    "left_on": _s("left on"),
    "leave_reason": _s("reason for leaving"),
    "gender": _s("gender"),
    "annual_salary": _s("yearly salary"),
    "language": _s("language"),
    "kind": _s("kind"),
    "on": _s("day"),
    "detail": _s("detail"),
}  # of the HR files and of a person's settings, as people call them


@dataclass(frozen=True)
class Names:
    """What to call people, programs and pairings by their keys."""

    people: Mapping[int, str] = field(default_factory=dict)
    subjects: Mapping[tuple[str, int], str] = field(default_factory=dict)  # by kind and key
    programs: Mapping[int, str] = field(default_factory=dict)
    pairings: Mapping[int, str] = field(default_factory=dict)


class _Words(dict[str, Any]):
    """The words of one sentence; a fact that was not recorded is three dots."""

    def __missing__(self, name: str) -> str:
        return "…"


def sentence(event: Event, names: Names) -> str:
    """What happened, in one sentence; the bare verb where it has no words yet."""
    words = _Words(
        (name, f"{fact:,}" if type(fact) is int else fact) for name, fact in event.facts.items()
    )
    words |= {
        "who": _("The system") if event.by_id is None else _name(names.people, event.by_id),
        "whom": _whom(event, names),
        "program": _name(names.programs, event.program_id),
        "pair": _name(names.pairings, event.pairing_id),
    }
    if "role" in words:
        words["role"] = dict(RoleGrant.Role.choices).get(words["role"], words["role"])
    if isinstance(words.get("fields"), list):
        words["fields"] = ", ".join(field_name(one) for one in words["fields"])
    template = SENTENCES.get(event.verb)
    if template is None:
        return f"{words['who']}: {event.verb}"
    return str(template) % words


def field_name(column: str) -> str:
    return str(FIELDS.get(column, column))


def verb_name(verb: str) -> str:
    """A verb for a list to choose from: "pairing: paused"."""
    subject, _dot, past = verb.partition(".")
    return f"{subject}: {past}".replace("_", " ")


def _whom(event: Event, names: Names) -> str:
    if event.subject_kind == "people.person":
        return _name(names.people, event.subject_id)
    return _name(names.subjects, (event.subject_kind, event.subject_id))


def _name(names: Mapping[Any, str], key: Any) -> str:
    return names.get(key) or _("somebody no longer here")
