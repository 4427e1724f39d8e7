"""Merge two changed versions of a file of a vault, of any kind: what git, or a file sync, does not understand.

There is never a conflict mark in the result. Of what both sides changed differently, it has both versions and counts
them (see `merge_lines` and `merge_yaml`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from confnotes.errors import ConfnotesError
from confnotes.markup.frontmatter import bounds
from confnotes.merge.merge_lines import Names, merge_lines
from confnotes.merge.merge_yaml import merge_yaml

_IMPORTED = "/.confnotes/imported/"
_TIME = re.compile(r'(?m)^\{"source": .*?"imported": "([0-9TZ:-]+)"')
_ENTRIES = re.compile("^(?=@)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MergedFile:
    """The merged text, and where it says two things: lines from 1 of a note, names of values of other files."""

    text: str
    doubts: tuple[str, ...] = ()
    in_both: int = 0
    """How many lines of a note both sides changed, each in its way: they are merged word by word, or twice there."""

    @property
    def sure_text(self) -> str | None:
        """The text, None if both sides changed one line, which whoever is typing it wants to see first."""
        return None if self.doubts or self.in_both else self.text


def merge_file(name: str, base: str, ours: str, theirs: str, names: Names | None = None) -> MergedFile:
    """Merge two versions of the file of that name; `base` is their last common version, "" without one.

    Raises ConfnotesError if a version cannot be read, or if files of its kind cannot be merged.
    """
    if ours in (base, theirs):
        return MergedFile(theirs)
    if theirs == base:
        return MergedFile(ours)
    newline = "\r\n" if "\r\n" in ours and "\n" not in ours.replace("\r\n", "") else "\n"
    merged = _merge(name, *(text.replace("\r\n", "\n") for text in (base, ours, theirs)), names=names or Names())
    return replace(merged, text=merged.text.replace("\n", newline)) if newline != "\n" else merged


def _merge(name: str, base: str, ours: str, theirs: str, *, names: Names) -> MergedFile:
    if name.endswith((".yaml", ".yml")):
        merged = merge_yaml(base, ours, theirs)
        return MergedFile(merged.text, merged.doubts)
    if _IMPORTED in f"/{name}" and name.endswith(".jsonl"):
        return MergedFile(_union(base, ours, theirs))
    if _IMPORTED in f"/{name}":
        return MergedFile(later_import(ours, theirs))
    if name.endswith(".bib"):
        return MergedFile(_merge_entries(base, ours, theirs))
    if not name or name.endswith((".md", ".gitattributes")):
        return _merge_note(base, ours, theirs, names)
    raise ConfnotesError(f"{name} cannot be merged", "Choose one of the versions.")


def later_import(ours: str, theirs: str) -> str:
    """Of two states of a source the one that was imported later, by the time that the import wrote into it: the same
    in every order in which machines merge, and whatever the times of their commits. Older states have no time.
    """
    return max(ours, theirs, key=lambda text: (found[1] if (found := _TIME.search(text)) else "", text))


def _union(base: str, ours: str, theirs: str) -> str:
    """The lines of both that neither deleted, each once, sorted: they begin with their time."""
    old, mine, other = (set(text.splitlines()) for text in (base, ours, theirs))
    kept = (mine & other) | (mine - old) | (other - old)
    return "".join(f"{line}\n" for line in sorted(kept) if line.strip())


def _merge_entries(base: str, ours: str, theirs: str) -> str:
    """A bibliography merged by entry: lines of entries are often the same, so they say nothing."""
    old, mine, other = (_ENTRIES.split(text) for text in (base, ours, theirs))
    merged = merge_lines(old, mine, other, Names())
    if merged.conflicts:
        raise ConfnotesError("both versions changed an entry", "Choose one of them.")
    return "".join(merged.lines)


def _merge_note(base: str, ours: str, theirs: str, names: Names) -> MergedFile:
    """The front matter merged by field, the text by line."""
    head, doubts = "", list[str]()
    try:
        head, bodies, doubts = _merge_front_matter(base, ours, theirs)
    except ConfnotesError:  # merged as text, like the rest
        bodies = [base, ours, theirs]
    old, mine, other = (body.removesuffix("\n").split("\n") for body in bodies)
    merged = merge_lines(old, mine, other, names)
    foot = "\n" if any(body.endswith("\n") for body in bodies[1:]) else ""
    above = head.count("\n") + 1
    places = (*doubts, *(f"line {above + row}" for row in merged.conflicts))
    return MergedFile(head + "\n".join(merged.lines) + foot, places, merged.in_both)


def _merge_front_matter(base: str, ours: str, theirs: str) -> tuple[str, list[str], list[str]]:
    """The merged front matter with its fences, the three bodies, and the names of doubtful fields.

    Raises ConfnotesError if it cannot be read in one of the versions.
    """
    places = [bounds(text) for text in (base, ours, theirs)]
    if places[1] is None and places[2] is None:
        return "", [base, ours, theirs], []
    heads = [
        text[place[0] : place[1]] if place else "" for text, place in zip((base, ours, theirs), places, strict=True)
    ]
    bodies = [text[place[2] :] if place else text for text, place in zip((base, ours, theirs), places, strict=True)]
    merged = merge_yaml(*heads)
    return (f"---\n{merged.text}---\n" if merged.text else ""), bodies, list(merged.doubts)
