"""Every address of the project on real objects of one house, and who is let in.

An address that is missing here fails `test_doors.py`: say for whom it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.attacks.house import House

EVERYBODY = frozenset(
    ["ada", "ben", "cleo", "dan", "eve", "finn", "gus", "hana", "kim", "mia", "olga", "una"]
)
PAIR = frozenset({"ben", "cleo"})
RUNS_IT = frozenset({"ada"})
RUNS_ONE = frozenset({"ada", "eve"})
HR = frozenset({"hana"})
ADMINISTRATOR = frozenset({"olga"})
CLEO = frozenset({"cleo"})
UNA = frozenset({"una"})
MENTEES = frozenset({"cleo", "finn", "gus", "kim"})  # admitted to Ada's program
ASKS = frozenset({"finn"})
ASKED = frozenset({"mia"})

Parts = Callable[[House], dict[str, Any]]


def _none(_house: House) -> dict[str, Any]:
    return {}


def _pairing(house: House) -> dict[str, Any]:
    return {"ref": house.pairing.ref}


def _item(house: House) -> dict[str, Any]:
    return _pairing(house) | {"item_ref": house.item.ref}


def _extension(house: House) -> dict[str, Any]:
    return _pairing(house) | {"extension_ref": house.extension.ref}


def _planned(house: House) -> dict[str, Any]:
    return _pairing(house) | {"session_ref": house.planned.ref}


def _goal(house: House) -> dict[str, Any]:
    return {"ref": house.goal.ref}


def _action(house: House) -> dict[str, Any]:
    return {"ref": house.action.ref}


def _milestone(house: House) -> dict[str, Any]:
    return {"ref": house.milestone.ref}


def _program(house: House) -> dict[str, Any]:
    return {"ref": house.program.ref}


def _draft(house: House) -> dict[str, Any]:
    return {"ref": house.draft.ref}


def _step(house: House) -> dict[str, Any]:
    row = house.program.milestone_plan.first()
    assert row
    return _program(house) | {"kind": "milestone", "pk": row.pk}


def _goal_of_program(house: House) -> dict[str, Any]:
    row = house.program.program_goals.first()
    assert row
    return _program(house) | {"kind": "goal", "pk": row.pk}


def _role(house: House) -> dict[str, Any]:
    return _program(house) | {"role": "mentee"}


def _newcomer(house: House) -> dict[str, Any]:
    return _program(house) | {"person": house["kim"].ref}


def _admin(house: House) -> dict[str, Any]:
    return _program(house) | {"person": house["ada"].ref}


def _watched(house: House) -> dict[str, Any]:
    return _program(house) | {"pairing_ref": house.pairing.ref}


def _help(house: House) -> dict[str, Any]:
    return _watched(house) | {"asked": house.help.pk}


def _unheard(house: House) -> dict[str, Any]:
    return {"asked": house.unheard.pk}


def _application(house: House) -> dict[str, Any]:
    return {"ref": house.applicant.ref}


def _wish(house: House) -> dict[str, Any]:
    return _application(house) | {"wished_ref": house.wished.ref}


def _batch(house: House) -> dict[str, Any]:
    return _program(house) | {"batch": house.batch}


def _draw(house: House) -> dict[str, Any]:
    return _program(house) | {"draw_ref": house.draw.ref}


def _list(house: House) -> dict[str, Any]:
    return _program(house) | {"list_ref": house.list.ref}


def _participant(house: House) -> dict[str, Any]:
    return _program(house) | {"participant_ref": house.applicant.ref}


def _run(house: House) -> dict[str, Any]:
    return _program(house) | {"run": house.run.ref}


def _two_runs(house: House) -> dict[str, Any]:
    return _run(house) | {"other": house.run.ref}


def _run_of_a_mentee(house: House) -> dict[str, Any]:
    row = house.run.proposals.select_related("mentee").first()
    assert row
    return _run(house) | {"mentee": row.mentee.ref}


def _proposal(house: House) -> dict[str, Any]:
    row = house.run.proposals.first()
    assert row
    return _run(house) | {"pk": row.pk}


def _ruling(house: House) -> dict[str, Any]:
    return _program(house) | {"pk": house.ruling.pk}


def _mentor(house: House) -> dict[str, Any]:
    return _program(house) | {"mentor_ref": house.request.mentor.ref}


def _request(house: House) -> dict[str, Any]:
    return {"ref": house.request.ref}


def _directory(house: House) -> dict[str, Any]:
    return {"ref": house.directory.ref}


def _somebody(house: House) -> dict[str, Any]:
    return {"ref": house["ben"].ref}


def _held_role(house: House) -> dict[str, Any]:
    return {"ref": house["hana"].ref, "role": "hr"}


def _notice(house: House) -> dict[str, Any]:
    return {"ref": house.notice.ref}


def _announcement(house: House) -> dict[str, Any]:
    return _program(house) | {"announcement_ref": house.announcement.ref}


def _channel(house: House) -> dict[str, Any]:
    return _program(house) | {"channel_ref": house.channel.ref}


def _told(house: House) -> dict[str, Any]:
    return {"ref": house.told.ref}


def _kind(_house: House) -> dict[str, Any]:
    return {"name": "match_published"}


def _own_words(house: House) -> dict[str, Any]:
    return _program(house) | _kind(house)


def _suppression(house: House) -> dict[str, Any]:
    return {"pk": house.suppression.pk}


def _mail(house: House) -> dict[str, Any]:
    return {"ref": house.mail.ref}


ADDRESSES: dict[str, tuple[frozenset[str], Parts]] = {
    "home": (EVERYBODY, _none),
    "desk": (RUNS_ONE | ADMINISTRATOR, _none),
    "pairing": (PAIR, _pairing),
    "launch": (RUNS_IT, _run),
    "people": (RUNS_ONE | HR | ADMINISTRATOR, _none),
    "search": (EVERYBODY, _none),
    "audit": (ADMINISTRATOR, _none),
    "audit-export": (ADMINISTRATOR, _none),
    "directory": (ADMINISTRATOR, _none),
    "directory-import": (ADMINISTRATOR, _none),
    "directory-preview": (ADMINISTRATOR, _directory),
    "directory-progress": (ADMINISTRATOR, _directory),
    "directory-acceptance": (ADMINISTRATOR, _directory),
    "directory-cancellation": (ADMINISTRATOR, _directory),
    "directory-waking": (ADMINISTRATOR, _directory),
    "person-invite": (ADMINISTRATOR, _none),
    "person": (ADMINISTRATOR, _somebody),
    "person-role-grant": (ADMINISTRATOR, _somebody),
    "person-role-removal": (ADMINISTRATOR, _held_role),
    "person-invitation": (ADMINISTRATOR, _somebody),
    "settings-page": (ADMINISTRATOR, _none),
    "my-settings": (EVERYBODY, _none),
    "programs": (EVERYBODY, _none),
    "resources": (EVERYBODY, _none),
    "program-new": (RUNS_ONE | ADMINISTRATOR, _none),
    "program": (EVERYBODY, _program),  # it takes late joiners
    "program-duplicate": (RUNS_IT, _program),
    "program-setup": (RUNS_IT, _program),
    "program-basics": (RUNS_IT, _program),
    "program-dates": (RUNS_IT, _program),
    "program-goals": (RUNS_IT, _program),
    "program-plan": (RUNS_IT, _program),
    "program-pairing-up": (RUNS_IT, _program),
    "program-questions": (RUNS_IT, _program),
    "program-resources": (RUNS_IT, _program),
    "program-part": (RUNS_IT, _step),
    "program-part-removal": (RUNS_IT, _goal_of_program),
    "program-part-position": (RUNS_IT, _goal_of_program),
    "program-restoration": (RUNS_IT, _program),
    "program-expectations": (RUNS_IT, _program),
    "program-expectations-of": (RUNS_IT, _role),
    "program-guidelines": (RUNS_IT, _program),
    "program-admins": (RUNS_IT, _program),
    "program-admin-appointment": (RUNS_IT, _newcomer),
    "program-admin-dismissal": (RUNS_IT, _admin),
    "program-opening": (RUNS_IT, _program),
    "program-matching-phase": (RUNS_IT, _program),
    "program-closing": (RUNS_IT, _program),
    "program-removal": (RUNS_IT, _draft),
    "apply": (EVERYBODY, _role),
    "application": (UNA, _application),
    "application-withdrawal": (UNA, _application),
    "application-removal": (UNA, _application),
    "application-reopening": (UNA, _application),
    "acknowledgement": (UNA, _application),
    "wishes": (UNA, _application),
    "wish-place": (UNA, _wish),
    "wish-removal": (UNA, _wish),
    "bars": (EVERYBODY, _none),
    "bar-search": (EVERYBODY, _none),
    "bar-removal": (EVERYBODY, _none),
    "roster": (RUNS_IT, _program),
    "roster-export": (RUNS_IT, _program),
    "roster-decision": (RUNS_IT, _program),
    "roster-undo": (RUNS_IT, _batch),
    "draw": (RUNS_IT, _program),
    "draw-result": (RUNS_IT, _draw),
    "draw-export": (RUNS_IT, _draw),
    "roster-import": (RUNS_IT, _program),
    "roster-list": (RUNS_IT, _list),
    "roster-list-application": (RUNS_IT, _list),
    "roster-person": (RUNS_IT, _participant),
    "matching": (RUNS_IT, _program),
    "rulings": (RUNS_IT, _program),
    "by-hand": (RUNS_IT, _program),
    "ruling-lifting": (RUNS_IT, _ruling),
    "matching-run": (RUNS_IT, _run),
    "runs-to-compare": (RUNS_IT, _program),
    "run-comparison": (RUNS_IT, _two_runs),
    "run-what-if": (RUNS_IT, _run),
    "run-progress": (RUNS_IT, _run),
    "run-fairness": (RUNS_IT, _run),
    "run-fairness-export": (RUNS_IT, _run),
    "run-cancelling": (RUNS_IT, _run),
    "run-start": (RUNS_IT, _run),
    "proposal-swap": (RUNS_IT, _proposal),
    "why-not": (RUNS_IT, _run_of_a_mentee),
    "choosing": (MENTEES, _program),
    "all-mentors": (MENTEES, _program),
    "asking": (MENTEES, _mentor),
    "my-requests": (EVERYBODY, _none),
    "request": (ASKS | ASKED, _request),
    "request-declining": (ASKED, _request),
    "request-withdrawal": (ASKS, _request),
    "request-acceptance": (ASKED, _request),
    "program-requests": (RUNS_IT, _program),
    "my-pairings": (EVERYBODY, _none),
    "agenda": (PAIR, _pairing),
    "agenda-item": (PAIR, _item),
    "agenda-place": (PAIR, _item),
    "agenda-discussion": (PAIR, _item),
    "agenda-dropping": (PAIR, _item),
    "agenda-reopening": (PAIR, _item),
    "sessions": (PAIR, _pairing),
    "log-session": (PAIR, _pairing),
    "plan-session": (PAIR, _pairing),
    "session-time": (PAIR, _planned),
    "session-absence": (PAIR, _planned),
    "session-note": (PAIR, _planned),
    "session-calendar": (PAIR, _planned),
    "agreement": (PAIR, _pairing),
    "agreement-edit": (PAIR, _pairing),
    "agreement-acceptance": (PAIR, _pairing),
    "pairing-pause": (PAIR, _pairing),
    "pairing-resume": (PAIR, _pairing),
    "pairing-extend": (PAIR, _pairing),
    "extension-granting": (PAIR, _extension),
    "extension-declining": (PAIR, _extension),
    "extension-taking-back": (PAIR, _extension),
    "check-in": (PAIR, _pairing),
    "pairing-end": (PAIR, _pairing),
    "pairing-help": (PAIR, _pairing),
    "program-pairings": (RUNS_IT, _program),
    "program-pairing": (RUNS_IT, _watched),
    "program-pairing-extend": (RUNS_IT, _watched),
    "program-pairing-end": (RUNS_IT, _watched),
    "program-pairing-taking-back": (RUNS_IT, _watched),
    "rematch": (RUNS_IT, _watched),
    "help-settlement": (RUNS_IT, _help),
    "help-requests": (ADMINISTRATOR, _none),
    "help-request-settlement": (ADMINISTRATOR, _unheard),
    "goal-new": (PAIR, _pairing),
    "goal": (PAIR, _goal),
    "goal-edit": (PAIR, _goal),
    "goal-progress": (PAIR, _goal),
    "goal-accept": (PAIR, _goal),
    "goal-reach": (PAIR, _goal),
    "goal-drop": (PAIR, _goal),
    "goal-reopen": (PAIR, _goal),
    "action-new": (PAIR, _goal),
    "action-finish": (PAIR, _action),
    "action-reopen": (PAIR, _action),
    "action-remove": (PAIR, _action),
    "action-edit": (PAIR, _action),
    "milestone-done": (PAIR, _milestone),
    "milestone-reopen": (PAIR, _milestone),
    "inbox": (EVERYBODY, _none),
    "inbox-count": (EVERYBODY, _none),
    "inbox-news": (EVERYBODY, _none),
    "inbox-reading": (EVERYBODY, _none),
    "inbox-reading-one": (frozenset({"ben"}), _told),
    "preferences": (EVERYBODY, _none),
    "channels": (RUNS_IT, _program),
    "channel-test": (RUNS_IT, _channel),
    "channel-removal": (RUNS_IT, _channel),
    "program-timing": (RUNS_IT, _program),
    "program-timing-usual": (RUNS_IT, _program),
    "mail-calendar": (RUNS_IT, _program),
    "announcements": (RUNS_IT, _program),
    "announcement-new": (RUNS_IT, _program),
    "announcement": (RUNS_IT, _announcement),
    "announcement-edit": (RUNS_IT, _announcement),
    "announcement-sheet": (RUNS_IT, _announcement),
    "announcement-sending": (RUNS_IT, _announcement),
    "announcement-removal": (RUNS_IT, _announcement),
    "outbox": (ADMINISTRATOR, _none),
    "heartbeat": (ADMINISTRATOR, _none),
    "kinds": (ADMINISTRATOR, _none),
    "kind": (ADMINISTRATOR, _kind),
    "kind-sheet": (ADMINISTRATOR, _kind),
    "suppressions": (ADMINISTRATOR, _none),
    "suppression-lifting": (ADMINISTRATOR, _suppression),
    "program-wordings": (RUNS_IT, _program),
    "program-wording": (RUNS_IT, _own_words),
    "program-wording-sheet": (RUNS_IT, _own_words),
    "program-wording-removal": (RUNS_IT, _own_words),
    "program-wording-restoration": (RUNS_IT, _program),
    "outbox-retrial": (ADMINISTRATOR, _none),
    "notice": (ADMINISTRATOR, _notice),
    "notice-retrial": (ADMINISTRATOR, _notice),
    "notice-cancellation": (ADMINISTRATOR, _notice),
    "kept-mail": (ADMINISTRATOR, _mail),
    "kept-mail-sheet": (ADMINISTRATOR, _mail),
    "reports": (HR, _none),
    "report-meeting": (HR, _none),
    "report-staying": (HR, _none),
    "report-growing": (HR, _none),
    "report-fairness": (HR, _none),
    "report-meeting-export": (HR, _none),
    "report-staying-export": (HR, _none),
    "report-growing-export": (HR, _none),
    "report-fairness-export": (HR, _none),
}

OPEN = {
    "demo-sign-in",
    "health",
    "mail-events",
    "metrics",
    "unsubscribe",
}  # for anyone, or for nobody outside of the demo
NOWHERE = {"ui"}  # in debug mode and the demo only
