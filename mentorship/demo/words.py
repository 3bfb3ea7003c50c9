"""What the people of the demo write. Invented, and meant to be believable."""

HOPES = (
    "I would like somebody outside of my team to think with, honestly and without an agenda.",
    "I am ready for more responsibility and want to find out what that asks of me.",
    "I have learnt most from people who asked good questions. I would like to find one more.",
    "I want to get better at saying what I think when the room is full of seniors.",
    "My next step is unclear to me. I hope to see it more clearly in half a year.",
    "I moved here a year ago and still miss the informal part of how things work.",
    "I want to learn how decisions are really made, and how to prepare one.",
)
OFFERS = (
    "I had two mentors who made a difference. I would like to pass that on.",
    "I can listen, ask, and open a few doors. I do not have ready answers.",
    "I enjoy watching people find their own way, and I learn from how they see the company.",
    "I made the mistakes already; perhaps that saves somebody a few.",
    "I would like to understand how those who joined lately see us.",
)
AGENDA = (
    "How to say no to the third project without closing a door",
    "The presentation for the steering group: what to leave out",
    "Feedback that I got and do not agree with",
    "What a week of a team lead really looks like",
    "How to prepare the talk about my salary",
    "A conflict between two colleagues that lands on my desk",
    "Which conference is worth the time",
    "Reading list: one book a quarter, which one next?",
    "How you decided between expert and manager",
    "Delegating without checking every evening",
    "My network outside of the department is three people",
    "How do I get seen without shouting?",
    "What the reorganisation means for my plans",
    "Rehearse the opening of my talk",
    "Working with a boss who changes direction often",
    "How to give bad news upwards",
    "Half-time: is this still what we want to work on?",
    "The first hundred days in a new role",
    "Asking better questions in reviews",
    "What I would do with a day a week of my own",
)
SHARED_NOTES = (
    "We agreed to try one small thing before we meet again: speak first in one meeting.",
    "Good talk. Next time we look at the draft together.",
    "The question that stuck: what would you do if nobody could be disappointed?",
    "Three options on the table, decision in two weeks.",
    "Rehearsed it twice; the second time was already much shorter.",
    "Names of two people to talk to in the other department.",
    "We went through the feedback line by line; half of it is about one meeting.",
    "Short one today, mostly listening.",
)
PRIVATE_NOTES = (
    "More tired than usual today; ask how the family is next time.",
    "I talked too much. Ask more, tell less.",
    "I did not dare to bring up the application. Next time first thing.",
    "Felt good to be taken seriously.",
)
GOALS = (
    ("Lead a project from start to end", "One project delivered, with my name on the plan"),
    ("Speak up in meetings with senior people", "I say something of weight once in each one"),
    ("Find out whether I want to lead people", "I can give a clear yes or no, and say why"),
    ("Build a network beyond my department", "Five people I can call for advice"),
    ("Give feedback that helps", "Three people tell me that they used it"),
    ("Prepare for the next level", "My manager and I agree on what is missing, in writing"),
    ("Present to the management board", "Done once, and asked back"),
    ("Plan my time so that deep work fits in", "Two free mornings a week for a month"),
    ("Understand how our numbers work", "I can explain the quarterly report to a new colleague"),
    ("Write proposals that get decided", "Two proposals decided within a month"),
)
ACTIONS = (
    "Ask two people for feedback on my last presentation",
    "Send the draft two days before we meet",
    "Have lunch with somebody from another department",
    "Write down what I did well this week, every Friday",
    "Introduce you to the head of the other group",
    "Read the first three chapters",
    "Ask for the lead of the next small project",
    "Say no to one thing",
    "Share the template of my own development plan",
    "Sit in on one meeting of the steering group",
)
STEPS = (
    "First try, shaky but done",
    "Got an answer I did not expect",
    "Harder than I thought; keeping at it",
    "It worked, twice in a row",
    "",
)
HELP = (
    "We have tried three times to find a date and it never works out. Could somebody help?",
    "I am not sure that we are a good match, and I do not want to hurt anybody. What can I do?",
)
DECLINE_REASON = (
    "There are more applications than places this time. You stand first for the next round."
)
ASKING = (
    "I am new and would like to understand how decisions are really made here.",
    "I hope for somebody outside of my team to talk with about how to begin well.",
    "What you do is what I would like to do in five years. How did you get there?",
    "I find it hard to speak up among so many new people. You seem to do it easily.",
)
NO = "I would like to, but I do not have the time for one more person at the moment."
SKILLS = (
    "Negotiation",
    "Software architecture",
    "Data analysis",
    "People management",
    "Leadership",
    "Finance",
    "Public speaking",
    "Project management",
    "Product management",
    "Coaching others",
    "Writing",
    "Strategy",
)
QUESTIONS = (  # text, kind, options, counts, must be answered
    (
        "How do you like to meet?",
        "one",
        ("On site", "By video", "Either is fine"),
        "same",
        True,
    ),
    (
        "When do you usually have an hour?",
        "some",
        ("Early mornings", "Over lunch", "Late afternoons", "Evenings"),
        "",
        False,
    ),
    ("How much structure do you like in a conversation?", "scale", (), "same", False),
)
CHECK_INS = {  # by answer; mostly nothing is added
    "well": ("", "", "", "I look forward to each time.", "We have found our way of talking."),
    "so_so": ("", "", "We could do with a clearer plan.", "A fixed time each month would help."),
    "badly": ("", "It is hard to find a date at all.", "I am not sure what we want to reach."),
}
OWN_WORDING = (  # a kind of notice, its subject, its text
    "session_tomorrow",
    "Your next hour with {others}: {session_day}, {session_time}",
    """{session_day} at {session_time} ({zone} time) is yours: {minutes} minutes, {how}.

Take five minutes before it and write down the one thing that you want to leave with. \
If the day does not fit any more, move it rather than drop it.""",
)
ANNOUNCEMENT = (  # its subject, its text
    "Half-time lunch: come and meet the other pairs",
    """Half of our time together is over, and many of you have told us how well it goes.

We would like to hear more over lunch, in the canteen, next Thursday at noon. Come with \
your mentor or mentee, or alone; there is nothing to prepare, and nobody has to give a speech.""",
)
ANNOUNCEMENT_DRAFT = (
    "An hour among mentors",
    """What do you do when somebody only nods? Bring a question like that, and take one home.

The first Tuesday of next month, four in the afternoon, by video. The link follows.""",
)
