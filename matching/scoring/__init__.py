"""How well two fit, from 0 to 100, and which rules keep two apart.

    score(i, j) = 100 · Σ weight(c) · value(c, i, j) / Σ weight(c)

over the criteria c that apply, each value from 0 to 1:

objectives     Σ fit / priority ÷ Σ 1 / priority over what the mentee wants to learn. `fit` is 0
               where the mentor does not offer it or stands below the mentee, 0.4 at the same level,
               0.8 one level above, 1 further above; where the program wants the mentor strictly
               above, the same level counts 0. Who wants nothing in particular has 0 with everybody.
level_gap      1 where the mentor's job level is `gap_from` to `gap_to` above the mentee's, half for
               one level outside of that, 0 from two.
department     1 where the two departments are as wished (same or different), else 0.
location       the same for where the two work.
hours          the hours a month that the mentor has ÷ those the mentee hopes for, at most 1.
time_zone      the hours in which both work (9 to 17 by their own clocks) ÷ 4, at most 1.
languages      the share of the mentee's languages that the mentor speaks too.
mentee_wishes  1 where the mentor is the mentee's first wish, 0.8 the second … 0.2 the fifth, else
               0; half with everybody where the mentee wished for nobody who is here.
mentor_wishes  the same the other way round.
question-7     answers to a question of the program's own. One answer: 1 where both gave the same.
               Some: those both chose ÷ those either chose (Jaccard, 1901). A scale from 1 to 5:
               1 less the distance ÷ 4. Where the more different is the better: 1 less that.

What is not known of one of the two counts half, so that nobody wins or loses by a gap in the
records. A criterion that tells nobody apart has no share, and the others make up the whole between
them: department and location where the program does not mind, wishes where nobody here wished for
anybody here, a question that nobody here answered. Which shares were in force is kept with a run.

Hard rules keep two apart whatever their score (`RULES`). The level and department rules do so only
where both are known; a common language must have been named by both. Who is locked together despite
a rule passes all but `ALWAYS`.

Everything is done on rows of mentees at once, a block at a time, so that memory stays at one table
of scores whatever the number of criteria. Pure: numpy and scipy alone.
"""

from matching.scoring.arrays import Bools, Floats, Ints
from matching.scoring.criteria import (
    ALWAYS,
    CRITERIA,
    DEFAULT_WEIGHT_OF_A_QUESTION,
    DEFAULT_WEIGHTS,
    RULES,
    Criteria,
    applying_to,
    of_question,
    question_of,
)
from matching.scoring.people import Asked, Member, Mentee, Mentor, Pool, Topic
from matching.scoring.table import ROWS_AT_ONCE, Table
from matching.scoring.values import common_minutes

__all__ = [
    "ALWAYS",
    "CRITERIA",
    "DEFAULT_WEIGHTS",
    "DEFAULT_WEIGHT_OF_A_QUESTION",
    "ROWS_AT_ONCE",
    "RULES",
    "Asked",
    "Bools",
    "Criteria",
    "Floats",
    "Ints",
    "Member",
    "Mentee",
    "Mentor",
    "Pool",
    "Table",
    "Topic",
    "applying_to",
    "common_minutes",
    "of_question",
    "question_of",
]
