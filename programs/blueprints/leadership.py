from django.utils.translation import gettext_lazy as _

from programs.blueprints.shape import Blueprint, Goal, Material, Pace, Step
from programs.models import PlannedMilestone, Program, Resource, Role

Responsible = PlannedMilestone.Responsible

GUIDELINES = _("""## How this works

You are paired with a leader outside of your own reporting line. Over nine months you bring the real situations of your work, look at them together, try something, and look again. Leadership is learnt by doing it and thinking about it in good company; the program gives you the company.

## Three strands

1. **Self:** what drives you, how you affect others, what you do under pressure.
2. **People:** giving feedback, delegating, conflict, building a team.
3. **The whole:** strategy, influence without authority, how decisions are made here.

Take them in the order that your work brings them up.

## Meeting

- Every three weeks for an hour to an hour and a half. Bring one real situation each time.
- The mentee writes the agenda; the mentor asks for the thinking behind it.
- Between meetings, the mentee tries one thing out and writes a line about what happened.
- At least once, the mentee accompanies the mentor to something: a board meeting, a difficult negotiation, a customer. Ask those present first.

## What stays between you

Everything personal, and everything about third persons. The mentee's manager knows that the program exists and nothing of what is said in it. The mentor takes no part in appraisal, pay or promotion decisions about the mentee while it lasts; where that cannot be avoided, tell the program team.

## Being a mentor is not being a sponsor

A mentor talks *with* you, a sponsor talks *about* you when you are not in the room. Sponsoring may grow out of this, and nobody may expect it.

## Ending

The last two meetings belong to looking back and to what comes after. Either of you may end earlier, without a reason and without blame.
""")

LEADERSHIP = Blueprint(
    key="leadership",
    kind=Program.Kind.LEADERSHIP,
    name=_("Leadership development"),
    summary=_(
        "For people who lead, or soon will: nine months with an experienced leader from elsewhere in the company."
    ),
    pace=Pace(weeks=39, cadence_days=21, session_minutes=75, checkin_weeks=6),
    purpose=_(
        "To prepare people for their next step in leading others, through regular conversations"
        " about real situations with an experienced leader from another part of the company; and"
        " to make the road to leadership visible to those who do not see themselves on it yet."
    ),
    goals=(
        Goal(
            _("Pairs keep their rhythm"),
            _("share of pairs that meet at least monthly until the end"),
            _("80 %"),
        ),
        Goal(
            _("Mentees lead better, as others see it"),
            _("change in feedback from their team on three questions, start to end"),
            _("half a point of five"),
        ),
        Goal(
            _("More roles are filled from within"),
            _("share of leadership vacancies filled from the company within a year after"),
            _("60 %"),
        ),
        Goal(
            _("The way up is open to all"),
            _(
                "share of women, and of each location, among mentees compared with their share of staff"
            ),
            _("within 5 points"),
        ),
    ),
    mentor_expectations=(
        _("Make time for a good hour every three weeks, for nine months."),
        _("Talk about your failures as openly as about your successes."),
        _("Ask for the mentee's own thinking before you give yours."),
        _("Take the mentee along at least once to something they would not otherwise see."),
        _("Stay out of appraisal, pay and promotion decisions about your mentee."),
        _("Let go in time: the aim is somebody who no longer needs you."),
        _("Keep what you hear to yourself, unless somebody is in danger."),
    ),
    mentee_expectations=(
        _("Bring one real situation to each meeting, with what you have thought about it so far."),
        _("Try out something between meetings, and write down in a line what happened."),
        _("Ask three people you work with for feedback, at the start and at the end."),
        _("Tell your manager that you take part and what you work on, in your own words."),
        _("Do not expect a promotion from it; expect to be ready for one."),
        _("Keep what you hear to yourself: your mentor shows trust too."),
        _("Log your meetings, keep your goals up to date, and answer the surveys honestly."),
    ),
    plan=(
        Step(
            2,
            _("First meeting"),
            Responsible.MENTOR,
            _("Tell each other your story as leaders: the best and the worst you have worked for."),
        ),
        Step(
            4,
            _("Agreement accepted by both"),
            Responsible.BOTH,
            _("Settle how you work together, what stays between you and how either may end it."),
        ),
        Step(
            6,
            _("Feedback gathered"),
            Responsible.MENTEE,
            _(
                "Ask three people what you should keep, start and stop; it is where goals come from."
            ),
        ),
        Step(
            8,
            _("Leadership goals written"),
            Responsible.MENTEE,
            _("Two or three goals, one of them about people, and what reaching them looks like."),
        ),
        Step(
            16,
            _("Accompanied the mentor once"),
            Responsible.MENTOR,
            _("See a decision being made at a level you do not know yet, and talk it through."),
        ),
        Step(
            20,
            _("Half-time review"),
            Responsible.BOTH,
            _("Look at the goals and at the relationship: keep, change or stop what?"),
        ),
        Step(
            30,
            _("Led something of one's own"),
            Responsible.MENTEE,
            _("A project, a change, a difficult conversation: the practice piece of the program."),
        ),
        Step(
            35,
            _("Feedback gathered again"),
            Responsible.MENTEE,
            _("The same three people, the same questions: what has changed?"),
        ),
        Step(
            38,
            _("Closing conversation"),
            Responsible.BOTH,
            _(
                "Look back, name the next step, and decide how you want to know each other from now on."
            ),
        ),
    ),
    guidelines=GUIDELINES,
    resources=(
        Material(
            Resource.Kind.TEMPLATE,
            _("A situation, on one page"),
            _("""Fill it in before you meet. Ten minutes, in keywords.

1. **What happened?** As a camera would have seen it.
2. **What did I do, and what did I feel?**
3. **What might the others have wanted?** Name at least two people.
4. **What would I do again, and what not?**
5. **The question I would like to look at together.**

After the meeting: *What will I try, with whom, by when?*"""),
            for_role=Role.MENTEE,
        ),
        Material(
            Resource.Kind.TEMPLATE,
            _("Three questions to ask for feedback"),
            _("""Ask three people: one you report to, one beside you, one you lead or rely on. Say why you ask, and that a short answer is welcome.

1. What do I do as a leader that I should **keep** doing?
2. What should I **start** doing?
3. What should I **stop** doing?

Listen, say thank you, explain nothing. Bring the answers, without names, to your mentor."""),
            for_role=Role.MENTEE,
        ),
        Material(
            Resource.Kind.TRAINING,
            _("Mentor briefing: from answers to questions"),
            _("""You have been asked because you know a lot. What helps most is to hold it back a little.

- **The first ten minutes are for listening.** Then say in your own words what you heard, and ask whether it is right.
- **Ask about the thinking:** *What made you choose that? What else was possible? What would the other side say?*
- **Offer a story, not a rule.** What worked for you worked for you, then, there.
- **Power:** you may forget your rank, your mentee does not. Say early what you will never pass on, and keep to it.
- **Likeness:** we find it easiest to help those who remind us of ourselves. Notice it.
- **When you are worried** about health, safety or a breach of rules, tell the mentee first, then turn to HR together."""),
            for_role=Role.MENTOR,
        ),
        Material(
            Resource.Kind.GUIDE,
            _("Taking a mentee along"),
            _("""Watching a leader at work, and talking about it, teaches what no meeting can.

- Ask everybody who will be there; introduce the mentee and say that they listen.
- Before: what is at stake, who wants what, what will I try?
- After, the same day: what did you notice? What would you have done? What did I get wrong?"""),
        ),
    ),
)
