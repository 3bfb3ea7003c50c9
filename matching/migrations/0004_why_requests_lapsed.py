from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0003_outlooks")]

    operations = [
        migrations.AddField(
            model_name="request",
            name="lapsed_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("time", "no answer in time"),
                    ("full", "no place left"),
                    ("placed", "the mentee has a mentor by now"),
                    ("gone", "one of the two does not take part any more"),
                    ("over", "nobody is asked here any more"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer", "lapsed"), ("lapsed_because", ""), _connector="XOR"),
                name="request_lapsed_has_a_why",
            ),
        ),
    ]
