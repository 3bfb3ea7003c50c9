"""A finished run checked once more, from what it kept and who is there."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kit.refusals import Refused
from matching import criteria, pool, proofs
from matching.models import Proof, Run


class NotAsItWas(Refused):
    """The people of the program are not those of the run any more, or it never came to an end."""


def gap_of(run: Run) -> float:
    """How far from the best the proposals of `run` may be; 0.0 says that they are proven best.

    The proposals as they stand in the database are checked against the prices kept with the run, by
    `matching.certificate` alone; nothing is solved. Raises `NotAsItWas`, or what the checker raises
    where the proposals break a rule or the prices prove nothing.
    """
    if run.state != Run.State.DONE or run.started_at is None:
        raise NotAsItWas(_("This run has no result that could be checked."))
    people = pool.read(run.program, on=run.started_at.date())
    if pool.fingerprint(people) != run.fingerprint:
        raise NotAsItWas(
            _("Since this run, people, their answers or the rulings have changed. Run it again.")
        )
    pairs = list(run.proposals.values_list("mentee", "mentor"))
    cases = Proof.objects.filter(run=run).values_list("cases", flat=True).first()
    stored = run.certificate if cases is None else run.certificate | {"cases": cases}
    return proofs.check(people, criteria.of(run), pairs, stored)
