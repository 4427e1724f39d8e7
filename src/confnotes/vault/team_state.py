"""The team of a vault: what its user agreed to, and where colleagues' notes are kept on this machine.

Both are outside the vault, so that a vault that somebody sends never leads to a push. Colleagues' notes are in the
cache: one folder each, which is a small vault, and which the next sync writes again if it is deleted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from confnotes import config
from confnotes.errors import UsageError
from confnotes.markup.names import file_stem
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.schema import read_plain
from confnotes.vault.layout import MARKER, MARKS, PROGRAM
from confnotes.vault.private_file import colleagues_folder, load_state, store_state, vault_id
from confnotes.vault.scan import folder_names

_STATE, _STATUS = "team", "team-status"
MEMBER_FILE = "member.json"
"""The file in a member's folder with the random id that tells two people of one name apart."""

MAX_NOTE_BYTES = 1 << 20  # of a note or marks; a talk has some kB
MAX_PROGRAM_BYTES = 32 << 20
MAX_FILES, MAX_BYTES = 20_000, 256 << 20  # of one member
MAX_FOLDERS = 4  # a conference, and folders in it


@fast_dataclass(frozen=True, slots=True)
class Team:
    """What the user agreed to: the addresses of the team's repository, their name and id in it, and the conferences
    (folder names) whose notes are sent, () for all.
    """

    addresses: tuple[str, ...]
    name: str
    member: str
    conferences: tuple[str, ...] = ()

    def sends(self, conference: str) -> bool:
        """Whether the notes of a conference go to the team."""
        return not self.conferences or conference in self.conferences


def team_of(root: Path) -> Team | None:
    """The team that was joined with this vault; None for none."""
    team = read_plain(Team, load_state(root, _STATE))
    return team if team is not None and is_safe_name(team.name) else None


def joined_team(root: Path) -> Team:
    """The team of the vault. Raises UsageError without one."""
    team = team_of(root)
    if team is None:
        raise UsageError("this vault has no team", "Join one: `confnotes team join ADDRESS`.")
    return team


def store_team(root: Path, team: Team | None) -> None:
    """Store what the user agreed to; None: they left."""
    store_state(root, _STATE, None if team is None else asdict(team))


@fast_dataclass(frozen=True, slots=True)
class TeamReport:
    """The result of a sync with the team: numbers of files sent, the colleagues whose notes changed, and why it did not
    work, if it did not. `needs_user`: only the user can say how to go on, else the team could not be reached.
    """

    sent: int = 0
    received: tuple[str, ...] = ()
    message: str = ""
    hint: str = ""
    needs_user: bool = False
    at: str = ""


def last_team_sync(root: Path) -> TeamReport | None:
    """The report of the last sync with the team on this machine."""
    return read_plain(TeamReport, load_state(root, _STATUS))


def store_team_report(root: Path, report: TeamReport) -> TeamReport:
    """Store the report of a sync that ended now; returns it with the time."""
    dated = replace(report, at=datetime.now().astimezone().isoformat(timespec="seconds"))
    store_state(root, _STATUS, asdict(dated))
    return dated


def team_repository(root: Path) -> Path:
    """The folder of our bare clone of the team's repository."""
    return config.state_folder() / "teams" / f"{vault_id(root)}.git"


def colleague_vaults(root: Path) -> dict[str, Path]:
    """The folder of each colleague's notes, by name; none without a team."""
    folder = colleagues_folder(root)
    if team_of(root) is None or not folder.is_dir():
        return {}
    return {name: folder / name for name in folder_names(folder) if (folder / name / MARKER).is_dir()}


def is_member_name(name: object) -> bool:
    """Whether it can be the name of a person and of their folder."""
    return isinstance(name, str) and is_safe_name(name)


@lru_cache(maxsize=1 << 15)  # asked for each file of a team in each sync
def is_safe_name(name: str) -> bool:
    """Whether a file can have the name on every system, and is not hidden."""
    return file_stem(name) == name


def is_shared_path(path: str) -> bool:
    """Whether a path in a member's folder is one of a note, program or marks of a conference."""
    *folders, name = path.split("/")
    if not 1 <= len(folders) <= MAX_FOLDERS or not all(map(is_safe_name, folders)):
        return False
    if name in (PROGRAM, MARKS):
        return len(folders) == 1
    return name.endswith(".md") and is_safe_name(name.removesuffix(".md"))


@lru_cache(maxsize=1 << 15)
def shareable_path(path: str) -> str:
    """The path with names that every system takes."""
    *folders, name = path.split("/")
    stem, dot, ending = name.rpartition(".")
    return "/".join([*map(file_stem, folders), f"{file_stem(stem)}{dot}{ending}"])


def without_case(paths: Iterable[str]) -> list[str]:
    """The paths without those that a system that ignores case would take for another one of them."""
    found: dict[str, str] = {}
    for path in sorted(paths):
        found.setdefault(path.casefold(), path)
    return list(found.values())
