from __future__ import annotations

from django.utils.translation import gettext as _

from kit.csvs import CsvResponse
from reports.answers import Answer
from reports.tables import export_heading, export_rows


def export_of(name: str, answer: Answer) -> CsvResponse:
    """The page's own tables; what is hidden there is hidden here."""
    return CsvResponse(f"{_('report')}-{name}", export_heading(), export_rows(answer.tables))
