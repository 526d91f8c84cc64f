"""What can be wrong with an upload or a recipient, in words that a marketer can act on."""

from __future__ import annotations

from workspaces.problems import Problem


class UnusableFile(Problem):
    """The file cannot be read as a list of recipients."""

    code = "unusable_file"


class UnusableRecipient(Problem):
    """One recipient's values cannot be kept."""

    code = "unusable_recipient"


class WrongMoment(Problem):
    """The upload is not in a state in which this can be done."""

    code = "wrong_moment"


STATUS = {"unusable_file": 422, "unusable_recipient": 422, "wrong_moment": 409}
