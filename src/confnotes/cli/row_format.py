"""`--format '{path}\\t{title}'`: rows for scripts, one per line, or ended by NUL for `xargs -0`.

The fields are those of `--json`, and `{file}`: the path of the note on disk, for editors.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from string import Formatter
from typing import Any, Final, NamedTuple, TypeVar

import click

from confnotes.cli.printing import say_exactly
from confnotes.errors import UsageError
from confnotes.markup.safe import safe_text

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])

_FILE: Final = "file"
_NEAR = 60  # of 100: minimum similarity of a field that is suggested
_EXAMPLE = r"for example: --format '{title}\t{path}'"


class _Piece(NamedTuple):
    """Text of a template and the field after it, with the field's width or time format."""

    text: str
    field: str | None
    spec: str


class UnknownFormatError(UsageError):
    """A word that is neither a template with a field nor one of the `known` formats."""

    def __init__(self, word: str, *known: str) -> None:
        named = f"Use {', '.join(known)}" if known else "Use --json"
        hint = "Use --json." if word.casefold() in ("json", "jsonl") else f"{named} or a template, {_EXAMPLE}"
        super().__init__(f"Unknown format “{word}”", hint)


class RowFormat:
    """A template for rows. Raises UsageError if it is invalid."""

    def __init__(self, template: str, *, null: bool = False) -> None:
        self._pieces = list(_pieces(template))
        if all(piece.field is None for piece in self._pieces):
            raise UnknownFormatError(template)
        self._end = "\0" if null else "\n"

    def print_rows(self, rows: Iterable[Mapping[str, object]], vault: Path) -> None:
        """Print one line per row; raises UsageError for an unknown field."""
        rows = list(rows)
        known = list(dict.fromkeys(name for row in rows for name in row))
        if known:
            self._check_fields([*known, _FILE])
        for row in rows:
            say_exactly(self._text(row, vault) + self._end)

    def _check_fields(self, known: list[str]) -> None:
        for piece in self._pieces:
            if piece.field is not None and piece.field not in known:
                from confnotes.markup.find_by_name import nearest

                near = [known[at] for at, _ in nearest(piece.field, known, 1, _NEAR)]
                meant = f"Did you mean {{{near[0]}}}? " if near else ""
                raise UsageError(f"Unknown field {{{piece.field}}}", f"{meant}Fields: {', '.join(known)}")

    def _text(self, row: Mapping[str, object], vault: Path) -> str:
        return "".join(
            piece.text + (_formatted(_value(row, piece.field, vault), piece) if piece.field is not None else "")
            for piece in self._pieces
        )


def row_format_of(ctx: click.Context, template: str | None) -> RowFormat | None:
    """The template, with the end that `--null` sets; raises UsageError for `--null` alone."""
    null = bool(ctx.meta.get(_NULL))
    if template is not None:
        return RowFormat(template, null=null)
    if null:
        raise UsageError("--null needs a template", _EXAMPLE)
    return None


def refuse_two(as_json: bool, row_format: object) -> None:
    """Raise UsageError if both `--json` and `--format` are given."""
    if as_json and row_format is not None:
        raise UsageError("--json and --format exclude each other", "Use one of them.")


_NULL: Final = "confnotes.null"


def _keep(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    ctx.meta[_NULL] = value


def _read(ctx: click.Context, _option: click.Parameter, value: str | None) -> RowFormat | None:
    return row_format_of(ctx, value)


null_option = click.option(
    "--null", "-0", is_flag=True, is_eager=True, expose_value=False, callback=_keep, help="End rows with NUL."
)


def format_options(function: AnyFunction) -> AnyFunction:
    """`--format TEMPLATE` and `--null`; the verb gets a RowFormat as `row_format`, or None."""
    decorated = click.option(
        "--format", "-f", "row_format", metavar="TEMPLATE", callback=_read, help=r"Print rows like '{title}\t{path}'."
    )(function)
    return null_option(decorated)


def _pieces(template: str) -> Iterable[_Piece]:
    try:
        parsed = list(Formatter().parse(_unescaped(template)))
    except ValueError:
        raise UsageError(f"Invalid template “{template}”", f"Write {{{{ and }}}} for braces; {_EXAMPLE}") from None
    for text, field, spec, conversion in parsed:
        if field == "" or conversion:
            raise UsageError("Invalid template: a field needs a name", _EXAMPLE)
        yield _Piece(text, field, spec or "")


def _unescaped(template: str) -> str:
    parts = template.split(r"\\")
    return "\\".join(part.replace(r"\t", "\t").replace(r"\n", "\n") for part in parts)


def _value(row: Mapping[str, object], field: str, vault: Path) -> object:
    if field != _FILE or field in row:
        return row.get(field)
    path = row.get("path") or row.get("note")
    return str(Path(str(row.get("vault") or vault), path)) if isinstance(path, str) else None


def _formatted(value: object, piece: _Piece) -> str:
    text = safe_text(_plain(value), lines=False)
    if not piece.spec:
        return text
    try:
        if "%" in piece.spec:
            return datetime.fromisoformat(text).strftime(piece.spec) if text else ""
        return format(text, piece.spec)
    except (ValueError, OverflowError, MemoryError):
        raise UsageError(
            f"Cannot write “{text}” as {{{piece.field}:{piece.spec}}}",
            "Give a width, as in {title:<40}, or a time, as in {start:%H:%M}",
        ) from None


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_plain, value))
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
