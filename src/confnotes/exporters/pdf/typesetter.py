"""Typst at work: our template, data that it reads, and the pictures that the data names; nothing else is in reach."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from confnotes.errors import ConfnotesError
from confnotes.exporters.pdf.fonts import unshown

if TYPE_CHECKING:
    from typst import Fonts

_TEMPLATES = ("book.typ", "data.typ", "formulas.typ", "notes.typ", "parts.typ")
_ACCESSIBLE = "ua-1"


@dataclass(frozen=True, slots=True)
class Typeset:
    """A PDF, and the letters in it that no font on this machine has."""

    data: bytes
    unshown: str = ""


def typeset(data: Mapping[str, Any], pictures: Mapping[str, bytes]) -> Typeset:
    """The book as PDF/UA-1, which readers can read aloud; as plain PDF where it has letters that no font has.

    The same data and fonts give the same bytes. Raises ConfnotesError where typst is missing or fails.
    """
    typst = _typst()
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    with TemporaryDirectory(prefix="confnotes-") as name:
        folder = Path(name)
        for file, content in {**_templates(), "book.json": text.encode("utf-8", "replace"), **pictures}.items():
            (folder / file).write_bytes(content)
        compiler = typst.Compiler(
            folder / "book.typ",
            root=folder,
            font_paths=fonts(),
            package_path=folder / "none",
            package_cache_path=folder / "none",
        )
        try:
            return Typeset(_packed(compiler.compile(format="pdf", pdf_standards=[_ACCESSIBLE], timestamp=0)))
        except typst.TypstError as error:
            missing = unshown(f"{error} {getattr(error, 'diagnostic', '')}")
        try:
            return Typeset(_packed(compiler.compile(format="pdf", timestamp=0)), missing)
        except typst.TypstError as error:
            raise ConfnotesError(f"typst could not set the PDF: {error}", "choose another form, such as html") from None


@cache
def fonts() -> Fonts:
    """The fonts of this machine and those that typst brings; raises ConfnotesError where typst is missing."""
    found: Fonts = _typst().Fonts()
    return found


def _packed(pdf: bytes) -> bytes:
    """The same PDF at a third of its size: typst writes what makes it readable aloud as thousands of plain objects."""
    import pikepdf

    smaller = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(smaller, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return smaller.getvalue()


def _typst() -> Any:
    try:
        import pikepdf  # noqa: F401
        import typst
    except ImportError:
        raise ConfnotesError("PDF needs typst, which is not installed", "pip install 'confnotes[pdf]'") from None
    return typst


@cache
def _templates() -> dict[str, bytes]:
    return {name: (files("confnotes.exporters.pdf") / name).read_bytes() for name in _TEMPLATES}
