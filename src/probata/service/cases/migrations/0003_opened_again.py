"""When an assessment was opened again, and why each answer was changed since."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_only_added_to"),
    ]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="reopened_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="standinganswer",
            name="change_reason",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
    ]
