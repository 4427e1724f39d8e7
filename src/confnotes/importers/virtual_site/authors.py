"""Authors as virtual conference sites list them; each is made once, however many papers they wrote."""

from __future__ import annotations

import html
from typing import Any

from confnotes.importers.facts.people import is_placeholder
from confnotes.importers.facts.person_lists import split_people
from confnotes.importers.virtual_site.links import API
from confnotes.model.program import Role, Speaker


class AuthorRegistry:
    """People by what their records say."""

    def __init__(self) -> None:
        self._known: dict[Role, dict[tuple[Any, ...], Speaker | None]] = {}

    def of(self, listed: Any, role: Role) -> tuple[Speaker, ...]:
        """The people of an `authors` field: a list of records or names, or one text."""
        if isinstance(listed, str):
            return split_people(listed, role)
        if not isinstance(listed, list):
            return ()
        known = self._known.setdefault(role, {})
        found = []
        for author in listed:
            if isinstance(author, str):
                author = {"fullname": author}
            elif not isinstance(author, dict):
                continue
            key = author.get("id"), author.get("fullname"), author.get("institution")
            try:
                person = known.get(key)
                if person is None:
                    person = known[key] = _made(author, role)
            except TypeError:  # a list or mapping where a text belongs
                person = _made(author, role)
            if person is not None:
                found.append(person)
        return tuple(found)


def _made(author: dict[str, Any], role: Role) -> Speaker | None:
    number, url = author.get("id"), author.get("url")
    name = _line(author.get("fullname") or author.get("name"))
    if name is None or (number is None and is_placeholder(name)):
        return None
    if not isinstance(url, str) or API in url or not url.startswith(("http://", "https://")):
        url = None
    return Speaker(
        name,
        _line(author.get("institution") or author.get("affiliation")),
        url,
        role,
        id=_id(author.get("openreview_id"), number),
    )


def _line(text: Any) -> str | None:
    if not isinstance(text, str):
        return None
    if "&" in text:
        text = html.unescape(text)
    if "  " in text:
        text = " ".join(text.split())
    return text.strip() or None


def _id(profile: Any, number: Any) -> str | None:
    if profile and isinstance(profile, str) and profile.startswith("~"):
        return f"openreview:{profile}"
    if type(number) is int:
        return f"virtual-site:{number}"
    if isinstance(number, str) and number.strip():
        return f"openreview:{number}" if number.startswith("~") else f"virtual-site:{number}"
    return None
