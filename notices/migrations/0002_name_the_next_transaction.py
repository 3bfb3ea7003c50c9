from django.db import migrations


class Migration(migrations.Migration):
    """`_by` is a person everywhere; what stands here is the number of a transaction."""

    dependencies = [("notices", "0001_initial")]
    operations = [
        migrations.RenameField("bookmark", "seen_by", "next_transaction"),
    ]
