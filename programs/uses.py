"""What others have built on a program: answers to its questions, pairings, a draw of places.

The apps above say so, each of what it knows; this one only asks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Model

from people.models import Person
from programs.models.program import Program

if TYPE_CHECKING:
    from programs.steps import Step


@dataclass(frozen=True)
class Answered:
    """Who has answered one question, and with what; people count whether sent or not."""

    by_role: Mapping[str, int] = field(default_factory=dict)
    by_value: Mapping[str, int] = field(default_factory=dict)

    @property
    def people(self) -> int:
        return sum(self.by_role.values())


AnswerReader = Callable[[Collection[int]], Mapping[int, Answered]]
PairingCounter = Callable[[Program], int]
Remarker = Callable[[Program, Person], list[str]]
StepMaker = Callable[[Program], "list[Step]"]

_answer_readers: list[AnswerReader] = []
_pairing_counters: list[PairingCounter] = []
_remarkers: list[Remarker] = []
_step_makers: list[StepMaker] = []
_set_up_in: dict[type[Model], bool] = {}


def read_answers_with(reader: AnswerReader) -> AnswerReader:
    """Ask `reader` from now on: how were these questions (by id) answered?"""
    if reader not in _answer_readers:
        _answer_readers.append(reader)
    return reader


def count_pairings_with(counter: PairingCounter) -> PairingCounter:
    """Ask `counter` from now on how many pairings a program has that have not ended."""
    if counter not in _pairing_counters:
        _pairing_counters.append(counter)
    return counter


def remark_with(remarker: Remarker) -> Remarker:
    """Ask `remarker` from now on what the program's page should tell somebody who applied."""
    if remarker not in _remarkers:
        _remarkers.append(remarker)
    return remarker


def set_up_with(maker: StepMaker) -> StepMaker:
    """Have `maker` say further steps of every program's set-up from now on; all may be left out."""
    if maker not in _step_makers:
        _step_makers.append(maker)
    return maker


def set_up_in(model: type[Model], *, is_copied: bool) -> None:
    """Count the rows of `model` as part of a program's set-up: they go with a discarded draft, and
    where `is_copied` into a duplicate."""
    _set_up_in[model] = is_copied


def answered(question_ids: Collection[int]) -> dict[int, Answered]:
    """For each of the questions that somebody answered, by whom and with what."""
    if not question_ids:
        return {}
    return {pk: one for reader in _answer_readers for pk, one in reader(question_ids).items()}


def pairings(program: Program) -> int:
    """How many pairings the program has that have not ended."""
    return sum(counter(program) for counter in _pairing_counters)


def remarks(program: Program, person: Person) -> list[str]:
    """Sentences about how the person stands in the program."""
    return [said for remarker in _remarkers for said in remarker(program, person)]


def further_steps(program: Program) -> list[Step]:
    """The steps of the set-up that stand on pages of the apps above."""
    return [step for maker in _step_makers for step in maker(program)]


def is_set_up_in(model: type[Model]) -> bool:
    """Whether the rows of this model of an app above are part of the set-up."""
    return model in _set_up_in


def copied_models() -> list[type[Model]]:
    """The models of the apps above whose rows a duplicated program takes along."""
    return [model for model, is_copied in _set_up_in.items() if is_copied]
