from django.utils.translation import gettext_lazy as _

from programs.blueprints.shape import Blueprint, Goal, Material, Pace, Step
from programs.models import PlannedMilestone, Program, Resource, Role

Responsible = PlannedMilestone.Responsible

GUIDELINES = _("""## How this works

Mentoring is a conversation that goes on over months between somebody who wants to learn and somebody who has been there. The mentee sets the direction and does the work; the mentor asks, tells what they have seen, and makes introductions. It is not supervision, and nothing said here counts in an appraisal.

## Your first two meetings

Use the first to get to know each other and the second to agree: what you work on, how often you meet, how you write to each other in between, what stays between you, and how either of you may end it. Write the agreement down here; both of you accept it.

## Meeting

- Every two to three weeks, about an hour. Regularity does more than length.
- The mentee writes the agenda, ideally two days ahead. Whatever is left open carries over.
- End each meeting with one thing that somebody will do before the next.
- If you have not met for a month, call each other. It happens to every pair.

## What stays between you

Everything personal. Neither managers, nor HR, nor the program team can read your notes and agenda. The only exceptions are a danger to somebody's safety and what the law obliges us to report.

## Ending

Ending well is part of it. Plan the last conversation early, look back at what was reached, and decide how you want to know each other from then on. If it does not fit, either of you may end it sooner, without a reason and without blame; we will look for another match.
""")

CONTRACT = _("""Questions for your second meeting. Write the answers into your agreement.

1. **What for?** What should be different for the mentee at the end? How would both of you notice?
2. **How often, how long, where?** What do we do when one of us has to move an appointment?
3. **In between?** Which messages are welcome, and how quickly does one answer?
4. **What stays between us?** What may be told to whom? What about things a mentor would have to act on?
5. **What is not part of it?** For example: a promotion, a decision that belongs to the manager.
6. **How do we tell each other that something is not working?** And how may either of us end it?
""")

QUESTIONS = _("""Good questions do more than good advice. Ask one, then count to ten.

- **To begin:** What would make this hour worth it for you?
- **To see clearly:** What is really the difficulty here? What have you tried? Who sees it differently?
- **To widen:** What would you do if you could not fail? What would somebody you admire do?
- **To choose:** Which of these would you regret not having tried?
- **To act:** What will you do, by when? What could stop you, and who could help?
- **To look back:** What did you learn about yourself?

Before you tell your own story, ask whether it is wanted: *I have been in something similar. Shall I tell you?*
""")

GOAL_SHEET = _("""One goal is enough to begin with, three are the most.

- **What I want to reach** (in one sentence, in your own words)
- **What it looks like when it is reached** (what would others see?)
- **Why it matters to me now**
- **What I can do for it myself**, and **what I want from my mentor**
- **The first step**, and by when

Talk about it with your mentor in the third meeting; change it whenever it stops being true.
""")

DEVELOPMENT = Blueprint(
    key="development",
    kind=Program.Kind.DEVELOPMENT,
    name=_("Employee development"),
    summary=_(
        "For anybody who wants to grow in a skill or a direction: the broad, half-year program."
    ),
    pace=Pace(weeks=26, cadence_days=14, session_minutes=60),
    purpose=_(
        "To help people grow in the direction they choose, by learning from a colleague who has"
        " gone part of the way, and to bring people together who would otherwise not have met."
    ),
    goals=(
        Goal(
            _("Pairs meet regularly"),
            _("share of pairs that meet at least every three weeks"),
            _("75 %"),
        ),
        Goal(
            _("Mentees reach what they set out to reach"),
            _("share of mentees' own goals reached or replaced on purpose by the end"),
            _("60 %"),
        ),
        Goal(
            _("Knowledge crosses departments"),
            _("share of pairs from two different departments"),
            _("70 %"),
        ),
        Goal(
            _("Both sides find it worth their time"),
            _("share who would take part again"),
            _("85 % of mentees, 80 % of mentors"),
        ),
    ),
    mentor_expectations=(
        _("Make time for about two hours a month, for half a year."),
        _("Ask and listen first; tell what you know when it is wanted."),
        _("Say honestly what you see, also what is hard to hear."),
        _("Open a door where you can: a person, a meeting, something to read."),
        _("Leave decisions about work, appraisal and pay to the mentee's manager."),
        _("Keep what you hear to yourself, unless somebody is in danger."),
        _("Tell the program team when you no longer can, before it goes quiet."),
    ),
    mentee_expectations=(
        _("Own your goals: choose them, write them down, and work on them between meetings."),
        _("Set the date and the agenda of each meeting; come prepared."),
        _("Try things out, and tell your mentor how it went."),
        _("Ask for feedback, and take it as a gift: you decide what to do with it."),
        _("Respect your mentor's time; move appointments a day ahead at least."),
        _("Keep what you hear to yourself."),
        _("Log your meetings, tick off your milestones, and answer the surveys honestly."),
    ),
    plan=(
        Step(
            1,
            _("First meeting"),
            Responsible.MENTOR,
            _("Get to know each other: paths, turning points, what each hopes for."),
        ),
        Step(
            3,
            _("Agreement accepted by both"),
            Responsible.BOTH,
            _("Settle how you work together, what stays between you and how either may end it."),
        ),
        Step(
            5,
            _("Goals written"),
            Responsible.MENTEE,
            _("One to three goals of your own, and what reaching them looks like."),
        ),
        Step(
            13,
            _("Half-time review"),
            Responsible.BOTH,
            _("Look at the goals and at the relationship: keep, change or stop what?"),
        ),
        Step(
            18,
            _("Something new tried out"),
            Responsible.MENTEE,
            _("A presentation, a conversation, a project: learning needs a real occasion."),
        ),
        Step(
            22,
            _("Ending prepared"),
            Responsible.MENTOR,
            _("Four weeks ahead: what is still open, and what do you want from the rest?"),
        ),
        Step(
            26,
            _("Closing conversation"),
            Responsible.BOTH,
            _("Look back, say thank you, and decide how you want to know each other from now on."),
        ),
    ),
    guidelines=GUIDELINES,
    resources=(
        Material(Resource.Kind.TEMPLATE, _("Questions for your agreement"), CONTRACT),
        Material(Resource.Kind.TEMPLATE, _("Goal sheet"), GOAL_SHEET, for_role=Role.MENTEE),
        Material(
            Resource.Kind.TRAINING,
            _("Mentor briefing: questions that help"),
            QUESTIONS,
            for_role=Role.MENTOR,
        ),
        Material(
            Resource.Kind.GUIDE,
            _("The four phases of a mentoring relationship"),
            _("""Most relationships pass through the same four phases (after Kathy Kram, *Mentoring at Work*).

1. **Beginning:** you find out who the other is and what can be expected. Polite, a bit careful. Meet often.
2. **Growing:** trust is there, the hard topics come up, and most of the learning happens.
3. **Letting go:** the mentee needs the mentor less. This may feel like the energy is gone; it is success.
4. **A new footing:** you know each other as colleagues, perhaps as friends. Say aloud that the program part is over.

If you are stuck, ask yourselves in which phase you are, and whether you both think the same."""),
        ),
    ),
)
