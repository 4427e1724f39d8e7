"""Fixtures of several test files here."""

from team_vaults import hub as hub
from team_vaults import own_git as own_git
from team_vaults import person as person
