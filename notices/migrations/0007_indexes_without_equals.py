"""Indexes in which no two rows are equal: many notices fall due at one instant."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0006_sent_is_told_by_the_notice")]
    operations = [
        migrations.RemoveIndex("notice", "notice_by_state"),
        migrations.RemoveIndex("notice", "notice_by_program"),
        migrations.AddIndex(
            "notice",
            models.Index(
                fields=["state", "-due_at", "-id"],
                include=("kind", "way"),
                name="notice_by_state",
            ),
        ),
        migrations.AddIndex(
            "notice",
            models.Index(fields=["program_id", "-due_at", "-id"], name="notice_by_program"),
        ),
    ]
