"""Suggestions for a word that is not a verb, option or value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

MOST = 3
_ALIKE = 65  # of 100: “serch” and “search” have 91, “note” and “now” 57

SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "authors": ("list people",),
    "backlinks": ("show NOTE",),
    "backup": ("history", "restore"),
    "bibtex": ("bib", "export --format bibtex"),
    "broken": ("list broken", "check-links"),
    "calendar": ("agenda --format ics",),
    "capture": ("add",),
    "cat": ("show",),
    "check": ("doctor", "check-links"),
    "crash": ("doctor", "restore"),
    "create": ("new", "init"),
    "day": ("review", "agenda today"),
    "duplicates": ("merge-people",),
    "edit": ("new --edit",),
    "fetch": ("import --refresh", "fetch-titles"),
    "fields": ("search",),
    "find": ("search",),
    "formats": ("export --format", "import --format"),
    "grep": ("search",),
    "hide": ("no-share",),
    "language": ("search", "export --language"),
    "log": ("history",),
    "ls": ("list",),
    "mark": ("attend", "star", "rate"),
    "meet": ("list people",),
    "merge": ("merge-people", "retag"),
    "mine": ("agenda --mine",),
    "mv": ("rename", "move"),
    "note": ("new", "add"),
    "notes": ("list notes",),
    "obsidian": ("init",),
    "open": ("show", "new --edit"),
    "papers": ("list papers",),
    "paste": ("photos",),
    "people": ("list people",),
    "person": ("show NAME", "list people"),
    "persons": ("list people",),
    "photo": ("photos",),
    "picture": ("photos",),
    "pictures": ("photos",),
    "preferences": ("config",),
    "private": ("no-share",),
    "program": ("agenda", "import"),
    "publish": ("export",),
    "questions": ("list questions",),
    "query": ("search",),
    "quick": ("add",),
    "reading": ("list papers", "paper"),
    "recover": ("doctor", "restore"),
    "refresh": ("import --refresh",),
    "reindex": ("index --rebuild",),
    "remove": ("delete",),
    "report": ("export",),
    "revert": ("restore",),
    "rm": ("delete",),
    "schedule": ("agenda",),
    "searches": ("list queries",),
    "set": ("config",),
    "settings": ("config",),
    "share": ("export", "no-share"),
    "slides": ("list recordings",),
    "speakers": ("list people",),
    "split": ("merge-people --split",),
    "status": ("now", "doctor"),
    "summary": ("export",),
    "sync": ("import --refresh",),
    "tag": ("retag", "list tags"),
    "tags": ("list tags",),
    "talk": ("show TALK",),
    "talks": ("list talks", "agenda --mine"),
    "tasks": ("list tasks",),
    "theme": ("config theme",),
    "today": ("agenda today", "now"),
    "todo": ("list tasks",),
    "todos": ("list tasks",),
    "undelete": ("restore",),
    "undo": ("star --undo", "rename --undo", "restore"),
    "unlink": ("link --undo",),
    "unstar": ("star --undo",),
    "update": ("import --refresh", "index"),
    "vault": ("init", "config vault"),
    "videos": ("list recordings",),
    "version": ("--version",),
    "watch": ("watch-later",),
    "write": ("add",),
}
"""Words that people type for a verb, and the calls that do it here."""


def similar(word: str, known: Iterable[str]) -> list[str]:
    """The most similar names, best first; empty if none is similar enough."""
    from rapidfuzz import fuzz, process

    plain = word.casefold().lstrip("-")
    names = {name: name.lstrip("-") for name in known}
    found = process.extract(plain, names, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=MOST)
    return [name for _, score, name in found if score > found[0][1] - 15]


def verbs_meant(word: str, known: Iterable[str]) -> list[str]:
    """The calls that `word` may mean when typed in place of a verb."""
    return [f"`confnotes {call}`" for call in SYNONYMS.get(word.casefold()) or similar(word, known)]


def choices_meant(word: str, choices: Iterable[str]) -> list[str]:
    """The choices that somebody may mean by a word that is none of them."""
    known = list(choices)
    called = [part for call in SYNONYMS.get(word.casefold(), ()) for part in call.split() if part in known]
    return called or similar(word, known)


def did_you_mean(names: Iterable[str]) -> str:
    """“Did you mean A, B or C?”, or empty without names."""
    *most, last = names or [""]
    return f"Did you mean {', '.join(most)} or {last}?" if most else f"Did you mean {last}?" if last else ""
