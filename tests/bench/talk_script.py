"""The notes of a talk as somebody types them: every stroke, and the lines that must come out of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.corpus import words_of

ENTER = "\r"
_PASTE = "\x1b[200~{}\x1b[201~"


@dataclass
class Script:
    """Strokes, each sent at once, and the lines of the note that they make; lists go on by themselves."""

    strokes: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def characters(self) -> int:
        """How many characters the lines have."""
        return sum(len(line) for line in self.lines)

    def type(self, text: str) -> None:
        """Type a text key by key."""
        self.strokes += text

    def line(self, typed: str, shown: str | None = None) -> None:
        """A whole line and the key that ends it; `shown` where the editor adds to what is typed."""
        self.type(typed)
        self.strokes.append(ENTER)
        self.lines.append(typed if shown is None else shown)


def talk_script(characters: int, seed: int = 11) -> Script:
    """Paragraphs, lists, tasks, questions, links, people, tags, pastes and slips of the finger, mended."""
    chance = random.Random(seed)
    said = _sayings(chance)
    script = Script()
    while script.characters < characters:
        chance.choice((_paragraph, _list, _list, _task, _question, _paste, _slip))(script, chance, said)
    return script


def _sayings(chance: random.Random) -> Iterator[str]:
    """Lines of words, each with a number that no other line has."""
    vocabulary = [word for word in words_of(chance, 3000) if len(word) > 2]
    number = 0
    while True:
        number += 1
        yield " ".join([*chance.choices(vocabulary, k=chance.randint(3, 8)), f"n{number}"])


def _paragraph(script: Script, chance: random.Random, said: Iterator[str]) -> None:
    link = chance.choice(("", f" [[{next(said)}]] too", f" @Ada{chance.randint(1, 99)} said", " #topic/deep it is"))
    script.line(next(said) + link)


def _list(script: Script, chance: random.Random, said: Iterator[str]) -> None:
    first = next(said)
    script.line(f"- {first}")
    for _ in range(chance.randint(1, 3)):
        more = next(said)
        script.line(more, f"- {more}")
    script.strokes.append(ENTER)
    script.lines.append("")


def _task(script: Script, chance: random.Random, said: Iterator[str]) -> None:
    script.line(f"- [ ] {next(said)}")
    script.strokes.append(ENTER)
    script.lines.append("")


def _question(script: Script, chance: random.Random, said: Iterator[str]) -> None:
    script.line(f"? {next(said)}")


def _paste(script: Script, chance: random.Random, said: Iterator[str]) -> None:
    """Two lines from elsewhere, at once."""
    lines = [next(said), f"https://example.org/{chance.randint(1, 9999)} {next(said)}"]
    script.strokes += [_PASTE.format("\n".join(lines)), ENTER]
    script.lines += lines


def _slip(script: Script, chance: random.Random, said: Iterator[str]) -> None:
    """A word too much, taken back."""
    begin, end = next(said), next(said)
    script.type(f"{begin} slip")
    script.strokes += ["\x7f"] * len("slip")
    script.line(end, f"{begin} {end}")
