"""What a mail tells HR each month: the answers of the overview, as its page says them."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from reports.answers.overview import as_of


def sentences(now: datetime) -> list[str]:
    """One a question, each with its question before it. Small groups are hidden as on the page."""
    found = as_of(now.date())
    return [f"{question.title} {question.answer}" for question in found.questions]


def page() -> str:
    return reverse("reports")
