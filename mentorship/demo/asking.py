"""How some mentees of the demo choose: they look at their suggestions, ask, and get answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle

from matching import places
from matching.choosing import requests, suggestions
from matching.models import Request
from mentorship import choosing
from mentorship.demo import words
from mentorship.demo.telling import Act, Story
from participants.models import Participant
from programs.models import Program, Role

HOURS_BETWEEN = 7
ANSWERS = ("yes", "", "no", "", "yes", "", "")  # to those who ask, in order; "": not yet


@dataclass
class Asking:
    """The choosing in one program, from the moment that it begins."""

    story: Story
    program: Program

    def begin(self, at: datetime) -> None:
        mentees = Participant.objects.of(self.program).admitted().filter(role=Role.MENTEE)
        told = zip(mentees.order_by("pk"), ANSWERS, cycle(words.ASKING), strict=False)
        for number, (mentee, answer, text) in enumerate(told, start=1):
            moment = at + timedelta(hours=HOURS_BETWEEN * number)
            self.story.add(moment, self._ask(mentee, text, answer))

    def _ask(self, mentee: Participant, text: str, answer: str) -> Act:
        def ask(at: datetime) -> None:
            suggestions.refresh(mentee, at=at)
            found = suggestions.of(mentee, taken=places.taken(mentee.program))
            made = requests.ask(mentee, found[0].mentor, words=text, at=at)
            if answer:
                self.story.add(at + timedelta(hours=11), lambda at: self._answer(made, answer, at))

        return ask

    def _answer(self, request: Request, answer: str, at: datetime) -> None:
        request.refresh_from_db()
        if not request.is_open(now=at):
            return  # the mentor's places went to others meanwhile
        if answer == "yes":
            choosing.accept(request, by=request.mentor.person, at=at)
            return
        requests.decline(request, by=request.mentor.person, at=at, reason=words.NO)
        again = self._ask(Participant.objects.get(pk=request.mentee_id), words.ASKING[-1], "")
        self.story.add(at + timedelta(hours=13), again)
