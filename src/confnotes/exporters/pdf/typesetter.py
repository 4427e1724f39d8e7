"""Run typst with our template, its data and the pictures named there; it can access nothing else.

Typst runs in a process of its own, because nothing else can stop it. The process stays for a while, because it
remembers what it has set: a book in which one note changed is set again in a sixth of the time.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from threading import Lock, Thread, Timer
from typing import TYPE_CHECKING, Any

from confnotes.errors import ConfnotesError
from confnotes.exporters.pdf.fonts import unshown
from confnotes.extras import install_extra
from confnotes.wanted import go_on

if TYPE_CHECKING:
    from typst import Fonts

_TEMPLATES = ("book.typ", "data.typ", "formulas.typ", "notes.typ", "parts.typ")
_ACCESSIBLE = "ua-1"
_MADE = "book.pdf"
_DATA = "book.json"
_OWN_FONTS = "--own-fonts"
_DONE = b"set: "
_LOOK_SECONDS = 0.1
KEPT_SECONDS = 120.0
"""How long typst waits for the next book: what it remembers of 300 notes takes a gigabyte."""

SYSTEM_FONTS = True
"""Whether to use installed fonts besides those bundled with typst."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """A PDF, and its characters without an installed font."""

    data: bytes
    unshown: str = ""


def typeset(data: Mapping[str, Any], pictures: Mapping[str, bytes]) -> Typeset:
    """The book as PDF/UA-1 for screen readers; as plain PDF if characters lack a font.

    The same data and fonts give the same bytes. Raises ConfnotesError if typst is missing or fails, UnwantedError if
    cancelled.
    """
    _typst()
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    while not _in_use.acquire(timeout=_LOOK_SECONDS):
        go_on()
    try:
        made, said = _running().typeset({_DATA: text, **pictures})
    finally:
        _in_use.release()
    return Typeset(_packed(made), said)


class _Typst:
    """A process with typst, and the folder that it can read. Only who has `_in_use` may use it."""

    def __init__(self) -> None:
        self.system_fonts = SYSTEM_FONTS
        self._temporary = TemporaryDirectory(prefix="confnotes-")
        self.folder = Path(self._temporary.name)
        self._answers: SimpleQueue[bytes] = SimpleQueue()
        self._idle: Timer | None = None
        for name, content in _templates().items():
            (self.folder / name).write_bytes(content)
        options = [] if self.system_fonts else [_OWN_FONTS]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__, self._temporary.name, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        Thread(target=self._listen, daemon=True).start()

    @property
    def is_running(self) -> bool:
        """Whether it can set another book."""
        return self._process.poll() is None and self.folder.is_dir()

    def typeset(self, given: Mapping[str, bytes]) -> tuple[bytes, str]:
        """The PDF of what is given, and the characters without a font."""
        if self._idle is not None:
            self._idle.cancel()
        try:
            for name, content in given.items():
                (self.folder / name).write_bytes(content)
            answer = self._asked()
            said = answer.decode("utf-8", "replace").strip()
            if not answer.startswith(_DONE):
                raise ConfnotesError(f"typst could not create the PDF: {said}", "Choose another format, such as html.")
            made = (self.folder / _MADE).read_bytes()
            for name in (*given, _MADE):  # no notes stay there while it waits
                (self.folder / name).unlink()
        except BaseException:
            self.end()
            raise
        missing = said.removeprefix(_DONE.decode().strip()).strip()
        if missing:
            self.end()  # the next one finds the fonts that were installed since
        else:
            self._idle = Timer(KEPT_SECONDS, _end_if_idle, [self])
            self._idle.daemon = True
            self._idle.start()
        return made, missing

    def _asked(self) -> bytes:
        """The answer of the process: a line that begins with `_DONE`, else its last words."""
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write(b"\n")
            self._process.stdin.flush()
        words: list[bytes] = []
        while True:
            go_on()
            with suppress(Empty):
                line = self._answers.get(timeout=_LOOK_SECONDS)
                words.append(line)
                if not line or line.startswith(_DONE):
                    return line or b"".join(words)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put(b"")

    def end(self) -> None:
        """End the process and remove its folder."""
        if self._idle is not None:
            self._idle.cancel()
        self._process.kill()
        self._process.wait()
        self._temporary.cleanup()


_in_use = Lock()
_kept: list[_Typst] = []


def _running() -> _Typst:
    """The process that was kept, else a new one."""
    if _kept and not (_kept[0].is_running and _kept[0].system_fonts == SYSTEM_FONTS):
        _kept.pop().end()
    if not _kept:
        _kept.append(_Typst())
    return _kept[0]


def _end_if_idle(typst: _Typst) -> None:
    with _in_use:
        if _kept == [typst]:
            _kept.pop().end()


@atexit.register
def end_kept() -> None:
    """End the process that was kept for the next book."""
    while _kept:
        _kept.pop().end()


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
    """For each line of input, typeset the book in the given folder; print characters without a font, or the error."""
    typst: Any = import_module("typst")
    folder = Path(sys.argv[1])
    compiler = typst.Compiler(
        folder / "book.typ",
        root=folder,
        font_paths=typst.Fonts(include_system_fonts=_OWN_FONTS not in sys.argv),
        package_path=folder / "none",
        package_cache_path=folder / "none",
    )
    for _ in sys.stdin.buffer:
        missing = ""
        try:
            made = compiler.compile(format="pdf", pdf_standards=[_ACCESSIBLE], timestamp=0)
        except typst.TypstError as error:
            missing = unshown(f"{error} {getattr(error, 'diagnostic', '')}")
            try:
                made = compiler.compile(format="pdf", timestamp=0)
            except typst.TypstError as failed:
                sys.exit(str(failed))
        (folder / _MADE).write_bytes(made)
        sys.stdout.buffer.write(_DONE + missing.encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
