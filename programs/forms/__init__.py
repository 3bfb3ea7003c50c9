"""What a program admin fills in, one small form for each step of the set-up."""

from programs.forms.checking import LONGEST_TEXT, take_errors
from programs.forms.making import DuplicateForm, NewProgramForm
from programs.forms.parts import GoalForm, MilestoneForm, QuestionForm, ResourceForm
from programs.forms.setting_up import BasicsForm, DatesForm, PairingUpForm
from programs.forms.writing import AdminSearchForm, ExpectationsForm, GuidelinesForm

__all__ = [
    "LONGEST_TEXT",
    "AdminSearchForm",
    "BasicsForm",
    "DatesForm",
    "DuplicateForm",
    "ExpectationsForm",
    "GoalForm",
    "GuidelinesForm",
    "MilestoneForm",
    "NewProgramForm",
    "PairingUpForm",
    "QuestionForm",
    "ResourceForm",
    "take_errors",
]
