"""A person who can log in: known by their e-mail address, there are no user names."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from workspaces.public_keys import new_key


class UserManager(BaseUserManager["User"]):
    """Makes people and finds them by e-mail, whatever the letters' case."""

    def create_user(self, email: str, password: str | None = None, **values: Any) -> User:
        """A person; without a password they can only come in by a reset link or a passkey."""
        user = self.model(email=self.normalize_email(email).strip().lower(), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **values: Any) -> User:
        """A member of this installation's staff, with every right in the Django admin."""
        return self.create_user(email, password, **{**values, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who logs in. What they may do is said by memberships, never here."""

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField("may log in", default=True)
    is_staff = models.BooleanField("staff of this installation", default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_per_email_address",
                violation_error_message="Somebody with this e-mail address exists already.",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email.split("@")[0]
