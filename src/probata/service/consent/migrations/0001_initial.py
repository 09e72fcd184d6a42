"""The first table."""

import uuid

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
            name="ConsentRequest",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("unlock", "Open a signed assessment again"),
                            ("role", "Give an account a role"),
                            ("subject_access", "Extract what is held on a person"),
                            ("disposal", "Dispose of the cases of an inspection"),
                        ],
                        max_length=20,
                    ),
                ),
                ("subject_id", models.CharField(db_index=True, max_length=64)),
                ("details", models.JSONField(default=dict)),
                ("reason", models.TextField()),
                ("asked_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("agreed", "Agreed"),
                            ("refused", "Refused"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision_reason", models.TextField(blank=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
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
                "ordering": ["-asked_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(
                                ("decided_by", models.F("asked_by")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="another_person_decides",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("outcome", "waiting"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("outcome__in", ["agreed", "refused"]),
                            ),
                            _connector="OR",
                        ),
                        name="decided_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "waiting")),
                        fields=("kind", "subject_id"),
                        name="one_waiting_request",
                    ),
                ],
            },
        ),
    ]
