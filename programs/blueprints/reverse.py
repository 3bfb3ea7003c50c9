from django.utils.translation import gettext_lazy as _

from programs.blueprints.shape import Blueprint, Goal, Material, Pace, Step
from programs.models import PlannedMilestone, Program, Resource, Role

Responsible = PlannedMilestone.Responsible

GUIDELINES = _("""## How this works

Here the more junior person is the **mentor** and the senior one **learns**. It is about what people high up no longer see from there: how the work feels, what younger or different colleagues expect, tools and habits that are new, what it is like to be in a minority here.

## Rank stays at the door

- The mentor sets the topics together with the senior colleague and leads the conversation.
- The senior colleague asks, listens and tries things out. No defending, no explaining why it has to be like this.
- Meet on neutral ground or where the mentor works, not in the senior colleague's office.

## Meeting

Every three weeks for about forty-five minutes. Each meeting has one topic and ends with one thing that the senior colleague will do differently or try before the next.

## What stays between you

What the mentor says has no consequences for them: not in appraisal, not in the next project, not in the corridor. The senior colleague may pass on what they learnt, never who said it. If a mentor feels that it had consequences, they turn to the program team at once.

## If it does not fit

Either of you may end it, at any time, without giving a reason. For the mentor the program team does the telling, if they like.
""")

REVERSE = Blueprint(
    key="reverse",
    kind=Program.Kind.REVERSE,
    name=_("Reverse mentoring"),
    summary=_(
        "Senior leaders learn from colleagues who see what they do not: from the start of a career, or from the margins."
    ),
    pace=Pace(weeks=26, cadence_days=21, session_minutes=45),
    purpose=_(
        "To let senior leaders learn first-hand from colleagues with another view, of new"
        " technology, of generations, of what it is like to work here; and to give these"
        " colleagues a hearing, confidence and a network."
    ),
    mentee_term=_("learning leader"),
    shape=Program.Shape.PAIRS,
    goals=(
        Goal(
            _("Pairs keep meeting, full diaries or not"),
            _("share of pairs with at least six meetings in half a year"),
            _("80 %"),
        ),
        Goal(
            _("Leaders do something with it"),
            _("leaders who name at least one thing they changed, confirmed by their mentor"),
            _("three in four"),
        ),
        Goal(
            _("Mentors feel safe and heard"),
            _("mentors who agree: “I could say what I think without having to fear anything”"),
            _("95 %"),
        ),
    ),
    mentor_expectations=(
        _("Say what you see and think, kindly and plainly; that is what you were asked for."),
        _("Choose the topic of each meeting together, and prepare one example from your work."),
        _("Show and try out rather than lecture: ten minutes with a tool beat a slide."),
        _("Speak for yourself, not for everybody of your age, origin or gender."),
        _("Turn to the program team if anything you said has been held against you."),
        _("Keep to yourself what you learn about people and plans."),
    ),
    mentee_expectations=(
        _("Protect the appointments in your diary; if one must move, you propose the new date."),
        _("Ask and listen. Do not defend, correct, or explain why it cannot be otherwise."),
        _("Try one thing out after each meeting, and tell your mentor how it went."),
        _("See to it that nothing said here has consequences for your mentor."),
        _("Pass on what you learnt without saying from whom."),
        _("Thank your mentor in a way that counts: credit, time, a door opened."),
    ),
    plan=(
        Step(
            2,
            _("First meeting"),
            Responsible.MENTEE,
            _("The senior colleague comes to the mentor; both say what they hope for and fear."),
        ),
        Step(
            4,
            _("Agreement accepted by both"),
            Responsible.BOTH,
            _("Settle what is safe to say, what may be passed on and how either may end it."),
        ),
        Step(
            5,
            _("Three topics chosen"),
            Responsible.BOTH,
            _(
                "What the senior colleague wants to understand, and what they had better understand."
            ),
        ),
        Step(
            9,
            _("A day in the other's work"),
            Responsible.MENTOR,
            _("Half a day beside the mentor shows more than any report."),
        ),
        Step(
            13,
            _("Half-time review"),
            Responsible.BOTH,
            _("Who talks more? What has changed? Is it still safe to say everything?"),
        ),
        Step(
            20,
            _("One thing changed"),
            Responsible.MENTEE,
            _("A visible change in how the senior colleague works, decides or speaks."),
        ),
        Step(
            25,
            _("Closing conversation"),
            Responsible.BOTH,
            _("What both take along, what may be told to others, and how you stay in touch."),
        ),
    ),
    guidelines=GUIDELINES,
    resources=(
        Material(
            Resource.Kind.GUIDE,
            _("Topics that have proved worthwhile"),
            _("""Take what fits, leave the rest.

- **Work as it is:** What takes up your time and should not? What do people say in the kitchen?
- **Tools:** Show me how you find, write and share things. What do we forbid that everybody uses?
- **Staying and going:** Why did your friends leave? What would keep you?
- **Belonging:** When did you last feel out of place here? What had happened just before?
- **How I come across:** What do you hear when I speak to all staff? What would you leave out?"""),
        ),
        Material(
            Resource.Kind.TRAINING,
            _("Briefing for those who learn: how to listen upwards"),
            _("""- **Say early, and mean it,** that nothing said here will have consequences. Then expect to be tested.
- **Count who talks.** If it is more than half you, ask a question.
- **Three sentences to keep back:** “We tried that once.” “You have to see it in context.” “But surely not everybody.”
- **Say what you heard** before you say what you think.
- **Do one thing** that your mentor can see by the next meeting. It is worth more than thanks."""),
            for_role=Role.MENTEE,
        ),
        Material(
            Resource.Kind.TRAINING,
            _("Briefing for mentors: leading a conversation with somebody above you"),
            _("""- You have been asked because they do not know what you know. You owe no expertise beyond your own experience.
- Prepare one example and one question for each meeting. That is enough.
- A sentence that opens: *May I tell you how that looks from where I sit?*
- A sentence that closes: *I would rather not go into that.* It needs no reason.
- You may stop at any time. The program team tells the other side, if you prefer."""),
            for_role=Role.MENTOR,
        ),
    ),
)
