"""Keys and pastes that Textual misreads.

Textual reads Esc and a digit as what a Mac's keyboard types there; after Esc and a letter it waits for more of the same
key, so that quick typing puts both into the text; it reads alt with a point or a blank as these characters, keys in
xterm's modifyOtherKeys format as letters, and unknown function keys as characters, too. It ends at keys of kitty's
protocol with details that it did not ask for, as after another program that did, and at a byte that is not UTF-8,
which terminals set to Latin-1 and old mouse reports send. It reads Esc and a letter typed within a tenth of a second as
alt with that letter.

Pasted text is text: nothing between the marks of a paste may act as a key. Textual reads escape sequences inside a
paste as keys, one of which could leave the note, and takes milliseconds for each. Here pastes lose their escape
characters before that, also if a read of the terminal cuts a mark. A paste whose end got lost would swallow all
further keys, ctrl+q included; it ends after a second.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Final

from textual.events import Key
from textual.keys import Keys
from textual.message import Message

from confnotes.tui.keymap.names import KeyboardProtocol
from confnotes.tui.textual_private import FUNCTIONAL_KEYS, XTermParser, read_any_bytes, tell_esc_apart, understand_keys

_ALT: Final = re.compile(r"\x1b([^\x00-\x1f\x7fNOPX\[\]\\^_])")
"""Alt and a character. After the excluded ones a sequence may continue. Textual takes alt+b for ctrl+left, so that vim
mode could not tell it from Esc and b.
"""

_OTHER_KEY: Final = re.compile(r"\x1b\[27;(\d+);(\d+)~")
_KITTYS_KEY: Final = re.compile(r"\x1b\[(\d+)(?::[\d:]*)?(?:;(\d*)(?::(\d+))?(;[\d:]*)?)?([u~A-HPQRS])")
"""A key in kitty's format, with details after colons: what other layouts have there, and whether it was released."""

_CONTROL: Final = re.compile(r"\x1b\[(\d+);(\d+)u")
_OF_CONTROL: Final = {
    ("[", 4): ("escape", "\x1b"),
    ("j", 4): ("ctrl+j", "\n"),
    **dict.fromkeys((("6", 4), ("6", 5)), ("ctrl+circumflex_accent", None)),
    **dict.fromkeys((("2", 4), ("2", 5)), ("ctrl+@", None)),
    **dict.fromkeys((("-", 4), ("-", 5)), ("ctrl+underscore", None)),
}
"""Keys that fingers use for others, as ctrl holds them together in all terminals but those with kitty's protocol: by
character, with ctrl, and with shift."""

_SHIFTED: Final = dict(zip("`1234567890-=[]\\;',./", '~!@#$%^&*()_+{}|:"<>?', strict=True))
"""Signs above others on the keyboard of the United States: kitty's protocol names the key, other terminals the sign."""

_RELEASED: Final = "3"
_FUNCTION_KEY: Final = re.compile(r"\x1b\[(\d+)(?:;\d+)?~")
_RXVT: Final = {"\x1b[7^": "ctrl+home", "\x1b[8^": "ctrl+end"}
"""Sequences that Textual confuses."""

_ANSWER: Final = re.compile(r"\x1b(?:\]\d+;[^\x07\x1b]*(?:\x07|\x1b\\)|[P_][^\x1b]*\x1b\\|\[\?[\d;]*c)")
"""What a terminal answers, perhaps to a program before this one; Textual would type it into the note."""

_OURS: Final = ("\x1bP>|", "\x1b[?")
"""How the answers begin that are of use: the terminal's name, and what it can do."""

_CUT_ANSWER: Final = re.compile(r"\x1b(?:\[\?[\d;]*|P>(?:\|[^\x1b]{0,200}\x1b?)?)\Z")
_ESC_AND_SIGN: Final = 2
"""The beginning of an answer that may have been passed on before: it could have been a key."""

_BEGIN: Final = "\x1b[200~"
_END: Final = "\x1b[201~"
STALLED: Final = 1.0  # seconds: a paste over a bad connection has such gaps, and nobody waits longer for a key
_LONGEST_KEY: Final = 16  # characters of a key that is pressed or held down
_CUT_END: Final = re.compile(r"\x1b(?:\[(?:2(?:0(?:1)?)?)?)?\Z")

_installed = False


def understand(sequence: str) -> Key | str:
    """The key of such a sequence; otherwise what to pass to Textual, mostly the sequence itself."""
    if found := _ALT.fullmatch(sequence):
        shift = "shift+" if found[1].isupper() else ""
        return Key(f"alt+{shift}{found[1].lower()}", None)
    if found := _OTHER_KEY.fullmatch(sequence):
        sequence = f"\x1b[{found[2]};{found[1]}u"
    if ":" in sequence and (found := _KITTYS_KEY.fullmatch(sequence)):
        code, modifiers, kind, text, end = found.groups("")
        if kind == _RELEASED:
            return Key(Keys.Ignore, None)
        sequence = f"\x1b[{code};{modifiers}{text}{end}"
    if found := _CONTROL.fullmatch(sequence):
        KeyboardProtocol.tells_all = True
        if key := _as_elsewhere(int(found[1]), int(found[2])):
            return key
    if (found := _FUNCTION_KEY.fullmatch(sequence)) and f"{found[1]}~" not in FUNCTIONAL_KEYS:
        return Key(Keys.Ignore, None)
    return Key(_RXVT[sequence], None) if sequence in _RXVT else sequence


def _as_elsewhere(code: int, modifiers: int) -> Key | None:
    """The key that other terminals make of this one with ctrl, or alt and shift; locks make no difference."""
    sign, held = chr(code) if code < 127 else "", modifiers - 1 & 63
    if same := _OF_CONTROL.get((sign, held)):
        return Key(*same)
    return Key(f"alt+{_SHIFTED[sign]}", None) if held == 3 and sign in _SHIFTED else None


class TerminalAnswer(Message):
    """The terminal told its name, or its device attributes: `sequence`."""

    def __init__(self, sequence: str) -> None:
        super().__init__()
        self.sequence = sequence


class PasteFilter:
    """Takes input of a terminal piece by piece, and returns it without escape characters in pastes.

    A paste whose end does not come is shown after `STALLED` seconds, and what follows is its rest, or the next key.
    Answers of the terminal are taken out; `answers` has those of use until they are fetched.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._in_paste = self._has_stalled = False
        self._held = self._before = self._cut = ""
        self._came = 0.0
        self.answers: list[str] = []

    def __call__(self, data: str) -> str:
        kept = [self._after_stall(data)] if self._has_stalled else []
        if kept and not self._in_paste:
            data = kept.pop()
        if self._in_paste:
            self._came = self._clock()
        data, self._held = self._held + data, ""
        while data:
            if not self._in_paste:
                seen, late = len(self._before), self._clock() - self._came >= STALLED
                before, mark, data = (self._before + ("" if late else self._cut) + data).partition(_BEGIN)
                cut = None if mark else _CUT_ANSWER.search(before, max(seen - _ESC_AND_SIGN, 0))
                whole = len(before) if cut is None else max(cut.start(), seen)
                before, self._cut = before[:whole], before[whole:]
                kept.append(self._without_answers(before + mark, seen))
                self._before = "" if mark else before[1 - len(_BEGIN) :]
                self._in_paste, self._came = bool(mark), self._clock()
                continue
            pasted, mark, data = data.partition(_END)
            if not mark and (cut := _CUT_END.search(pasted)):
                pasted, self._held = pasted[: cut.start()], cut[0]
            kept += [pasted.replace("\x1b", ""), mark]
            self._in_paste = not mark
        return "".join(kept)

    def _without_answers(self, text: str, seen: int) -> str:
        """The text from `seen` on without answers of the terminal, one of which may have begun before."""
        kept, at = "", seen
        for answer in _ANSWER.finditer(text):
            if answer.end() > seen:
                kept += text[at : max(answer.start(), at)]
                at = answer.end()
                self.answers += [answer[0]] * answer[0].startswith(_OURS)
        return kept + text[at:]

    def _after_stall(self, data: str) -> str:
        """The beginning of another paste for the rest of a stalled one; other input ends that and is returned."""
        self._has_stalled = False
        if (self._held + data).startswith(_END):
            data = (self._held + data)[len(_END) :]
        elif len(data) > _LONGEST_KEY:
            return _BEGIN
        self._in_paste, self._held = False, ""
        return data

    def stall(self) -> str:
        """The end of a paste of which nothing has come for a while; otherwise nothing."""
        if not self._in_paste or self._has_stalled or self._clock() - self._came < STALLED:
            return ""
        self._has_stalled = True
        return _END


def install() -> None:
    """Apply this to all terminal input from now on; call it once, before the app runs."""
    global _installed
    if not _installed:
        _installed = True
        understand_keys(understand)
        read_any_bytes()
        tell_esc_apart()
        _filter_pastes()


def _filter_pastes() -> None:
    """Remove escape characters from pastes in all terminal input, and end those that stall."""
    feed, tick = XTermParser.feed, XTermParser.tick

    def filter_of(parser: XTermParser) -> PasteFilter:
        found: PasteFilter = parser.__dict__.setdefault("_paste_filter", PasteFilter())
        return found

    def filtered_feed(self: XTermParser, data: str) -> Iterable[Message]:
        from confnotes.tui.windows_keys import WindowsKeys  # no key is pressed before the first frame

        windows: WindowsKeys = self.__dict__.setdefault("_windows_keys", WindowsKeys())
        kept, answers = filter_of(self)(windows(data)), filter_of(self).answers
        while answers:
            yield TerminalAnswer(answers.pop(0))
        if kept or not data:  # Textual takes an empty piece as the end of the input.
            yield from feed(self, kept)

    def ending_tick(self: XTermParser) -> Iterable[Message]:
        if end := filter_of(self).stall():
            yield from feed(self, end)
        yield from tick(self)

    XTermParser.feed = filtered_feed  # type: ignore[method-assign]
    XTermParser.tick = ending_tick  # type: ignore[assignment, method-assign]
