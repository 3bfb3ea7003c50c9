"""The answer to each question: one sentence, charts whose titles are the finding, tables."""

from reports.answers.answer import Answer, Figure

__all__ = ["Answer", "Figure"]
