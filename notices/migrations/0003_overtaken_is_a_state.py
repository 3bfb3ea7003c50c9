"""What was dropped since a newer notice says it is overtaken; the weekly mail on quiet pairs has
become part of the week of a program."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.functions import Now


def forwards(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    notices = apps.get_model("notices", "Notice").objects
    notices.filter(state="dropped", why="superseded").update(state="superseded")
    notices.filter(kind="quiet_pairs", state__in=["planned", "claimed"]).update(
        state="superseded", why="superseded", settled_at=Now(), claimed_until=None
    )


def backwards(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    notices = apps.get_model("notices", "Notice").objects
    notices.filter(state="superseded").update(state="dropped", why="superseded")


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_inbox_digests_timing_and_channels")]
    operations = [migrations.RunPython(forwards, backwards)]
