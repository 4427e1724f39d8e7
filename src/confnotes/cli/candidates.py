"""Completions for the words of a command: conferences, talks, notes, people, tags and values of options.

Each function is the `shell_complete` of an option or argument. A shell waits for the answer at every tab, so nothing
here loads Textual or Whoosh, or reads more than the newest notes. Errors yield no completions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

import click
from click.shell_completion import CompletionItem

from confnotes.cli.invocation import Invocation
from confnotes.errors import ConfnotesError

if TYPE_CHECKING:
    from confnotes.model.program import Program
    from confnotes.vault.vault import Vault

Offers: TypeAlias = "list[CompletionItem[str]]"  # a string: not every version of click has a generic CompletionItem
Offer = Callable[[click.Context, click.Parameter, str], Offers]

_MOST = 200  # words that a shell is offered
_NOTES_READ = 300  # the newest: reading their tags takes 50 ms
_TAG = re.compile(r"(?:^|(?<=\s))#([^\W\d][\w/-]*)")
_BETWEEN_TAGS = re.compile(r"[,\s]+")
_BARE = re.compile(r"[\w./+-]+")
_KEPT = "notes video slides paper code poster task question tag link stamp rating"
_WORDS = {
    "is": "starred attended later todo done question open answered orphan broken",
    "has": _KEPT,
    "no": _KEPT,
    "kind": "note talk keynote oral spotlight poster tutorial workshop panel person paper",
    "date": "today yesterday",
    "after": "today yesterday",
    "before": "today yesterday",
}


def _by_shell(kind: str) -> Offer:
    """Offer files or folders, which the shell itself completes."""
    return lambda _ctx, _param, incomplete: [CompletionItem(incomplete, type=kind)]


folders, files = _by_shell("dir"), _by_shell("file")


def words(*known: str) -> Offer:
    """Offer these words, and files if none begins as typed."""
    return lambda ctx, param, incomplete: fitting(known, incomplete) or files(ctx, param, incomplete)


def sources(ctx: click.Context, param: click.Parameter, incomplete: str) -> Offers:
    """Files to import, or with --refresh conferences to import again."""
    return (conferences if ctx.params.get("refresh") else files)(ctx, param, incomplete)


def _of_vault(*finds: Callable[[Vault], Iterable[str | tuple[str, str]]]) -> Offer:
    """Offer words of the vault that begin as typed; a pair is a word and its description."""

    def offer(ctx: click.Context, _param: click.Parameter, incomplete: str) -> Offers:
        try:
            vault = ctx.ensure_object(Invocation).open_vault()
            return fitting(chain.from_iterable(find(vault) for find in finds), incomplete)
        except (ConfnotesError, OSError):
            return []

    return offer


def fitting(found: Iterable[str | tuple[str, str]], incomplete: str) -> Offers:
    """Completions that begin as typed, ignoring case, without duplicates."""
    typed = incomplete.casefold()
    pairs = ((one, "") if isinstance(one, str) else one for one in found)
    words: dict[str, str] = {}
    for word, help_ in pairs:
        if word.casefold().startswith(typed):
            words.setdefault(word, help_)
        if len(words) == _MOST:
            break
    return [CompletionItem(word, help=help_ or None) for word, help_ in words.items()]


def _programs(vault: Vault) -> Iterator[tuple[str, Program]]:
    """The programs of the vault, the latest conference first."""
    for name in reversed(vault.conferences()):
        try:
            yield name, vault.program(name, keep=False)
        except ConfnotesError:
            continue


def _talks(vault: Vault) -> Iterator[str | tuple[str, str]]:
    """Titles, described by the ids of their talks."""
    from confnotes.vault.layout import talk_key

    yield "now"
    for name, program in _programs(vault):
        yield from ((talk.title, talk_key(name, talk.id)) for talk in program.talks() if talk.title and talk.id)


def _talk_ids(vault: Vault) -> Iterator[tuple[str, str]]:
    """Ids of talks. They follow the titles, and appear once somebody types one."""
    from confnotes.vault.layout import talk_key

    for name, program in _programs(vault):
        yield from ((talk_key(name, talk.id), talk.title or "") for talk in program.talks() if talk.id)


def _notes(vault: Vault) -> Iterator[str]:
    yield from (path.rpartition("/")[2].removesuffix(".md") for path in _newest(vault))


def _newest(vault: Vault) -> list[str]:
    listed = {path: version for path, version in vault.files().items() if path.endswith(".md")}
    return sorted(listed, key=lambda path: listed[path], reverse=True)


def _people(vault: Vault) -> Iterator[str]:
    from confnotes.vault.layout import PEOPLE

    yield from (path.rpartition("/")[2].removesuffix(".md") for path in _newest(vault) if path.startswith(f"{PEOPLE}/"))
    for _, program in _programs(vault):
        yield from (person.name for person in program.people)
        yield from (speaker.name for talk in program.talks() for speaker in talk.speakers)


def _tags(vault: Vault) -> Iterator[str]:
    """The tags of the newest notes, from text and front matter."""
    from confnotes.markup.frontmatter import split, texts_in

    for path in _newest(vault)[:_NOTES_READ]:
        try:
            front = split((vault.root / path).read_text(encoding="utf-8", errors="replace"))
        except OSError:
            continue
        for said in texts_in(front.fields, "tags", "tag"):
            yield from (tag.removeprefix("#") for tag in _BETWEEN_TAGS.split(said) if tag)
        yield from _TAG.findall(front.body)


def _saved(vault: Vault) -> Iterator[tuple[str, str]]:
    from confnotes.catalogue.searching.saved_queries import saved_queries

    yield from ((one.name, one.query) for one in saved_queries(vault))


def _presets(vault: Vault) -> Iterator[tuple[str, str]]:
    from confnotes.actions.exporting.presets import presets

    yield from ((one.name, one.purpose) for one in presets(vault))


def _days(vault: Vault) -> Iterator[str]:
    from confnotes.markup.day_words import WEEKDAYS

    yield from ("today", "yesterday", "tomorrow", *WEEKDAYS)
    for _, program in _programs(vault):
        yield from sorted({talk.day.isoformat() for talk in program.talks() if talk.day})


def _rooms(vault: Vault) -> Iterator[str]:
    for _, program in _programs(vault):
        yield from (session.room for session in program.sessions if session.room)
        yield from (talk.room for talk in program.talks() if talk.room)


def _tracks(vault: Vault) -> Iterator[str]:
    for _, program in _programs(vault):
        yield from (session.track for session in program.sessions if session.track)
        yield from (talk.track for talk in program.talks() if talk.track)


def _conferences(vault: Vault) -> list[str]:
    return vault.conferences()[::-1]


conferences = _of_vault(_conferences)
talks = _of_vault(_talks, _talk_ids)
notes = _of_vault(_notes)
people = _of_vault(_people)
tags = _of_vault(_tags)
saved_searches = _of_vault(_saved)
presets = _of_vault(_presets)
days = _of_vault(_days)
rooms = _of_vault(_rooms)
tracks = _of_vault(_tracks)
days_and_conferences = _of_vault(_conferences, _days)
talks_and_notes = _of_vault(_talks, _notes, _talk_ids)
notes_and_people = _of_vault(_notes, _people)
things = _of_vault(_conferences, _notes, _people, _talks, _talk_ids)


def zones(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> Offers:
    """Time zones, also by city."""
    from zoneinfo import available_timezones

    names = sorted(available_timezones())
    typed = incomplete.casefold().replace(" ", "_")
    return fitting(names, incomplete) or [
        CompletionItem(name) for name in names if name.rpartition("/")[2].casefold().startswith(typed)
    ]


def import_formats(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> Offers:
    """The names of formats that `import` reads."""
    from importlib.metadata import entry_points

    return fitting((entry.name for entry in entry_points(group="confnotes.importers")), incomplete)


def verbs(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> Offers:
    """The verbs."""
    from confnotes.cli.suggestions import SYNONYMS
    from confnotes.cli.verbs import VERBS

    words = ((word, f"confnotes {calls[0]}") for word, calls in SYNONYMS.items())
    return fitting(chain(((verb.name, verb.help) for verb in VERBS), words), incomplete)


def settings(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> Offers:
    """The names of settings."""
    from confnotes.vault.settings import SETTINGS

    return fitting(((setting.key, setting.help) for setting in SETTINGS), incomplete)


def setting_values(ctx: click.Context, param: click.Parameter, incomplete: str) -> Offers:
    """The values of the setting named by the previous word."""
    from confnotes.vault.settings import VAULT, SettingsError, setting_named

    try:
        setting = setting_named(str(ctx.params.get("key")))
    except SettingsError:
        return []
    return folders(ctx, param, incomplete) if setting is VAULT else fitting(setting.choices, incomplete)


def query(ctx: click.Context, _param: click.Parameter, incomplete: str) -> Offers:
    """Fields of a search, and after a colon the field's values; people by each of their names."""
    from confnotes.search.parse import FIELDS

    field, colon, typed = incomplete.partition(":")
    sign = "-" if field.startswith("-") else ""
    if not colon:
        return fitting((f"{sign}{name}:" for name in (*FIELDS.values(), "by", "in", *_WORDS)), incomplete)
    field = field.removeprefix("-").lower()
    try:
        vault = ctx.ensure_object(Invocation).open_vault()
        found = fitting(_values(vault, FIELDS.get(field, field)), typed)
    except (ConfnotesError, OSError):
        return []
    written = ((one, f'"{one.value}"' if not _BARE.fullmatch(one.value) else one.value) for one in found)
    return [CompletionItem(f"{sign}{field}:{value}", help=one.help) for one, value in written]


def _values(vault: Vault, field: str) -> Iterable[str]:
    match field:
        case "speaker":
            return (word for name in _people(vault) for word in reversed(name.split()))
        case "tag":
            return _tags(vault)
        case "conf":
            return vault.conferences()
        case "by" | "in":
            from confnotes.catalogue.searching.vault_names import names_in_searches
            from confnotes.vault.team_state import colleague_vaults

            return colleague_vaults(vault.root) if field == "by" else names_in_searches(vault)
        case "room":
            return _rooms(vault)
        case "track":
            return _tracks(vault)
        case "links" | "from" | "near":
            return _notes(vault)
    return _WORDS.get(field, "").split()
