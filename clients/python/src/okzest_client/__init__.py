"""A typed client for OKZest: draw pictures, sign addresses, keep audiences, draw ahead of a send."""

from okzest_client.answers import (
    Account,
    Address,
    Audience,
    Fallback,
    Finding,
    Issue,
    PrewarmRun,
    Progress,
    ReadyAddress,
    Token,
)
from okzest_client.client import OKZest
from okzest_client.problems import ApiProblem, OKZestError, Unreachable

__all__ = [
    "Account",
    "Address",
    "ApiProblem",
    "Audience",
    "Fallback",
    "Finding",
    "Issue",
    "OKZest",
    "OKZestError",
    "PrewarmRun",
    "Progress",
    "ReadyAddress",
    "Token",
    "Unreachable",
]
