from django.db import migrations, models

import kit.refs


class Migration(migrations.Migration):
    """No draw was ever made without a ref: what draws came after this."""

    dependencies = [("participants", "0002_answers_wishes_bars_and_draws")]

    operations = [
        migrations.AddField(
            model_name="draw",
            name="ref",
            field=models.CharField(
                default=kit.refs.new_ref, editable=False, max_length=12, unique=True
            ),
        ),
    ]
