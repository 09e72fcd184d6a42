"""The first tables."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0003_opened_again"),
        ("consent", "0001_initial"),
        ("fieldwork", "0002_only_added_to"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeyTaken",
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
                ("at", models.DateTimeField()),
                (
                    "asked",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken",
                        to="consent.consentrequest",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Release",
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
                ("number", models.PositiveIntegerField()),
                ("scope", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("made_up", models.BooleanField()),
                ("cases", models.PositiveIntegerField()),
                ("manifest_sha256", models.CharField(max_length=64)),
                ("secret_name", models.CharField(max_length=8)),
                ("flow", models.JSONField()),
                ("ledger", models.JSONField()),
                (
                    "asked",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consent.consentrequest",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="releases.release",
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
            ],
            options={
                "ordering": ["-made_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReleasedCase",
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
                ("pseudonym", models.CharField(max_length=20)),
                ("inspector", models.CharField(max_length=20)),
                ("delivery_unit", models.CharField(max_length=200)),
                ("region", models.CharField(blank=True, max_length=200)),
                ("length", models.PositiveIntegerField()),
                ("head", models.CharField(max_length=64)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="released",
                        to="cases.assessment",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="released",
                        to="releases.release",
                    ),
                ),
            ],
            options={
                "ordering": ["pseudonym"],
            },
        ),
        migrations.CreateModel(
            name="ReleaseFile",
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
                ("name", models.CharField(max_length=100)),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="releases.release",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                fields=("scope", "number"), name="one_release_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="releasedcase",
            constraint=models.UniqueConstraint(
                fields=("release", "assessment"), name="released_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="releasedcase",
            constraint=models.UniqueConstraint(
                fields=("release", "pseudonym"), name="one_case_a_pseudonym"
            ),
        ),
        migrations.AddConstraint(
            model_name="releasefile",
            constraint=models.UniqueConstraint(
                fields=("release", "name"), name="one_file_a_name"
            ),
        ),
    ]
