"""What becomes of a pairing in the demo: who meets how often, who goes quiet, who ends."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from goals import acting, setting
from goals.models import Goal
from kit.refusals import Refused
from mentorship.demo import words
from mentorship.demo.telling import Story
from milestones import timeline
from milestones.models import Milestone
from pairings import agenda, agreeing, checking_in, extending, help, lifecycle, sessions  # noqa: A004
from pairings.models import CheckIn, Ending, ExtensionRequest, How, Pairing, Session
from people.models import Person

WELL, SO_SO, BADLY = CheckIn.Answer.values


@dataclass(frozen=True)
class Temper:
    """How a pair goes about it."""

    name: str
    every: int  # days between meetings
    share: float  # of all pairs
    stops_after: int = 1000  # meetings
    answers_after: tuple[int, int] = (1, 6)  # days until they agree
    ticks: float = 0.9  # chance that a milestone is ticked off in time, a check-in answered
    says: tuple[str, ...] = (WELL, WELL, WELL, SO_SO)  # how it goes, one of these each time


KEEN = Temper("keen", 12, 0.30)
STEADY = Temper("steady", 16, 0.38)
SLOW = Temper("slow", 27, 0.14, ticks=0.5, says=(WELL, SO_SO))
QUIET = Temper("quiet", 15, 0.12, stops_after=3, ticks=0.3, says=(SO_SO, SO_SO, BADLY))
NEVER_MET = Temper("never met", 15, 0.06, stops_after=0, answers_after=(5, 20), ticks=0.0)
TEMPERS = (KEEN, STEADY, SLOW, QUIET, NEVER_MET)


def temper_of(number: int, rng: random.Random) -> Temper:
    """Keen for the first pair, whom visitors of the demo meet; by chance for the others."""
    if number == 0:
        return KEEN
    return rng.choices(TEMPERS, [temper.share for temper in TEMPERS])[0]


@dataclass
class Life:
    """One pairing's way through the story; each act plans the next."""

    story: Story
    pairing: Pairing
    temper: Temper
    rng: random.Random
    held: int = 0
    goals: list[Goal] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    is_over: bool = False
    aside: random.Random = field(init=False)  # for what must not change the rest of the story

    def __post_init__(self) -> None:
        self.mentor, self.mentee = self.pairing.people()[:2]
        seed = f"{self.mentor.email} and {self.mentee.email}"
        self.aside = random.Random(seed)  # noqa: S311

    def begin(self, *, at: datetime) -> None:
        """Told of each other at `at`; they agree in a few days, then meet."""
        first, last = self.temper.answers_after
        accepted_at = _working(at + timedelta(days=self.rng.randint(first, last)), self.rng)
        self.do(accepted_at, lambda at: self.accept(self.mentee, at))
        self.do(_later(accepted_at, 1, self.rng), lambda at: self.accept(self.mentor, at))
        for milestone in Milestone.objects.filter(pairing=self.pairing):
            if self.rng.random() < self.temper.ticks:
                self.plan_tick(milestone)
        self.plan_check_ins()

    def do(self, at: datetime, act: Callable[[datetime], None]) -> None:
        """`act` at `at`, unless the pairing is over by then."""

        def unless_over(at: datetime) -> None:
            if not self.is_over:
                act(at)

        self.story.add(at, unless_over)

    # --- Acts ---------------------------------------------------------------------------------

    def accept(self, person: Person, at: datetime) -> None:
        agreement = self.pairing.agreements.first()
        assert agreement
        agreeing.accept(agreement, by=person, at=at)
        self.pairing.refresh_from_db()
        if self.pairing.state == Pairing.State.ACTIVE:
            self.set_goals(at)
            self.plan_meeting(at, after=self.rng.randint(2, 7))

    def set_goals(self, at: datetime) -> None:
        if self.temper is NEVER_MET:
            return
        for text, reached_when in self.rng.sample(words.GOALS, self.rng.choice((1, 1, 2))):
            written_at = _later(at, self.rng.randint(1, 18), self.rng)
            self.do(written_at, lambda at, t=text, r=reached_when: self.set_goal(t, r, at))  # type: ignore[misc]

    def set_goal(self, text: str, reached_when: str, at: datetime) -> None:
        by = self.mentor if self.rng.random() < 0.2 else self.mentee
        goal = setting.write(
            self.pairing, owner=self.mentee, by=by, at=at, text=text, reached_when=reached_when
        )
        if by == self.mentor:
            setting.accept(goal, by=self.mentee, at=at + timedelta(hours=5))
        self.goals.append(goal)
        self.promise(goal, at)

    def promise(self, goal: Goal, at: datetime) -> None:
        """One of them takes on a small step, and mostly does it in time."""
        owner = self.rng.choice((self.mentee, self.mentee, self.mentor))
        days = self.rng.randint(8, 28)
        text = self.rng.choice(words.ACTIONS)
        due_on = (at + timedelta(days=days)).date()
        action = acting.write(goal, owner=owner, by=owner, at=at, text=text, due_on=due_on)
        if self.rng.random() < 0.9:
            done_at = _later(at, self.rng.randint(5, days + 4), self.rng)
            self.do(done_at, lambda at: acting.finish(action, by=owner, at=at))

    def plan_meeting(self, at: datetime, *, after: int) -> None:
        """Agree on the next date, write something down for it, and meet then."""
        if self.held >= self.temper.stops_after:
            return
        starts_at = _later(at, after, self.rng)
        if not at < starts_at or starts_at.date() > self.pairing.ends_on:
            return
        planned = sessions.plan(
            self.pairing,
            by=self.rng.choice((self.mentor, self.mentee)),
            at=at,
            starts_at=starts_at,
            minutes=self.pairing.program.session_minutes,
            how=self.rng.choice((How.VIDEO, How.VIDEO, How.IN_PERSON)),
        )
        for text in self.fresh_items(self.rng.choice((1, 1, 2, 2, 3))):
            agenda.add(
                self.pairing, by=self.rng.choice((self.mentor, self.mentee)), at=at, text=text
            )
        if self.rng.random() < 0.07:
            missed_at = starts_at + timedelta(hours=3)
            self.do(missed_at, lambda at: self.miss(planned, at))
        else:
            self.do(starts_at + timedelta(hours=2), lambda at: self.meet(planned, at))

    def fresh_items(self, count: int) -> list[str]:
        """Things to talk about that they have not written down yet; from the start when all are."""
        if len(self.unsaid) < count:
            self.unsaid = self.rng.sample(words.AGENDA, len(words.AGENDA))
        return [self.unsaid.pop() for _ in range(count)]

    def miss(self, planned: Session, at: datetime) -> None:
        sessions.miss(planned, by=self.mentee, at=at)
        self.plan_meeting(at, after=7)

    def meet(self, planned: Session, at: datetime) -> None:
        items = list(self.pairing.agenda.open()[: self.rng.choice((1, 2, 3))])
        has_note, is_shared = self.rng.random() < 0.6, self.rng.random() < 0.8
        notes = words.SHARED_NOTES if is_shared else words.PRIVATE_NOTES
        sessions.log(
            self.pairing,
            by=self.rng.choice((self.mentee, self.mentee, self.mentor)),
            at=at,
            starts_at=planned.starts_at,
            minutes=self.rng.choice((45, 60, 60, 75)),
            how=planned.how,
            session=planned,
            discussed=items,
            note=self.rng.choice(notes) if has_note else "",
            is_shared=is_shared,
        )
        self.held += 1
        self.move_on(at)
        pace = max(5, round(self.rng.gauss(self.temper.every, 2)))
        self.plan_meeting(at, after=pace)

    def move_on(self, at: datetime) -> None:
        """A step towards one of the goals; in the end it is reached."""
        under_way = [goal for goal in self.goals if goal.state == Goal.State.OPEN]
        if not under_way or self.rng.random() < 0.35:
            return
        goal = self.rng.choice(under_way)
        goal.refresh_from_db()
        if goal.state != Goal.State.OPEN:
            return
        to = min(100, goal.progress + self.rng.choice((10, 15, 20, 25)))
        setting.progress(goal, by=self.mentee, at=at, to=to, note=self.rng.choice(words.STEPS))
        if to == 100:
            setting.reach(goal, by=self.mentee, at=at)
        elif self.rng.random() < 0.4:
            self.promise(goal, at)

    def plan_tick(self, milestone: Milestone) -> None:
        by = self.mentor if milestone.responsible == "mentor" else self.mentee
        noon = datetime.combine(milestone.due_on, time(12), UTC)
        at = _later(noon, self.rng.randint(-6, 3), self.rng)
        self.do(at, lambda at: timeline.mark_done(milestone, by=by, at=at))

    def plan_check_ins(self) -> None:
        """Both answer most rounds within a few days; who is asked just now may still think."""
        weeks = self.pairing.program.checkin_weeks
        for due_on in checking_in.rounds(self.pairing.starts_on, self.pairing.ends_on, weeks):
            is_past = due_on + timedelta(weeks=weeks) <= self.story.until.date()
            for person in (self.mentor, self.mentee):
                if self.aside.random() < self.temper.ticks * (1 if is_past else 0.6):
                    noon = datetime.combine(due_on, time(12), UTC)
                    at = _later(noon, self.aside.randint(0, 6), self.aside)
                    self.do(at, lambda at, person=person: self.check_in(person, at))  # type: ignore[misc]

    def check_in(self, person: Person, at: datetime) -> None:
        answer = self.aside.choice(self.temper.says)
        comment = self.aside.choice(words.CHECK_INS[answer])
        try:
            checking_in.answer(
                self.pairing, by=person, at=at, on=at.date(), answer=answer, comment=comment
            )
        except checking_in.NothingAsked:  # they rest, or have not agreed yet
            return

    # --- Turns --------------------------------------------------------------------------------

    def pause(self, at: datetime) -> None:
        if self.pairing_now().state == Pairing.State.ACTIVE:
            back_on = (at + timedelta(days=21)).date()
            lifecycle.pause(self.pairing, by=self.mentee, at=at, on=at.date(), until_on=back_on)

    def extend(self, at: datetime) -> None:
        """The mentor asks for six weeks more; the mentee is glad of it on the next day."""
        to_on = self.pairing.ends_on + timedelta(days=42)
        asked = extending.ask(self.pairing, by=self.mentor, at=at, to_on=to_on)
        self.do(at + timedelta(days=1), lambda at: self.grant(asked, at))

    def grant(self, asked: ExtensionRequest, at: datetime) -> None:
        extending.grant(asked, by=self.mentee, at=at)
        self.pairing.refresh_from_db(fields=["ends_on"])

    def ask_for_more_time(self, at: datetime) -> None:
        to_on = self.pairing.ends_on + timedelta(days=56)
        extending.ask(self.pairing, by=self.mentee, at=at, to_on=to_on)

    def ask_for_help(self, at: datetime) -> None:
        help.ask(self.pairing, by=self.mentee, at=at, message=self.rng.choice(words.HELP))

    def end(self, at: datetime, kind: str = Ending.Kind.COMPLETED) -> None:
        try:
            lifecycle.end(self.pairing, by=self.mentee, at=at, on=at.date(), kind=kind)
        except Refused:  # they never agreed and the match was taken back before
            return
        self.is_over = True

    def pairing_now(self) -> Pairing:
        self.pairing.refresh_from_db(fields=["state"])
        return self.pairing


def _working(at: datetime, rng: random.Random) -> datetime:
    """An hour of the working day on or after the day of `at`, never a weekend."""
    day = at.date()
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, time(rng.randint(8, 15), rng.choice((0, 30))), UTC)


def _later(at: datetime, days: int, rng: random.Random) -> datetime:
    return _working(at + timedelta(days=days), rng)
