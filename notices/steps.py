"""What notices add to the set-up of a program."""

from __future__ import annotations

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notices import channels
from notices.timing import mail_calendar, setting
from programs.models import Program
from programs.steps import Step


def in_set_up(program: Program) -> list[Step]:
    """All steps, read in two queries."""
    rows = list(
        Program.objects.filter(pk=program.pk)
        .annotate(
            many_channels=Count("channels", distinct=True),
            many_wordings=Count("wordings", distinct=True),
        )
        .order_by()
        .values_list(*setting.COLUMNS, "many_channels", "many_wordings")
    )
    many_channels, many_wordings = rows[0][len(setting.COLUMNS) :]
    own = setting.from_rows(row[: len(setting.COLUMNS)] for row in rows)
    return [
        setting.step(own),
        mail_calendar.step(program, own),
        channels.step(many_channels),
        wording(many_wordings),
    ]


def wording(count: int) -> Step:
    """The program's own words, for so many kinds."""
    said = ngettext("%(n)d notice in your own words", "%(n)d notices in your own words", count) % {
        "n": count
    }
    return Step(
        "program-wordings",
        _("Wording of the notices"),
        said if count else _("What the mails of this program say. The usual words will do."),
        is_written=count > 0,
    )
