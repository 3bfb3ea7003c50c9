"""What needs a program admin today, and how their programs stand: counts, states and dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.models import Run
from pairings.models import Ending, HelpRequest, Pairing, PairingMentee
from pairings.rhythm import Standing
from participants.models import Participant
from people.models import Person
from programs.models import Program

SOON = timedelta(days=30)
REACHED = (Ending.Kind.COMPLETED, Ending.Kind.GOALS_REACHED)  # they need no other mentor
State = Program.State


@dataclass(frozen=True)
class Need:
    """Something to decide, where it is decided, and how pressing it is (smaller is sooner)."""

    program: Program
    sentence: str
    label: str
    href: str
    icon: str
    rank: int


@dataclass(frozen=True)
class Ahead:
    """A date that comes."""

    on: date
    title: str
    program: Program


@dataclass
class Strip:
    """How far the people of a program have come, from application to being on track."""

    program: Program
    applied: int = 0
    admitted: int = 0
    waiting: int = 0
    lost: int = 0  # mentees who take part and whose pairing has ended
    standings: Counter[str] = field(default_factory=Counter)
    met: int = 0  # pairs at work that have
    ready_run: Run | None = None
    has_publication: bool = False
    ending: int = 0
    help_asked: list[HelpRequest] = field(default_factory=list)

    @property
    def on_track(self) -> int:
        return self.standings[Standing.ON_TRACK]

    @property
    def live(self) -> int:
        return sum(count for name, count in self.standings.items() if name != Standing.ENDED)


def strips(admin: Person, *, today: date) -> list[Strip]:
    """The programs that `admin` runs and that are not closed; six queries for any number."""
    programs = Program.objects.managed_by(admin).exclude(state=State.CLOSED)
    found = {program.pk: Strip(program) for program in programs.order_by("starts_on", "id")}
    _count_people(found)
    _count_pairings(found, admin, today)
    for run in Run.objects.filter(program__in=found, state="done").order_by("asked_at"):
        found[run.program_id].ready_run = run
    for program_id in Program.objects.filter(pk__in=found, publications__isnull=False).values_list(
        "pk", flat=True
    ):
        found[program_id].has_publication = True
    asked = HelpRequest.objects.open().managed_by(admin).filter(pairing__program__in=found)
    for request in asked.select_related("pairing", "asked_by").order_by("asked_at"):
        found[request.pairing.program_id].help_asked.append(request)
    return list(found.values())


def _count_people(found: dict[int, Strip]) -> None:
    places = PairingMentee.objects.filter(mentee=OuterRef("pk"))
    content = places.filter(Q(left_on__isnull=True) | Q(pairing__ending__kind__in=REACHED))
    counts = (
        Participant.objects.filter(program__in=found)
        .exclude(state="draft")
        .order_by()
        .annotate(is_lost=Q(person__is_active=True) & Exists(places) & ~Exists(content))
        .values_list("program", "state", "is_lost")
        .annotate(count=Count("pk"))
    )
    for program_id, state, is_lost, count in counts:
        strip = found[program_id]
        strip.lost += count if is_lost and state == Participant.State.ADMITTED else 0
        strip.applied += count
        strip.admitted += count if state == Participant.State.ADMITTED else 0
        strip.waiting += count if state == Participant.State.APPLIED else 0


def _count_pairings(found: dict[int, Strip], admin: Person, today: date) -> None:
    pairings = Pairing.objects.filter(program__in=found).with_rhythm(on=today, reader=admin)
    for pairing in pairings.only("program", "ends_on"):
        strip = found[pairing.program_id]
        strip.standings[pairing.standing] += 1
        if pairing.standing == Standing.ENDED:
            continue
        strip.met += bool(pairing.held_count)
        strip.ending += pairing.ends_on <= today + SOON


def needs(strip: Strip, *, today: date) -> Iterator[Need]:
    """What is to be decided in one program."""
    yield from _about_pairs(strip)
    yield from _about_people(strip)
    yield from _about_matching(strip, today)
    if strip.program.state == State.DRAFT:
        yield _need(
            strip, _("It is not open yet."), _("Go on with the set-up"), "program-setup", "edit", 6
        )


def _about_pairs(strip: Strip) -> Iterator[Need]:
    if count := len(strip.help_asked):
        sentence = ngettext("One pair asked for help.", "%(count)s pairs asked for help.", count)
        yield _need(
            strip,
            sentence % {"count": count},
            _("See who asks"),
            "program-pairings",
            "lifebuoy",
            1,
            standing="help",
        )
    if count := strip.standings[Standing.QUIET]:
        sentence = ngettext("One pair went quiet.", "%(count)s pairs went quiet.", count)
        yield _need(
            strip,
            sentence % {"count": count},
            _("Look after them"),
            "program-pairings",
            "moon",
            4,
            standing="quiet",
        )
    if count := strip.ending:
        sentence = ngettext(
            "One pairing ends within 30 days.", "%(count)s pairings end within 30 days.", count
        )
        yield _need(
            strip, sentence % {"count": count}, _("See them"), "program-pairings", "flag", 5
        )


def _about_people(strip: Strip) -> Iterator[Need]:
    if count := strip.waiting:
        sentence = ngettext(
            "One application waits for you.", "%(count)s applications wait for you.", count
        )
        yield _need(
            strip,
            sentence % {"count": count},
            _("Decide on them"),
            "roster",
            "users",
            2,
            state="applied",
        )
    if strip.program.state == State.RUNNING and (count := strip.lost):
        sentence = ngettext(
            "One mentee has no mentor since the pairing ended.",
            "%(count)s mentees have no mentor since their pairings ended.",
            count,
        )
        yield _need(
            strip,
            sentence % {"count": count},
            _("Find new mentors"),
            "program-pairings",
            "refresh",
            3,
            standing="ended",
        )


def _about_matching(strip: Strip, today: date) -> Iterator[Need]:
    program = strip.program
    if strip.has_publication or program.state not in (State.OPEN, State.MATCHING):
        return
    if strip.ready_run:
        yield _need(
            strip,
            _("A matching is ready to be reviewed."),
            _("Review it"),
            "matching",
            "puzzle",
            3,
        )
    elif program.enrol_until_on and program.enrol_until_on < today and strip.admitted:
        yield _need(
            strip,
            _("Applications are closed and nobody is matched yet."),
            _("Match them"),
            "matching",
            "puzzle",
            3,
        )


def _need(
    strip: Strip, sentence: str, label: str, url: str, icon: str, rank: int, **filters: str
) -> Need:
    href = reverse(url, args=[strip.program.ref], query=filters or None)
    return Need(strip.program, sentence, label, href, icon, rank)


def dates_ahead(strips: list[Strip], *, today: date) -> list[Ahead]:
    """Openings, closings, starts and ends to come, the soonest first."""
    found = []
    for strip in strips:
        program = strip.program
        named = (
            (program.enrol_from_on, _("Applications open")),
            (program.enrol_until_on, _("Applications close")),
            (program.starts_on, _("The program starts")),
            (program.ends_on, _("The program ends")),
        )
        found += [Ahead(on, title, program) for on, title in named if on and on >= today]
    return sorted(found, key=lambda one: one.on)[:8]
