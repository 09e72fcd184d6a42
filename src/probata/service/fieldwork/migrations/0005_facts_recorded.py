"""Facts of a case are recorded after its cohort was accepted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fieldwork", "0004_running_only_added_to"),
    ]

    operations = [
        migrations.AddField(
            model_name="casechange",
            name="facts",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="casechange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("added", "Added late"),
                    ("withdrawn", "Withdrawn"),
                    ("restored", "Taken back into the cohort"),
                    ("facts", "Fact recorded"),
                ],
                max_length=10,
            ),
        ),
    ]
