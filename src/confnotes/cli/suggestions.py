"""Suggestions for a word that is not a verb, option or value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, cast

import click

MOST = 3  # words in “Did you mean”
_ALIKE = 65  # of 100: “serch” and “search” have 91, “note” and “now” 57

_WORDS_FOR: Final[Mapping[tuple[str, ...], str]] = {
    ("--version",): "version",
    ("add",): "capture quick write",
    ("agenda",): "schedule",
    ("agenda", "import"): "program",
    ("agenda --format ics",): "calendar",
    ("agenda --mine",): "mine",
    ("agenda today", "now"): "today",
    ("attend", "star", "rate"): "mark",
    ("bib", "export --format bibtex"): "bibtex",
    ("bib", "export --format csl-json"): "zotero",
    ("config",): "preferences set settings",
    ("config notifications",): "alarm alert notified notify",
    ("config theme",): "theme",
    ("delete",): "remove rm",
    ("doctor", "check-links"): "check",
    ("doctor", "restore"): "crash recover",
    ("doctor", "sync"): "conflicts",
    ("export",): "print publish report summary",
    ("export", "no-share"): "share",
    ("export --format", "import --format"): "formats",
    ("history",): "log",
    ("history", "restore"): "backup",
    ("import",): "load qr scan",
    ("import --refresh",): "refresh",
    ("import --refresh", "fetch-titles"): "fetch",
    ("import --refresh", "index"): "update",
    ("index --rebuild",): "reindex",
    ("init",): "obsidian",
    ("init", "config vault"): "vault",
    ("link --undo",): "unlink",
    ("list",): "ls",
    ("list broken", "check-links"): "broken",
    ("list notes",): "notes",
    ("list papers",): "papers",
    ("list papers", "paper"): "reading",
    ("list people",): "authors meet people persons speakers",
    ("list queries",): "searches",
    ("list questions",): "questions",
    ("list recordings",): "slides videos",
    ("list tags",): "tags",
    ("list talks", "agenda --mine"): "talks",
    ("list tasks",): "tasks todo todos",
    ("merge-people",): "duplicates",
    ("merge-people", "retag"): "merge",
    ("merge-people --split",): "split",
    ("new", "add"): "note",
    ("new", "init"): "create",
    ("new --edit",): "edit",
    ("no-share",): "hide private",
    ("now", "doctor"): "status",
    ("photos",): "paste photo picture pictures",
    ("rename", "move"): "mv",
    ("plan",): "meeting meal lunch dinner appointment entry",
    ("restore",): "revert undelete",
    ("retag", "list tags"): "tag",
    ("review", "agenda today"): "day",
    ("search",): "fields find grep query",
    ("search", "export --language"): "language",
    ("serve",): "browser browsers phone smartphone",
    ("show",): "cat",
    ("show", "new --edit"): "open",
    ("show NAME", "list people"): "person",
    ("show NOTE",): "backlinks",
    ("show TALK",): "talk",
    ("site",): "homepage web website",
    ("star --undo",): "unstar",
    ("star", "stars import"): "favorites favourites",
    ("star --undo", "import --undo", "rename --undo", "restore"): "undo",
    ("sync",): "pull push synchronize",
    ("team",): "colleagues members",
    ("team join",): "invite",
    ("watch-later",): "watch",
}
SYNONYMS: Final = dict(sorted((word, calls) for calls, words in _WORDS_FOR.items() for word in words.split()))
"""Words that people type for a verb, and the calls that do it here."""


def similar(word: str, known: Iterable[str]) -> list[str]:
    """The most similar names, best first; empty if none is similar enough."""
    from rapidfuzz import fuzz, process

    plain = word.casefold().lstrip("-")
    names = {name: name.lstrip("-") for name in known}
    found = process.extract(plain, names, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=MOST)
    return [name for _, score, name in found if score > found[0][1] - 15]


def verbs_meant(word: str, root: click.Context) -> list[str]:
    """The calls that `word` may mean when typed in place of a verb."""
    group, plain = cast("click.Group", root.command), word.casefold()
    calls = SYNONYMS.get(plain) or list(_calls_with(plain, group, root)) or similar(word, group.list_commands(root))
    return [f"`confnotes {call}`" for call in calls]


def _calls_with(word: str, group: click.Group, root: click.Context) -> Iterator[str]:
    """The calls in which the word is what to list or do, the format of an export, or a setting."""
    from confnotes.vault.settings import SETTINGS

    for verb in group.list_commands(root):
        for one in cast("click.Command", group.get_command(root, verb)).params:
            if isinstance(one.type, click.Choice) and word in one.type.choices:
                if isinstance(one, click.Argument):
                    yield f"{verb} {word}"
                elif (verb, one.name) == ("export", "form"):
                    yield f"export --format {word}"
    yield from (f"config {one.key}" for one in SETTINGS if one.key == word)


def choices_meant(word: str, choices: Iterable[str]) -> list[str]:
    """The choices that somebody may mean by a word that is none of them."""
    known = list(choices)
    called = [part for call in SYNONYMS.get(word.casefold(), ()) for part in call.split() if part in known]
    return called or similar(word, known)


def did_you_mean(names: Iterable[str]) -> str:
    """“Did you mean A, B or C?”, or empty without names."""
    *most, last = names or [""]
    return f"Did you mean {', '.join(most)} or {last}?" if most else f"Did you mean {last}?" if last else ""
