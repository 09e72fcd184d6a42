"""Releases, and who is behind their pseudonyms, need two people."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0002_decided_once"),
    ]

    operations = [
        migrations.AlterField(
            model_name="consentrequest",
            name="kind",
            field=models.CharField(
                choices=[
                    ("unlock", "Open a signed assessment again"),
                    ("role", "Give an account a role"),
                    ("subject_access", "Extract what is held on a person"),
                    ("disposal", "Dispose of the cases of an inspection"),
                    ("release", "Lock a data release"),
                    ("release_key", "Say who is behind the pseudonyms of a release"),
                ],
                max_length=20,
            ),
        ),
    ]
