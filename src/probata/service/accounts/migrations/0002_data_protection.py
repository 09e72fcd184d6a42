"""A role for the data protection officer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
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
                        ],
                    )
                ),
                name="user_roles_are_known",
            ),
        ),
    ]
