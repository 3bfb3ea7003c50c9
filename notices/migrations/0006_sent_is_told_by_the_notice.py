"""That a notice reached its reader is told by the notice alone, and how: until now by mail."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def forwards(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("notices", "Notice").objects.filter(state="sent", way="").update(way="mail")
    apps.get_model("notices", "Attempt").objects.filter(outcome="sent").delete()


def backwards(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    attempts = apps.get_model("notices", "Attempt")
    sent = apps.get_model("notices", "Notice").objects.filter(state="sent", way="mail")
    rows = sent.annotate(claimed=F("claimed_at")).values_list("pk", "claimed", "settled_at")
    attempts.objects.bulk_create(
        [
            attempts(notice_id=pk, claimed_at=claimed or settled, ended_at=settled, outcome="sent")
            for pk, claimed, settled in rows.iterator()
        ],
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_lighter_indexes")]
    operations = [migrations.RunPython(forwards, backwards)]
