"""The first tables."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("fieldwork", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "reading",
                    models.CharField(
                        choices=[
                            ("first", "First assessment"),
                            ("second", "Second assessment"),
                        ],
                        default="first",
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("signed", "Signed"),
                            ("locked", "Locked"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("length", models.PositiveIntegerField(default=0)),
                ("head", models.CharField(blank=True, default="", max_length=64)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="fieldwork.case",
                    ),
                ),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="fieldwork.frameworkversion",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Event",
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
                ("number", models.PositiveIntegerField()),
                ("operation", models.CharField(max_length=36, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("question", models.CharField(blank=True, max_length=100)),
                ("at", models.DateTimeField()),
                ("body", models.JSONField(null=True)),
                ("body_sha256", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="cases.assessment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["assessment_id", "number"],
            },
        ),
        migrations.CreateModel(
            name="SectionDeclared",
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
                ("section", models.CharField(max_length=100)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="declared_sections",
                        to="cases.assessment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StandingAnswer",
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
                ("question", models.CharField(max_length=100)),
                ("version", models.PositiveIntegerField()),
                ("value", models.CharField(max_length=100, null=True)),
                ("note", models.TextField(blank=True)),
                ("declined", models.BooleanField(default=False)),
                ("declined_because", models.TextField(blank=True)),
                ("reasoning", models.TextField(blank=True)),
                ("guidance_version", models.CharField(blank=True, max_length=50)),
                ("at", models.DateTimeField()),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="cases.assessment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                fields=("case", "reading"), name="one_of_a_reading"
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(
                fields=("assessment", "number"), name="one_event_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="sectiondeclared",
            constraint=models.UniqueConstraint(
                fields=("assessment", "section"), name="declared_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="standinganswer",
            constraint=models.UniqueConstraint(
                fields=("assessment", "question"), name="one_answer_a_question"
            ),
        ),
    ]
