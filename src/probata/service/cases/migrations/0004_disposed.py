"""A state for what was disposed of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_opened_again"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assessment",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("signed", "Signed"),
                    ("locked", "Locked"),
                    ("disposed", "Disposed of"),
                ],
                default="open",
                max_length=10,
            ),
        ),
    ]
