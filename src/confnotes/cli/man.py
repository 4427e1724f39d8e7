"""`confnotes man`: the manual page, generated from the help texts. `make man` writes it to `man/confnotes.1`."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import cast

import click

from confnotes import __version__
from confnotes.cli.options import common_options
from confnotes.cli.printing import say
from confnotes.cli.verbs import VERB_GROUPS

_SIGNS = {"\\": "\\e", "-": "\\-", "“": "\\(lq", "”": "\\(rq", "’": "\\(cq", "'": "\\(aq", "`": "\\(ga"}
_SIGNS |= {"…": "...", "–": "\\(en", "→": "\\(->", "~": "\\(ti", "^": "\\(ha"}
_CODE = re.compile(r"`([^`]+)`")

ENVIRONMENT = (
    ("CONFNOTES_VAULT", "Vault to use, unless --vault names another one."),
    ("CONFNOTES_NOW", "Time to use instead of the system's clock, e.g. 2019-12-10T10:10."),
    ("VISUAL, EDITOR", "Editor for `confnotes new --edit` and `e` in previews."),
    ("NO_COLOR", "Print without color if set, see https://no-color.org."),
)
FILES = (
    ("VAULT", "Your notes, as plain text. To sync two laptops, run `confnotes sync --setup`, or use any file sync."),
    ("~/.config/confnotes/config.yaml", "Your settings, see `confnotes config`."),
    ("~/.cache/confnotes", "The search index, which you can delete at any time."),
    ("~/.local/state/confnotes", "Unsaved text after a crash, and earlier versions of notes."),
    (".confnotes/", "Marks a folder as a vault. Stores what belongs to the vault as a whole."),
)
EXTRAS = (
    ("pdf", "Exports PDF."),
    ("lsp", "Runs a language server for editors."),
    ("mcp", "Runs an MCP server for assistants."),
    ("serve", "Opens the vault on your phone and in browsers, and relays a team's notes."),
    ("anki", "Exports flashcards for Anki."),
    ("qr", "Reads QR codes in photos, and HEIC photos."),
    ("pinyin", "Finds 王伟 and Wei Wang as one person."),
)
NETWORK = (
    (
        "import, bib, paper --fetch, fetch-titles, check-links",
        "Use the network, only when you run them and only for web addresses.",
    ),
    (
        "sync, team",
        "Reach the git repository that you agreed to, also from the screens. Everything else works offline.",
    ),
    ("serve, host", "Answer browsers and colleagues that have their code."),
)
EXIT_STATUS = (
    ("0", "Done."),
    ("1", "Failed, or the output is incomplete because a file is damaged."),
    ("2", "Wrong usage."),
    ("3", "Not found, or no search results."),
    ("4", "Conflict: another program changed the same file. Both versions are kept."),
    ("5", "Network error."),
    ("130", "Stopped with ctrl+c."),
)


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Print the manual page in roff. Read it with: confnotes man | man -l -"""
    root = ctx.find_root()
    say(*manual(cast("click.Group", root.command), root))


def manual(group: click.Group, root: click.Context) -> Iterator[str]:
    """The lines of confnotes(1)."""
    yield f'.TH CONFNOTES 1 "" "confnotes {__version__}" "User Commands"'
    yield from (".nh", ".ad l")
    yield from (".SH NAME", "confnotes \\- a notebook for conferences in the terminal")
    yield from (".SH SYNOPSIS", ".B confnotes", "[\\fIOPTIONS\\fR] [\\fICOMMAND\\fR [\\fIARGUMENTS\\fR]]")
    yield from (".SH DESCRIPTION", *_paragraphs(inspect.cleandoc(group.help or "").partition("\n\n")[2]))
    yield from (".PP", *_paragraphs(inspect.cleandoc(group.epilog or "")))
    yield from (".SH OPTIONS", *_options(group, root))
    yield ".SH COMMANDS"
    for verbs in VERB_GROUPS:
        yield f".SS {_plain(verbs.title)}"
        for verb in verbs.verbs:
            found = group.get_command(root, verb.name)
            assert found is not None
            yield from _verb(found, click.Context(found, info_name=verb.name, parent=root))
    extras = tuple((f"confnotes[{name}]", text) for name, text in EXTRAS)
    sections = {"ENVIRONMENT": ENVIRONMENT, "FILES": FILES, "NETWORK": NETWORK, "EXTRAS": extras}
    for title, rows in {**sections, "EXIT STATUS": EXIT_STATUS}.items():
        yield f".SH {title}"
        for name, text in rows:
            yield from (".TP", f".B {_plain(name)}", _line(text))


def _verb(command_: click.Command, ctx: click.Context) -> Iterator[str]:
    pieces = " ".join(piece for piece in command_.collect_usage_pieces(ctx) if piece != "[OPTIONS]")
    yield from (".TP", f".B confnotes {_plain(ctx.info_name or '')}\\fR {_plain(pieces)}".rstrip())
    first, *rest = _paragraphs(inspect.cleandoc(command_.help or ""))
    yield from (first, ".RS", *rest, *_options(command_, ctx), ".RE")


def _options(command_: click.Command, ctx: click.Context) -> Iterator[str]:
    common = {name for option in common_options() for name in option.opts} | {"--help"}
    for option in command_.get_params(ctx):
        record = option.get_help_record(ctx)
        if (
            record is None
            or not isinstance(option, click.Option)
            or (ctx.parent is not None and common & set(option.opts))
        ):
            continue
        yield from (".TP", f".B {_plain(record[0])}", _line(record[1]))


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs; those after click's mark `\\b` keep their lines."""
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
        if number:
            yield ".PP"
        lines = paragraph.split("\n")
        if lines[0].strip() == "\b":
            yield from (".nf", *(_line(line) for line in lines[1:]), ".fi")
        else:
            yield _line(" ".join(lines))


def _line(text: str) -> str:
    """A line of text, with words in backticks (commands) in bold."""
    parts = _CODE.split(text)
    line = "".join(f"\\fB{_plain(part)}\\fR" if at % 2 else _plain(part) for at, part in enumerate(parts))
    return f"\\&{line}" if line.startswith((".", "\\(aq")) else line


def _plain(text: str) -> str:
    """The text in ASCII, without anything that roff would act on."""
    return "".join(_SIGNS.get(sign) or (sign if sign.isascii() else f"\\[u{ord(sign):04X}]") for sign in text)
