"""The first tables."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Record",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("seen", "Saw"),
                            ("done", "Did"),
                            ("refused", "Was refused"),
                            ("exported", "Exported"),
                        ],
                        max_length=20,
                    ),
                ),
                ("route", models.CharField(max_length=100)),
                ("subject", models.CharField(blank=True, max_length=30)),
                (
                    "subject_id",
                    models.CharField(blank=True, db_index=True, max_length=64),
                ),
                ("details", models.JSONField(default=dict)),
                ("from_address", models.GenericIPAddressField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
    ]
