from __future__ import annotations

from typing import ClassVar

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("notices", "0009_a_second_event_of_a_day")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="announcement",
            name="audience",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), editable=False, null=True
            ),
        ),
    ]
