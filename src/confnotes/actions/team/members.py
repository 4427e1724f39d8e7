"""Who is in a team: each member has a folder in its repository, with a random id in a small file."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from contextlib import suppress

from confnotes.errors import ConfnotesError, UsageError
from confnotes.git.bare_repository import BareRepository, TreeFile
from confnotes.git.repository import REGULAR
from confnotes.markup.names import file_stem
from confnotes.vault.team_state import MEMBER_FILE, Team, is_member_name, without_case

_MOST = 10_000  # bytes of a member's file


def new_member_id() -> str:
    """An id that nobody else has."""
    return secrets.token_hex(8)


def member_file(team: Team) -> bytes:
    """The content of the member's own file."""
    return (json.dumps({"schema": "confnotes.member/1", "id": team.member}) + "\n").encode()


def members_in(files: Mapping[str, TreeFile]) -> list[str]:
    """The names of the members whose folders are in a tree, sorted."""
    found = (path.partition("/") for path, file in files.items() if file.mode in REGULAR)
    return without_case(name for name, _, path in found if path == MEMBER_FILE and is_member_name(name))


def find_member(repository: BareRepository, commit: str, name: str) -> tuple[str, str] | None:
    """The folder and the id of the member with that name, in any case; None without one. An id that cannot be read
    is "".
    """
    files = repository.files(commit) if commit else {}
    folder = next((one for one in members_in(files) if one.casefold() == name.casefold()), None)
    if folder is None:
        return None
    path = f"{folder}/{MEMBER_FILE}"
    with suppress(ValueError, KeyError, TypeError, RecursionError):
        if files[path].size <= _MOST:
            data = repository.blobs([(files[path].blob, path)])[files[path].blob, path]
            return folder, str(json.loads(data)["id"])
    return folder, ""


def check_member(repository: BareRepository, commit: str, team: Team) -> None:
    """Raise ConfnotesError if the member's folder is somebody else's."""
    if find_member(repository, commit, team.name) != (team.name, team.member):
        raise ConfnotesError(
            f"another member of this team is called {team.name}",
            "Leave the team with `confnotes team leave --keep`, and join it with another --name.",
        )


def check_is_team(files: Mapping[str, TreeFile]) -> None:
    """Raise UsageError if a repository has folders, and not those of a team."""
    members = set(members_in(files))
    others = sorted({path.partition("/")[0] for path in files if "/" in path} - members)
    if others and not members:
        raise UsageError(
            f"the repository has other content: {', '.join(others[:3])}", "Use an empty repository for a team."
        )


def valid_name(name: str) -> str:
    """The name of a member, which is that of a folder, too. Raises UsageError."""
    given = " ".join(name.split())
    if not given:
        raise UsageError("no name", "Give your name: --name Ada.")
    if file_stem(given) != given:
        raise UsageError(f"“{given}” cannot be the name of a folder", f"Use another one: --name “{file_stem(given)}”.")
    return given
