"""People who sign in. Rights follow from roles and facts; see `probata.service.rights`."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from probata.service.roles import Role


class UserManager(BaseUserManager["User"]):
    """Makes accounts."""

    def create_user(
        self, email: str, name: str, roles: list[Role], password: str | None = None
    ) -> User:
        user = self.model(email=self.normalize_email(email), name=name, roles=roles)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """One person. Never deleted, as the log names them; `is_active` says who may sign in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    roles: Any = ArrayField(models.CharField(max_length=30), default=list)
    is_active = models.BooleanField(default=True)
    # For the libraries: nobody has rights outside `rights`.
    is_staff = False
    is_superuser = False

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(roles__contained_by=[role.value for role in Role]),
                name="user_roles_are_known",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def has_role(self, *roles: Role) -> bool:
        return any(role.value in self.roles for role in roles)
