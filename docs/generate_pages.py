"""The parts of the documentation that the program itself knows, made while the site is built (a hook of mkdocs).

`<!-- generated: commands -->` in a page stands for the list of commands; `GENERATED` has all such lists. The changelog
and CONTRIBUTING.md become pages as they are.
"""

from __future__ import annotations

import inspect
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from confnotes.cli.group import LazyGroup
from confnotes.cli.options import common_options
from confnotes.cli.verbs import VERB_GROUPS
from confnotes.model.program import WarningCode
from confnotes.tui.command import Where
from confnotes.tui.command_lists.notes import EMACS
from confnotes.tui.commands import commands_of, format_keys, screen_name
from confnotes.tui.keymap.keymap import Keymap
from confnotes.tui.keymap.names import shown_sequence
from confnotes.tui.keymap.presets import PRESETS
from confnotes.vault.settings import SETTINGS

PROJECT = Path(__file__).parent.parent
NAMES = {"vim": "vim", "obsidian": "Obsidian"}
SCHEMAS = Path(__file__).parent / "reference" / "schemas"
MARK = re.compile(r"^<!-- generated: ([a-z-]+) -->$", re.MULTILINE)
COMMON = {option.name for option in common_options()}
"""Options that every command takes; the page names them once."""
WARNINGS = {
    WarningCode.ZONE_NOT_STATED: "The source states no time zone. Give it with `--timezone`.",
    WarningCode.ZONE_ASSUMED: "A time zone was derived from the source. Check it.",
    WarningCode.ZONE_UNKNOWN: "The source names a time zone that isn't an IANA name.",
    WarningCode.CONFERENCE_NOT_NAMED: "The source doesn't name its conference. Give it with `--conference`.",
    WarningCode.DAY_NOT_KNOWN: "The source has times without a day. Give the first day with `--starts`.",
    WarningCode.CORRECTION_UNUSED: "A correction from an earlier import matches nothing in this version of the source.",
}


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the project's own pages."""
    for name in ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"):
        text = (PROJECT / name).read_text(encoding="utf-8")
        if name == "CHANGELOG.md":  # names everything that somebody may look for
            text = "---\nsearch:\n  exclude: true\n---\n\n" + text
        files.append(File.generated(config, name.lower(), content=text.replace("](docs/", "](")))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the lists in place of their marks."""
    return MARK.sub(lambda mark: GENERATED[mark[1]](), markdown)


def commands() -> str:
    """Every command with its usage, what it does, and its options, in the groups of `--help`."""
    confnotes = LazyGroup("confnotes")
    context = click.Context(confnotes, info_name="confnotes")
    return "\n\n".join(
        "\n\n".join([f"## {group.title}", *(_command(confnotes, verb.name, context) for verb in group.verbs)])
        for group in VERB_GROUPS
    )


def _command(confnotes: LazyGroup, name: str, parent: click.Context) -> str:
    command = confnotes.get_command(parent, name)
    assert command is not None
    context = click.Context(command, info_name=name, parent=parent)
    usage = " ".join(["confnotes", name, *command.collect_usage_pieces(context)])
    options = [one for one in command.params if isinstance(one, click.Option) and one.name not in COMMON]
    rows = [record for one in options if (record := one.get_help_record(context))]
    return "\n\n".join(
        [
            f"### confnotes {name} {{ #{name} }}",
            _paragraphs(command.help or ""),
            f"```text\n{usage}\n```",
            _table(("Option", "Meaning"), [(f"`{option}`", _cell(told)) for option, told in rows]) if rows else "",
        ]
    )


def _paragraphs(text: str) -> str:
    """The help of a command; lines that click keeps as they are become a block of code."""
    parts = []
    for part in re.split(r"\n\s*\n", inspect.cleandoc(text).replace("\f", "")):
        if part.startswith("\b"):
            parts.append("```text\n" + part.removeprefix("\b").strip("\n") + "\n```")
        else:
            parts.append(_cell(part))
    return "\n\n".join(parts)


def keys() -> str:
    """The commands of every screen with their keys."""
    return "\n\n".join(_screen(where) for where in Where if commands_of(where))


def _screen(where: Where) -> str:
    rows = [
        (
            " ".join(f"`{key}`" for key in format_keys(command).split()) or "by name",
            _cell(f"{command.title}"),
            _cell(command.help),
            f"`{command.on}`" if command.on else "",
        )
        for command in commands_of(where)
        if command.title
    ]
    return f"## {screen_name(where)}\n\n" + _table(("Key", "Command", "Details", "Action"), rows)


def emacs_keys() -> str:
    """The editing commands of emacs, with the keys of its preset."""
    keymap = Keymap(PRESETS["emacs"])
    rows = [
        (" ".join(f"`{shown_sequence(keys)}`" for keys in keymap.of(one.on)), one.title, _cell(one.help), f"`{one.on}`")
        for one in EMACS
    ]
    return _table(("Key", "Command", "Details", "Action"), rows)


def settings() -> str:
    """Every setting with its default and its values."""
    rows = [
        (
            f"`{one.key}`",
            _cell(one.help),
            _default(one.default),
            _cell(one.expected),
            f"`${one.variable}`" if one.variable else "",
        )
        for one in SETTINGS
    ]
    return _table(("Setting", "Meaning", "Default", "Values", "Environment"), rows)


def _default(value: object) -> str:
    return "none" if value in (None, "") else f"`{value}`"


def schemas() -> str:
    """The published schemas."""
    rows = []
    for path in sorted(SCHEMAS.glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        rows.append((f"[{path.name}](schemas/{path.name})", f"`{schema['$id']}`", _cell(schema["description"])))
    return _table(("File", "`schema` field", "Content"), rows)


def warnings() -> str:
    """The codes of warnings about sources."""
    return _table(("Code", "Meaning"), [(f"`{code.value}`", WARNINGS[code]) for code in WarningCode])


def differences(editor: str) -> str:
    """What keys do otherwise than in another editor, as the recorded talks of the tests show it."""
    listed = tomllib.loads((PROJECT / "tests" / "talks" / "differences.toml").read_text(encoding="utf-8"))[editor]
    rows = [(_keys(one["keys"]), _cell(one["there"]), _cell(one["here"])) for one in listed]
    return _table(("Keys", f"In {NAMES[editor]}", "In confnotes"), rows)


def _keys(written: str) -> str:
    return " ".join(f"`{key}`" for key in written.split())


def _table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    def lines() -> Iterator[str]:
        yield _row(head)
        yield _row("---" for _ in head)
        yield from (_row(row) for row in rows)

    return "\n".join(lines())


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(text: str) -> str:
    """Plain text in a cell or paragraph, with what Markdown and HTML would take for their own written out."""
    text = re.sub(r"(?<!`)([<>])(?!`)", lambda found: {"<": "&lt;", ">": "&gt;"}[found[1]], " ".join(text.split()))
    return re.sub(r"(?<!\\)([|*_])", r"\\\1", text) if "`" not in text else text.replace("|", "\\|")


GENERATED: dict[str, Callable[[], str]] = {
    "commands": commands,
    "keys": keys,
    "emacs-keys": emacs_keys,
    "settings": settings,
    "schemas": schemas,
    "warnings": warnings,
    "differences-vim": partial(differences, "vim"),
    "differences-obsidian": partial(differences, "obsidian"),
}
"""What can stand in a page as `<!-- generated: NAME -->`."""
