"""Key sequences by class, for comparing our engine with real emacs.

`emacs_answers.json` holds what emacs made of them. `python tests/emacs_keys.py` records them anew, where emacs is
installed.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from real_emacs import ask_emacs
from real_vim import Outcome
from vim_keys import applied, difference, write_answers

_ANSWERS: Final = Path(__file__).parent / "emacs_answers.json"
NOTE: Final = (
    *("# Tides in Memory", ""),
    "Speaker says: the moon (and the sun) pulls. It is big! Yes?",
    '- [ ] read the paper, ask "why not" twice',
    "- a nested {thing (with [brackets])} here",
    "  - deeper item, number 41 and 0x1f",
    *("", "> quoted text, twice the text", "", ""),
    "The end has two   lines and a café.",
    "Don't stop: read_it again.",
)
LIST: Final = ("one two  three", "", "1. first item", "   indented text here  ", "", "", "Last. Really? Yes!")
TEXTS: Final = {"note": NOTE, "list": LIST, "empty": ("",)}

_SEQUENCES: Final = {
    "moving": """
        C-f | C-f C-f C-b | C-n | C-n C-n C-e | C-n C-n C-e C-n | C-n C-n C-e C-n C-n C-p | C-e C-f | M-f | M-f M-f
        M-f M-f M-f M-b | C-n C-n M-f M-f M-f M-f M-b | M-> | M-> M-b | M-> M-b M-b M-b | M-> C-a C-p | M-< | C-n M-<
        C-u C-f | C-u C-u C-f | C-u 7 C-f | C-u 1 2 C-f | C-u - C-n | C-n C-n C-u - 2 C-p | M-5 C-f | M-1 M-2 C-f
        C-u 3 M-f | C-u - M-f | C-u 3 C-n | C-u 2 C-n C-u 5 C-f C-n C-n C-n | C-n C-n C-n C-n C-n M-m
        C-n C-n C-n C-n C-n C-e M-m | M-} | M-} M-} | M-} M-} M-{ | M-> M-{ | M-> M-{ M-{ | M-> M-{ C-p M-{
        C-u 2 M-} | C-u 3 C-a | C-u 3 C-e | C-n C-n M-e | C-n C-n M-e M-e | C-n C-n C-e M-a | C-n C-n C-e M-a M-a
        C-u 4 M-g g | C-u 5 M-g M-g C-e | C-n C-f C-f C-p | C-n C-n C-u 3 0 C-f C-n C-n C-n C-n
    """,
    "killing": """
        C-k | C-k C-k | C-k C-k C-k | C-k C-k C-n C-y | C-k C-n C-k C-y | C-k C-n C-k C-y M-y | C-k C-f C-k C-y M-y M-y
        C-n C-n C-u 2 C-k C-y C-y | C-n C-n M-f C-u 0 C-k | C-n C-n C-n C-f C-u - C-k C-y | C-u 2 C-k M-> C-y
        M-d | M-d M-d | M-d M-d C-e C-y | C-n C-n M-f M-f M-DEL | C-n C-n M-f M-f M-DEL M-DEL C-e C-y
        C-n C-n M-f M-d M-DEL C-y | C-n C-n M-f M-DEL M-d C-y | C-u 3 M-d C-y C-y | C-d | C-d C-d | C-u 3 C-d C-y
        C-e C-d | C-n C-d | M-> DEL DEL | C-n C-n M-k | C-n C-n M-k M-k C-y | C-k C-y C-y | C-k C-y x C-y
        M-z i | M-z o C-y | C-u 2 M-z i | C-n C-n C-e C-u - M-z t | C-k C-f DEL C-k C-y | C-k a C-k C-y
        M-d C-f M-d C-y M-y
        C-n C-n C-n C-n C-n C-k C-k C-k C-y | M-> C-a C-k C-p C-y | C-k M-d C-y | C-k C-u 3 C-f C-k C-y M-y M-y C-k C-y
    """,
    "the region": """
        C-SPC M-f C-w | C-SPC M-f C-w C-e C-y | C-SPC C-n C-n C-w | C-SPC C-n M-w C-y | C-SPC M-f M-w C-e C-y
        C-n C-n C-SPC C-p C-p C-w C-y | M-f C-SPC M-f C-x C-x C-w | M-f C-SPC M-f M-f C-x C-x C-x C-x C-w C-y
        C-SPC M-f | C-SPC M-f C-g | C-SPC C-SPC M-f | C-SPC M-f C-g C-x C-x | C-x h | C-x h C-w | C-x h M-w M-> C-y
        C-x h C-w C-y | C-SPC M-f x | C-SPC M-f C-d | C-SPC M-f DEL | C-n C-n C-SPC C-e C-x C-u | C-SPC C-n C-n C-x C-l
        M-f C-SPC M-f C-u C-SPC | C-f C-SPC C-f C-f C-SPC M-> C-u C-SPC C-u C-SPC | C-w | C-n C-n M-h | C-n C-n M-h C-w
        M-@ | M-@ M-@ | C-n C-n M-@ M-@ C-w C-y | C-k C-y C-x C-x | C-k C-y C-w | C-SPC C-k C-w | C-SPC C-n C-k C-y
        M-> C-x C-x | C-n C-SPC M-> C-w | C-SPC C-n C-n C-w C-/ | M-w C-y | C-SPC C-f C-f C-f C-w C-k C-y
        C-n C-SPC C-n a b C-x C-x | C-SPC M-f C-SPC M-f C-w
    """,
    "typing": """
        a b c | a SPC b RET c | M-f RET | C-u 5 a | C-u a | C-u 3 SPC x | C-u 1 2 * | M-3 x | C-o | C-e C-o
        C-u 2 C-o x
        C-n C-o y | C-j | C-q x | C-u 2 C-q y | C-u 2 C-u 5 | C-u 0 x | a DEL b | C-n C-n M-f DEL DEL x
    """,
    "case and order": """
        M-u | M-l | M-c | M-f M-u | M-f C-b C-b M-c | C-n C-n C-f M-c | C-u 3 M-u | C-u - M-u | M-f C-u - M-c
        C-u 2 M-c
        M-f M-f C-u - 2 M-l | C-t | C-f C-t | C-f C-f C-t | C-e C-t | C-e C-t C-t | C-n C-n C-e C-t | C-f C-u 3 C-t
        C-n C-n C-t | M-t | M-f M-t | M-f M-f M-t | C-n C-n M-f M-f M-t | C-n C-n M-f M-f C-b M-t | C-n C-n M-f M-t M-t
        C-x C-t | C-n C-x C-t | C-n C-n C-n C-x C-t C-x C-t | M-> C-x C-t | M-> C-a M-u M-u | M-> M-b M-b M-c
    """,
    "blanks and lines": """
        C-n M-^ | C-n C-n M-^ | C-n C-n C-n M-^ | C-n C-n C-n C-n C-n M-^ | C-n C-n C-n C-u M-^ | M-> M-b C-b M-SPC
        M-f M-SPC | M-f M-\\ | C-u 3 C-n M-m M-\\ | M-f C-u 3 M-SPC | C-n C-x C-o | C-n C-n C-n C-n C-x C-o
        C-u 4 C-n C-x C-o | C-u 5 C-n C-x C-o | C-u 8 C-n C-x C-o | C-u 9 C-n C-x C-o x | C-x C-o | M-> C-p C-p C-x C-o
        C-u 7 C-n C-x C-o
    """,
    "undo": """
        C-k C-/ | C-k C-k C-/ | C-k C-k C-/ C-/ | a b c C-/ | M-d M-d C-x u | M-d C-f C-/ | C-k C-y C-/ | C-t C-/
        M-u C-/
        C-SPC C-n C-w C-/ | a b C-n c d C-/ | a b C-n c d C-/ C-/ | C-e RET x C-/ | C-n C-o x C-/
        C-x h C-w C-/ | M-f M-t C-/
    """,
    "searching": """
        C-s t RET | C-s t h e RET | C-s t h e RET x | C-s t h e C-s RET | C-s t h e C-s C-s RET x | C-s T h e RET x
        C-s z z z C-g C-g | C-s t h z C-g RET x | C-s t h e C-g x | C-s t h e DEL DEL RET x | C-s t h e C-f x
        C-s t h e C-a x | C-s t w o C-s C-s C-s RET x | C-s e RET C-s C-s RET x | M-> C-r t RET
        M-> C-r t h e RET x | M-> C-r t h e C-r RET x | C-s t h e C-r RET x | C-s t h e C-r C-r RET x
        M-> C-r t h e C-s RET x
        C-n C-n C-s i s C-k | C-SPC C-s t h e RET C-w | C-s t h e RET C-x C-x | C-s i t SPC i s RET x | C-s . RET x
        C-s e C-s C-s DEL RET x | C-s n o p e RET x | M-f C-s t h e C-g x | C-s a n C-s C-r RET x
        C-s t h e RET C-u C-SPC x
        C-n C-n C-s e RET C-r e RET x | C-s M e m RET C-k C-y | M-> C-r e C-r C-r C-g x | C-s ( RET C-d
        C-s e x C-s RET x
    """,
}
_RANDOM: Final = """
    C-f | C-b | C-n | C-p | C-a | C-e | M-f | M-b | M-d | M-DEL | C-k | C-k | C-y | C-d | C-t | M-t | M-u | M-l | M-c
    C-o | C-SPC | C-w | M-w | a | SPC | RET | DEL | M-m | M-> | M-< | M-} | M-{ | M-^ | M-SPC | C-u 3 C-f | C-u 2 C-k
    C-u 2 M-d | C-x C-x | C-s e RET | C-s t h RET | C-r e RET | C-x h | C-k C-/
"""


class KeyCase(NamedTuple):
    """A text by its name, and keys."""

    text: str
    keys: str


class Answer(NamedTuple):
    """What came out: text and cursor, and the mark if the text between both is selected."""

    outcome: Outcome
    mark: tuple[int, int] | None


def table() -> list[KeyCase]:
    """The sequences of the table on the long note; the short ones on the other texts, too."""
    cases = [KeyCase("note", keys) for lines in _SEQUENCES.values() for keys in _sequences_in(lines)]
    short = [case.keys for case in cases if len(case.keys.split()) <= 2]
    others = [KeyCase(name, keys) for name in ("list", "empty") for keys in short]
    cases = list(dict.fromkeys([*cases, *others]))
    cases.remove(KeyCase("empty", "C-x C-t"))  # emacs adds lines
    return cases


def _sequences_in(lines: str) -> list[str]:
    return [keys for line in lines.split("\n") for one in line.split("|") if (keys := one.strip())]


def random_cases(seed: int, number: int) -> Iterator[KeyCase]:
    """Random sequences of commands, the same ones for the same seed."""
    chance, commands = random.Random(seed), _sequences_in(_RANDOM)
    for _ in range(number):
        keys = ["C-n"] * chance.randrange(4) + [chance.choice(commands) for _ in range(chance.randrange(1, 7))]
        yield KeyCase(chance.choice(("note", "list")), " ".join(keys))


def answers() -> dict[KeyCase, Answer]:
    """What emacs answered about the table when it was asked last."""
    found = {}
    for name, keys, *changed, mark in json.loads(_ANSWERS.read_text(encoding="utf-8")):
        found[KeyCase(name, keys)] = Answer(applied(TEXTS[name], changed), tuple(mark) if mark else None)
    return found


def _record() -> None:
    """Ask emacs about the table, and write down its answers as differences to the texts."""
    cases = table()
    with tempfile.TemporaryDirectory() as folder:
        asked = ask_emacs([(TEXTS[case.text], case.keys) for case in cases], Path(folder))
    rows = [
        [*case, *difference(TEXTS[case.text], outcome), mark]
        for case, (outcome, mark) in zip(cases, asked, strict=True)
    ]
    write_answers(_ANSWERS, rows)


if __name__ == "__main__":
    _record()
