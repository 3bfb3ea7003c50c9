from django.utils.translation import gettext_lazy as _

from programs.blueprints.shape import Blueprint, Goal, Material, Pace, Step
from programs.models import PlannedMilestone, Program, Resource, Role

Responsible = PlannedMilestone.Responsible

GUIDELINES = _("""## How this works

You have been paired with somebody outside of your reporting line, so that no question is too small. The manager of the newcomer sets the work and judges it; the mentor explains how things are really done here, opens doors and listens.

## Meeting

- Meet within the first week, then every week for a month, then every other week.
- Thirty to forty-five minutes are enough. Walk, have lunch, or call: it need not be a meeting room.
- The newcomer brings the questions; the mentor brings the context behind the answers.

## What stays between you

What is said stays between the two of you. The only exceptions are a danger to somebody's safety and what the law obliges us to report; the mentor says so before acting.

## If it does not fit

Either of you may ask the program team for another match, at any time and without giving a reason. Nobody is to blame.
""")

FIRST_MEETING = _("""Forty-five minutes, best in the first week.

1. **Who we are** (15 min). What brought you here? What did you do before? What do you hope this place is?
2. **How the place works** (15 min). Who decides what. Which meetings matter. Which words everybody uses and nobody explains.
3. **The first weeks** (10 min). What are you expected to deliver, and who can help? Whom should you meet?
4. **How we go on** (5 min). When we meet, how we write to each other in between, what stays between us.
""")

PEOPLE_MAP = _("""A table to fill in together. It is worth more than an organisation chart.

| Question | Who | Have I met them? |
|---|---|---|
| Who decides about my work besides my manager? | | |
| Who depends on what I do? | | |
| Whom do people ask when something is broken? | | |
| Who has been here longest and likes to explain? | | |
| Who started when I did? | | |
""")

ONBOARDING = Blueprint(
    key="onboarding",
    kind=Program.Kind.ONBOARDING,
    name=_("New-hire onboarding"),
    summary=_("For people in their first months: somebody to ask, who is not their manager."),
    pace=Pace(weeks=13, cadence_days=7, session_minutes=45),
    purpose=_(
        "To help everybody who joins us feel welcome, understand how we work and do good work"
        " within their first three months, with the help of a colleague outside of their reporting"
        " line."
    ),
    mentee_term=_("newcomer"),
    goals=(
        Goal(
            _("Newcomers meet their mentor early"),
            _("share of pairs that met within 7 days of the start"),
            _("95 %"),
        ),
        Goal(
            _("Newcomers find their feet"),
            _("share who say by week 12 that they know what is expected of them and whom to ask"),
            _("90 %"),
        ),
        Goal(
            _("Fewer people leave in their first year"),
            _("share still employed 12 months after their start"),
            _("5 points above the last two years"),
        ),
    ),
    mentor_expectations=(
        _("Meet your newcomer in their first week, and weekly in their first month."),
        _("Answer small questions within a working day; say so when you are away."),
        _("Introduce them to at least five people beyond their own team."),
        _("Listen and explain. Leave tasks, appraisal and pay to their manager."),
        _("Keep what they tell you to yourself, unless somebody is in danger."),
        _("Close the pairing in a last conversation, and tell us how it went."),
    ),
    mentee_expectations=(
        _("Bring your questions, and write them on the agenda as they come up."),
        _("Keep the appointments you agreed, or move them in good time."),
        _("Set yourself one to three goals for your first three months."),
        _("Tell your mentor honestly what is hard; it stays between you."),
        _("Log your meetings: date and length are enough."),
        _("Say how it went at the half and at the end, so that the next ones have it better."),
    ),
    plan=(
        Step(
            1,
            _("First meeting"),
            Responsible.MENTOR,
            _("Get to know each other and settle when you meet and what stays between you."),
        ),
        Step(
            2,
            _("Map of people and places"),
            Responsible.BOTH,
            _("Know who decides, who helps and whom to meet in the first month."),
        ),
        Step(
            4,
            _("Goals for the first three months"),
            Responsible.MENTEE,
            _("Turn what is expected into one to three goals of your own."),
        ),
        Step(
            6,
            _("Half-time review"),
            Responsible.BOTH,
            _("Look back: what has helped, what is missing, is this still the right match?"),
        ),
        Step(
            9,
            _("Five introductions made"),
            Responsible.MENTOR,
            _("A network beyond one's own team is what makes people stay."),
        ),
        Step(
            12,
            _("Closing conversation"),
            Responsible.BOTH,
            _("Say what you take along, and how you want to stay in touch without the program."),
        ),
        Step(
            13,
            _("Closing survey"),
            Responsible.MENTEE,
            _("Tell the program team what the next newcomers need."),
        ),
    ),
    guidelines=GUIDELINES,
    resources=(
        Material(Resource.Kind.TEMPLATE, _("Agenda for the first meeting"), FIRST_MEETING),
        Material(
            Resource.Kind.TEMPLATE, _("Map of people to meet"), PEOPLE_MAP, for_role=Role.MENTEE
        ),
        Material(
            Resource.Kind.TRAINING,
            _("Mentor briefing: being a good host"),
            _("""Half an hour of reading and thinking before your newcomer arrives.

- Remember your own first week. What did nobody tell you? Start there.
- Ask before you advise: *What have you tried? What would you do if I were not here?*
- Silence in the third week is common and rarely means that all is well. Call.
- You are not their manager. When a question is about tasks, workload or pay, help them put it to the one who decides.
- If you hear of harassment, danger or a crisis, listen, promise nothing you cannot keep, and turn to HR or the confidential contact together."""),
            for_role=Role.MENTOR,
        ),
    ),
)
