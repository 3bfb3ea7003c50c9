from django.utils.translation import gettext_lazy as _

from programs.blueprints.shape import Blueprint, Goal, Material, Pace, Step
from programs.models import PlannedMilestone, Program, Resource, Role

Responsible = PlannedMilestone.Responsible

GUIDELINES = _("""## How this works

You stand at about the same level; neither is the other's superior, nor should be soon. The **sharing peer** has lately done what the **learning peer** is about to do, and remembers how it felt. That nearness is the point: advice from ten years further up is rarely about next week.

## Meeting

Every two weeks for about an hour, in working hours. Begin with what happened since, work on one thing, end with what each of you will do by the next time. Halfway through, swap for one meeting: the sharing peer brings a question of their own.

## Give and take

- Show how you did it, with what went wrong left in.
- Ask before you advise: *Do you want an idea, or somebody who listens?*
- Say what you learnt from the other. It is seldom only one of you.

## What stays between you

Everything said here, above all about managers and colleagues you both know. You do not take it to your team, and you do not use it when you both apply for the same post. The exceptions are a danger to somebody's safety and what the law obliges us to report.

## When you come to compete

It happens among equals. Say so at once, leave that matter out, and ask the program team for another pairing if it gets in the way.

## If it does not fit

Either of you may end it, at any time, without giving a reason. The program team finds somebody else.
""")

PEER = Blueprint(
    key="peer",
    kind=Program.Kind.PEER,
    name=_("Peer mentoring"),
    summary=_(
        "Colleagues of about the same level: one has just done what the other is about to do."
    ),
    pace=Pace(weeks=26, cadence_days=14, session_minutes=60),
    purpose=_(
        "To let colleagues of about the same level help each other through what one of them has"
        " lately been through: a first team to lead, a new field, a return to work. Both gain"
        " a confidant outside their own line."
    ),
    mentor_term=_("sharing peer"),
    mentee_term=_("learning peer"),
    shape=Program.Shape.PAIRS,
    goals=(
        Goal(
            _("Pairs meet often enough for it to become easy"),
            _("share of pairs with at least eight meetings in half a year"),
            _("75 %"),
        ),
        Goal(
            _("Learning peers do what they came for"),
            _("share of pairs with at least one goal reached, as the learning peer judges it"),
            _("70 %"),
        ),
        Goal(
            _("It goes both ways"),
            _("sharing peers who agree: “I learnt something that I use in my own work”"),
            _("80 %"),
        ),
    ),
    mentor_expectations=(
        _("Meet every two weeks for half a year, and propose a new date when one falls through."),
        _("Tell how it really was: what went wrong, what you would do differently."),
        _("Listen first, and ask whether advice is wanted."),
        _("Bring a question of your own at half-time; you are not the one who knows it all."),
        _("Say so when you come to compete for the same post or project."),
        _("Keep to yourself what you hear, above all about people you both know."),
    ),
    mentee_expectations=(
        _("Come to each meeting with one thing from your work that you want to get on with."),
        _("Set two or three goals in the first month; they are yours."),
        _("Try something out between meetings, and tell how it went, badly included."),
        _("Give back: your view on their question, an introduction, honest thanks."),
        _("Say so when you come to compete for the same post or project."),
        _("Keep to yourself what you hear, above all about people you both know."),
    ),
    plan=(
        Step(
            1,
            _("First meeting"),
            Responsible.BOTH,
            _("How each of you came here, and what was hard about it."),
        ),
        Step(
            2,
            _("Agreement accepted by both"),
            Responsible.BOTH,
            _("Settle what stays between you, and what you do should you come to compete."),
        ),
        Step(
            4,
            _("Goals set"),
            Responsible.MENTEE,
            _("Two or three, near enough to be reached in half a year."),
        ),
        Step(
            8,
            _("A look over the shoulder"),
            Responsible.MENTOR,
            _("The learning peer watches, or reads along, while the other does it."),
        ),
        Step(
            13,
            _("Half-time: swap the roles"),
            Responsible.BOTH,
            _("One meeting on the sharing peer's question; then, what do you want to change?"),
        ),
        Step(
            20,
            _("Done it oneself"),
            Responsible.MENTEE,
            _("The thing the learning peer came for, done once for real and talked through."),
        ),
        Step(
            25,
            _("Closing conversation"),
            Responsible.BOTH,
            _("What each takes along, and whether you go on meeting without the program."),
        ),
    ),
    guidelines=GUIDELINES,
    resources=(
        Material(
            Resource.Kind.TEMPLATE,
            _("The first meeting between equals"),
            _("""An hour, in this order; skip what you know already.

1. **Where we stand** (15 minutes): what each does now, since when, and what came before.
2. **What was hard** (15 minutes): the sharing peer tells of one thing that went wrong.
3. **What it is about** (15 minutes): what the learning peer wants to be able to do in half a year.
4. **How we do it** (10 minutes): when, where, what stays between us, what if we compete.
5. **Next time** (5 minutes): the date, and one thing to bring."""),
        ),
        Material(
            Resource.Kind.TRAINING,
            _("Briefing for sharing peers: near enough to help"),
            _("""- You were asked because you did it **lately**. Half-remembered detail is worth more than principle.
- The commonest mistake among equals is to swap complaints. Ten minutes are fine; then: *what could you do about it?*
- The second is to solve it for them. Ask what they have tried, and wait.
- You need no rank for this. If a matter needs somebody with a say in it, help to find that person.
- Three questions that serve in most meetings: *What would be good enough? What is the smallest next step? What are you not saying?*"""),
            for_role=Role.MENTOR,
        ),
        Material(
            Resource.Kind.GUIDE,
            _("Briefing for learning peers: getting the most from an equal"),
            _("""- Bring **one** thing that is on your desk now, not your career.
- Ask for the story, then for the advice: *How was it the first time you did this?*
- You may disagree. Nobody here assesses you.
- Send two lines the day before: what happened since, what you want to talk about.
- Give something back early; it makes asking easier."""),
            for_role=Role.MENTEE,
        ),
    ),
)
