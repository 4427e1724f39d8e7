"""Run typst with our template, its data and the pictures named there; it can access nothing else."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from confnotes.errors import ConfnotesError
from confnotes.exporters.pdf.fonts import unshown
from confnotes.exporters.run_beside import run_beside
from confnotes.extras import install_extra

if TYPE_CHECKING:
    from typst import Fonts

_TEMPLATES = ("book.typ", "data.typ", "formulas.typ", "notes.typ", "parts.typ")
_ACCESSIBLE = "ua-1"
_MADE = "book.pdf"
_OWN_FONTS = "--own-fonts"

SYSTEM_FONTS = True
"""Whether to use installed fonts besides those bundled with typst."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """A PDF, and its characters without an installed font."""

    data: bytes
    unshown: str = ""


def typeset(data: Mapping[str, Any], pictures: Mapping[str, bytes]) -> Typeset:
    """The book as PDF/UA-1 for screen readers; as plain PDF if characters lack a font.

    The same data and fonts give the same bytes. Typst runs in a separate process, because nothing else can stop it.
    Raises ConfnotesError if typst is missing or fails, UnwantedError if cancelled.
    """
    _typst()
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    with TemporaryDirectory(prefix="confnotes-") as name:
        folder = Path(name)
        for file, content in {**_templates(), "book.json": text.encode("utf-8", "replace"), **pictures}.items():
            (folder / file).write_bytes(content)
        done = run_beside([sys.executable, "-P", "-m", __name__, name, *([] if SYSTEM_FONTS else [_OWN_FONTS])])
        said = done.stdout.decode("utf-8", "replace").strip()
        if done.returncode:
            raise ConfnotesError(f"typst could not create the PDF: {said}", "Choose another format, such as html.")
        return Typeset(_packed((folder / _MADE).read_bytes()), said)


@cache
def fonts() -> Fonts:
    """Installed fonts and those bundled with typst; raises ConfnotesError if typst is missing."""
    found: Fonts = _typst().Fonts(include_system_fonts=SYSTEM_FONTS)
    return found


def _packed(pdf: bytes) -> bytes:
    """The PDF compressed to a third: typst writes accessibility data as thousands of uncompressed objects."""
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
        raise ConfnotesError("PDF needs typst, which is not installed", f"Run: {install_extra('pdf')}") from None
    return typst


@cache
def _templates() -> dict[str, bytes]:
    return {name: (files("confnotes.exporters.pdf") / name).read_bytes() for name in _TEMPLATES}


def main() -> None:
    """Typeset the book in the given folder, and print characters without a font, or the error."""
    typst: Any = import_module("typst")
    folder = Path(sys.argv[1])
    compiler = typst.Compiler(
        folder / "book.typ",
        root=folder,
        font_paths=typst.Fonts(include_system_fonts=_OWN_FONTS not in sys.argv),
        package_path=folder / "none",
        package_cache_path=folder / "none",
    )
    missing = ""
    try:
        made = compiler.compile(format="pdf", pdf_standards=[_ACCESSIBLE], timestamp=0)
    except typst.TypstError as error:
        missing = unshown(f"{error} {getattr(error, 'diagnostic', '')}")
        try:
            made = compiler.compile(format="pdf", timestamp=0)
        except typst.TypstError as failed:
            sys.stdout.buffer.write(str(failed).encode())
            sys.exit(1)
    (folder / _MADE).write_bytes(made)
    sys.stdout.buffer.write(missing.encode())


if __name__ == "__main__":
    main()
