"""What was chosen for each conference when it was exported last: one small file for each vault in the state folder.

It is a convenience: a file that is not there, is damaged or cannot be written is no error.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from confnotes.model.summary import Audience
from confnotes.report.author import configured_name
from confnotes.vault.private_file import load_state, store_state
from confnotes.vault.vault import Vault

_MOST = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """How a conference is exported. `what` is a search or empty for all of it; `place` the folder it went to."""

    what: str = ""
    form: str = "html"
    folder: bool = False
    audience: str = "team"
    by: str = "day"
    language: str = "en"
    theme: str = "paper"
    short_names: bool = False
    author: str = ""
    others: tuple[tuple[str, str], ...] = ()
    place: str = ""


def remembered(vault: Vault, conference: str) -> Choice | None:
    """What was chosen for it last, else None."""
    return _choice(_all(vault).get(conference))


def first_choice(vault: Vault) -> Choice:
    """What to begin with at a conference that was not exported yet: signed, worded, looking and put as the last one."""
    last = next((choice for one in reversed(_all(vault).values()) if (choice := _choice(one))), None)
    if last is None:
        return Choice(author=configured_name())
    return Choice(author=last.author, language=last.language, theme=last.theme, place=last.place)


def remember(vault: Vault, conference: str, choice: Choice) -> None:
    """Keep it for the next time; the ones that were not used for longest go when there are very many."""
    known = {name: one for name, one in _all(vault).items() if name != conference}
    kept = dict([*known.items(), (conference, asdict(choice))][-_MOST:])
    store_state(vault.root, "exports", kept)


def _all(vault: Vault) -> dict[str, Any]:
    known = load_state(vault.root, "exports")
    return known if isinstance(known, dict) else {}


def _choice(stored: Any) -> Choice | None:
    """What is stored, if every field is of its kind; what a newer version adds is passed over."""
    if not isinstance(stored, dict):
        return None
    values = {field.name: stored[field.name] for field in fields(Choice) if field.name in stored}
    others = values.pop("others", [])
    if any(type(value) is not type(getattr(Choice(), name)) for name, value in values.items()):
        return None
    if not isinstance(others, list) or not all(_is_pair(one) for one in others):
        return None
    if values.get("audience", Audience.TEAM) not in set(Audience):
        return None
    return Choice(**values, others=tuple((name, folder) for name, folder in others))


def _is_pair(one: Any) -> bool:
    return isinstance(one, list) and len(one) == 2 and all(isinstance(text, str) for text in one)
