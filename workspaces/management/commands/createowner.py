"""`manage.py createowner EMAIL --organization NAME`: the first person of an installation, and what they run."""

from __future__ import annotations

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from workspaces.accounts import confirm_address
from workspaces.actors import SYSTEM
from workspaces.models import User
from workspaces.operations.invitations import clean_email
from workspaces.operations.organizations import create_organization, create_workspace
from workspaces.problems import Problem


class Command(BaseCommand):
    help = "Make a person and an organization that they own. Everybody else is invited in the browser."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="The person's name.")
        parser.add_argument("--organization", required=True, help="The organization's name.")
        parser.add_argument("--workspace", help="Also make a first workspace of this name.")
        parser.add_argument("--staff", action="store_true", help="Let the person into /admin/ as well.")
        parser.add_argument("--password-stdin", action="store_true", help="Read the password from standard input.")

    def handle(self, *_args: Any, **options: Any) -> None:
        password = self._password(options["password_stdin"])
        try:
            with transaction.atomic():
                user = self._person(password, options)
                self._place(user, options)
        except Problem as problem:
            raise CommandError(problem.public_message) from problem
        self.stdout.write(f"{user.email} owns {options['organization']} and can log in.")

    def _password(self, from_input: bool) -> str:
        password = self.stdin_line() if from_input else getpass("Password: ")
        try:
            validate_password(password)
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        return password

    def stdin_line(self) -> str:
        return input().strip()

    def _person(self, password: str, options: dict[str, Any]) -> User:
        email = clean_email(options["email"])
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"{email} has an account already.")
        rights = {"is_staff": True, "is_superuser": True} if options["staff"] else {}
        user = User.objects.create_user(email, password, name=options["name"], **rights)
        confirm_address(user)
        return user

    def _place(self, user: User, options: dict[str, Any]) -> None:
        now = timezone.now()
        organization = create_organization(name=options["organization"], owner=user, by=SYSTEM, now=now)
        if options["workspace"]:
            create_workspace(organization=organization, name=options["workspace"], by=SYSTEM, now=now)
