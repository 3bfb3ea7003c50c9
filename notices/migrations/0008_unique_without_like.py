"""Refs and Message-IDs are unique as before, without the indexes for LIKE that nobody asks by."""

from __future__ import annotations

from django.db import migrations, models

import kit.refs


class Migration(migrations.Migration):
    dependencies = [("notices", "0007_indexes_without_equals")]
    operations = [
        migrations.AlterField(
            "notice",
            "ref",
            models.CharField(max_length=12, default=kit.refs.new_ref, editable=False),
        ),
        migrations.AlterField("notice", "message_id", models.CharField(max_length=200)),
        migrations.AddConstraint(
            "notice", models.UniqueConstraint(fields=["ref"], name="notice_ref_once")
        ),
        migrations.AddConstraint(
            "notice", models.UniqueConstraint(fields=["message_id"], name="notice_message_id_once")
        ),
    ]
