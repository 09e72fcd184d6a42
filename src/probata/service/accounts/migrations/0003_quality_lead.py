"""A role for quality leads."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_data_protection"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="user",
            name="user_roles_are_known",
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "roles__contained_by",
                        [
                            "programme_manager",
                            "lead_inspector",
                            "inspector",
                            "local_assessor",
                            "analyst",
                            "administrator",
                            "data_protection",
                            "quality_lead",
                        ],
                    )
                ),
                name="user_roles_are_known",
            ),
        ),
    ]
