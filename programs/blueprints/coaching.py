from django.utils.translation import gettext_lazy as _

from programs.blueprints.shape import Blueprint, Goal, Material, Pace, Step
from programs.models import PlannedMilestone, Program, Resource, Role

Responsible = PlannedMilestone.Responsible

GUIDELINES = _("""## What coaching is, and what it is not

Coaching is short and about one concrete matter: a skill, a task, a situation at work. The coach helps the coachee to find and try out a way of their own. It is not training, not advice from an expert, not supervision and not therapy; a coach who notices that something else is needed says so.

## Six conversations

1. **Agree:** the one thing to work on, and how both will notice that it has got better.
2. **Look:** what happens today, what has been tried, what helps and what gets in the way.
3. **Try:** choose something small that can be done this week.
4. **Look again:** what happened? Keep, change, or drop it.
5. **Make it stick:** what will keep it going when we no longer meet?
6. **Close:** measure, look back, end.

Stop earlier when the goal is reached. That is success.

## Meeting

Every two weeks, forty-five minutes. The coachee comes with what happened since and with what they want from this hour.

## What stays between you

Everything. If the manager asked for the coaching, the three of you agree at the start on the goal and on what the manager will hear; everything they hear comes from the coachee. The exceptions are a danger to somebody's safety and what the law obliges us to report.

## If it does not fit

Either of you may end it at any time, without giving a reason.
""")

COACHING = Blueprint(
    key="coaching",
    kind=Program.Kind.COACHING,
    name=_("Coaching engagement"),
    summary=_(
        "Short and about one concrete thing: six conversations in twelve weeks towards a goal that can be checked."
    ),
    pace=Pace(weeks=12, cadence_days=14, session_minutes=45, checkin_weeks=2),
    purpose=_(
        "To help people get better at one concrete thing that matters in their work now, in about"
        " six conversations over three months, with a goal that can be checked at the end."
    ),
    mentor_term=_("coach"),
    mentee_term=_("coachee"),
    goals=(
        Goal(
            _("Coachees reach their goal"),
            _("share of engagements whose goal is reached, as the coachee judges it"),
            _("75 %"),
        ),
        Goal(
            _("The skill is seen at work"),
            _("coachee's own rating of the skill, first to last conversation, on a scale of 10"),
            _("3 points up"),
        ),
        Goal(
            _("It stays short"),
            _("median length from the first to the last conversation"),
            _("12 weeks or less"),
        ),
    ),
    mentor_expectations=(
        _("Agree on one goal in the first conversation, and hold to it or change it aloud."),
        _("Ask more than you tell; the solution is the coachee's."),
        _("End every conversation with a step, a day, and how it will be noticed."),
        _("Say when something else is needed: training, the manager, a doctor."),
        _("Keep everything to yourself. Reports to managers come from the coachee."),
        _("Finish when the goal is reached, or after six conversations."),
    ),
    mentee_expectations=(
        _("Choose one thing that you want to do better and that you can practise now."),
        _("Try out what you decided between the conversations, and note what happened."),
        _("Be on time and undisturbed: forty-five minutes, no other screens."),
        _("Say when the coaching is not helping, while there is still time to change it."),
        _("Judge honestly at the end how far you got, and share that figure with us."),
    ),
    plan=(
        Step(
            1,
            _("Goal and measure agreed"),
            Responsible.BOTH,
            _("One sentence, and where you stand today on a scale of 10."),
        ),
        Step(
            2,
            _("Today's situation described"),
            Responsible.MENTEE,
            _("Watch yourself for a week: when does it happen, what comes before and after?"),
        ),
        Step(
            4,
            _("First experiment done"),
            Responsible.MENTEE,
            _("Something small, tried in real work; a failed experiment counts."),
        ),
        Step(
            6,
            _("Half-time check"),
            Responsible.MENTOR,
            _("Is it still the right goal? Where on the scale now? What should the coach change?"),
        ),
        Step(
            10,
            _("Plan for afterwards"),
            Responsible.MENTEE,
            _("What and who will keep it going when the conversations have ended?"),
        ),
        Step(
            12,
            _("Goal checked, coaching closed"),
            Responsible.BOTH,
            _("The scale once more, what made the difference, and an end."),
        ),
    ),
    guidelines=GUIDELINES,
    resources=(
        Material(
            Resource.Kind.TEMPLATE,
            _("A goal on one page"),
            _("""- **I want to be able to** … (one thing, in words that an onlooker could check)
- **Today I am at** … of 10, because …
- **At the end I want to be at** … of 10. I will notice by …, others by …
- **The next occasion to practise it is** … on …
- **What usually gets in the way is** …"""),
            for_role=Role.MENTEE,
        ),
        Material(
            Resource.Kind.TRAINING,
            _("A conversation in four steps"),
            _("""Many coaches go by the GROW model (John Whitmore): it fits forty-five minutes.

| Step | Minutes | Questions |
|---|---|---|
| **Goal** | 5 | What do you want from this conversation? How will you know that it was worth it? |
| **Reality** | 15 | What has happened since? What did you do, and with what effect? What have you not tried? |
| **Options** | 15 | What could you do? What else? And if the boss were away? Which of these appeals to you? |
| **Will** | 10 | What will you do, when exactly? How likely is it, out of 10? What would make it a 9? |"""),
            for_role=Role.MENTOR,
        ),
        Material(
            Resource.Kind.GUIDE,
            _("Coaching or mentoring?"),
            _("""| | Coaching | Mentoring |
|---|---|---|
| **About** | one skill, task or situation | a person's way, over time |
| **Lasts** | weeks, about six conversations | half a year or longer |
| **Who knows the subject** | the coach need not | the mentor has been there |
| **Typical sentence** | “What will you try?” | “When I was there, I …” |
| **Done when** | the goal is reached | both have a new footing |

If what you want is the right-hand column, look for a mentoring program instead."""),
        ),
    ),
)
