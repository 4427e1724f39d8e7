"""Years of conferences as one vault: programs, notes about their talks and beside them, people, papers, links.

    python tests/bench/big_vault.py FOLDER NOTES     a vault of confnotes
    python tests/bench/big_vault.py --foreign FOLDER NOTES     Markdown that other programs wrote

The same at every run.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
from bisect import bisect
from itertools import accumulate
from pathlib import Path

_TALKS_OF_LARGE = 6_000
_TALKS = 100
_PEOPLE = 4_000
_TOPICS = re.findall(
    r"\w+",
    "python async index query latency cache memory compiler runtime kernel database schema deployment tracing testing "
    "typing rust gpu tensor model inference training dataset pipeline streaming consensus security parser grammar",
)
_SERIES = ("PyCon US", "EuroPython", "RustConf", "FOSDEM", "SIGMOD", "NeurIPS", "KubeCon", "PyData Berlin")
_YEARS = range(2014, 2026)
LARGE = "ICML 2025"
"""The conference of 6,000 talks."""


class _Words:
    def __init__(self, seed: int) -> None:
        from bench.corpus import words_of

        self.chance = random.Random(seed)
        self.vocabulary = words_of(self.chance, 30_000)
        self._weights = list(accumulate(1 / (rank + 2.7) ** 1.07 for rank in range(len(self.vocabulary))))
        self.people = [f"{first} {last}" for first, last in zip(self._names(), self._names(), strict=True)]

    def _names(self) -> list[str]:
        return [self.chance.choice(self.vocabulary[60:6000]).title() for _ in range(_PEOPLE)]

    def words(self, number: int) -> str:
        total, roll = self._weights[-1], self.chance.random
        return " ".join(self.vocabulary[bisect(self._weights, roll() * total)] for _ in range(number))

    def sentence(self) -> str:
        return self.words(self.chance.randint(6, 18)).capitalize() + "."

    def title(self) -> str:
        return " ".join(self.chance.sample(self.vocabulary[8:5000], self.chance.randint(3, 7))).title()

    def person(self) -> str:
        return self.people[int(_PEOPLE * self.chance.random() ** 2)]

    def paper(self) -> str:
        return f"https://arxiv.org/abs/{self.chance.randint(1501, 2412)}.{self.chance.randint(1, 3000):05d}"


def make_big_vault(folder: Path, notes: int) -> None:
    """Fill the folder; one that is a vault already stays as it is."""
    if (folder / ".confnotes").is_dir():
        return
    words = _Words(11)
    talks: list[tuple[str, str, str, str]] = []
    for series in _SERIES[:4]:
        for year in _YEARS:
            talks += _conference(folder, words, f"{series} {year}", year, _TALKS)
    large = _conference(folder, words, LARGE, 2025, _TALKS_OF_LARGE)
    chance = words.chance
    talks = chance.sample(talks, min(len(talks), notes // 2)) + chance.sample(large, min(len(large), notes // 10))
    stems: list[str] = []
    for conference, key, start, title in talks:
        stem = f"{start[:10]} {start[11:13]}{start[14:16]} {title}"
        head = [f"title: {title}", f"talk: {key}", f"start: {start}", f"conference: '[[{conference}]]'"]
        _write(folder / conference / f"{stem}.md", _note(words, [*head, f"rating: {chance.randint(1, 5)}"], stems))
        stems.append(stem)
    for person in words.people[:200]:
        _write(folder / "People" / f"{person}.md", f"---\ntitle: {person}\ntype: person\n---\n{words.sentence()}\n")
    for number in range(notes - len(stems) - 200):
        stem = f"{words.title()} {number:05d}"
        head = [f"title: {stem[:-6]}", f"date: {chance.choice(_YEARS)}-{chance.randint(1, 12):02d}-11"]
        place = "Notes" if number % 3 else f"{chance.choice(_SERIES)} {chance.choice(_YEARS)}"
        _write(folder / place / f"{stem}.md", _note(words, head, stems))
        stems.append(stem)
    (folder / ".confnotes").mkdir()


def _conference(folder: Path, words: _Words, name: str, year: int, count: int) -> list[tuple[str, str, str, str]]:
    """Its program; answers folder, key, start and title of its talks."""
    place, chance = folder / name, words.chance
    month, slug = chance.randint(1, 12), name.lower().replace(" ", "-")
    _write(
        place / f"{name}.md",
        f"---\ntitle: {name}\ntype: conference\nstart: {year}-{month:02d}-10\nend: {year}-{month:02d}-15\n"
        f"timezone: Europe/Vienna\n---\n{words.sentence()}\n",
    )
    rooms = max(4, count // 150)
    lines, found = ["sessions:"], []
    for number in range(count):
        if number % 25 == 0:
            room = f"Hall {number // 25 % rooms}"
            lines += [f"  - id: s{number // 25}", f"    title: {words.words(3).title()}", f"    room: {room}"]
            lines += [f"    track: {chance.choice(_TOPICS)}", "    talks:"]
        day, at = 10 + number // 25 // rooms % 6, number % 25 * 20
        start, end = (
            f"{year}-{month:02d}-{day:02d}T{8 + minute // 60:02d}:{minute % 60:02d}:00" for minute in (at, at + 20)
        )
        title = words.title()
        speakers = ", ".join(dict.fromkeys(words.person() for _ in range(chance.randint(1, 4))))
        lines += [
            f"      - id: '{number}'",
            f"        title: {title}",
            f"        start: {start}",
            f"        end: {end}",
        ]
        lines += [
            f"        speakers: [{speakers}]",
            f"        abstract: {' '.join(words.sentence() for _ in range(4))}",
        ]
        if number % 2:
            lines += ["        resources:", "          - kind: paper", f"            url: {words.paper()}"]
            lines += [f"            title: {words.title()}"]
        found.append((name, f"{slug}/{number}", start, title))
    _write(place / "program.yaml", "\n".join(lines) + "\n")
    return found


def _note(words: _Words, head: list[str], stems: list[str]) -> str:
    chance = words.chance
    tags = chance.sample(_TOPICS, 2)
    lines = ["---", *head, f"tags: [{tags[0]}, area/{tags[1]}]"]
    if chance.random() < 0.2:
        lines.append(f"aliases: [{words.words(2).title()}]")
    lines += ["---", ""]
    for _ in range(chance.randint(2, 6)):
        lines += [f"## {words.words(3).title()}", "", *(words.sentence() for _ in range(chance.randint(2, 6)))]
        lines += [f"- {words.words(9)} ^t1040{chance.randint(10, 59)}" for _ in range(chance.randint(1, 6))]
    if chance.random() < 0.6:
        lines += [f"- [{chance.choice(' x')}] {words.words(6)}" for _ in range(chance.randint(1, 3))]
    if chance.random() < 0.4:
        lines += [f"? {words.words(7)} @{words.person()}", *([f"! {words.words(8)}"] if chance.random() < 0.5 else [])]
    if chance.random() < 0.3:
        lines += [f"asked @{words.person()} about {words.words(3)}, see {words.paper()} #{chance.choice(_TOPICS)}"]
    if stems:
        lines += [f"See [[{chance.choice(stems)}]] and {words.words(5)}" for _ in range(chance.randint(0, 3))]
    return "\n".join(lines) + "\n"


def make_foreign(folder: Path, notes: int) -> None:
    """Fill the folder with Markdown as Obsidian, Zettelkasten, Hugo, Jekyll, Logseq and people leave it; no vault."""
    if folder.is_dir():
        return
    words = _Words(13)
    chance = words.chance
    makers = (_obsidian, _zettel, _hugo, _jekyll, _logseq, _plain)
    stems: list[str] = []
    for number in range(notes - len(_odd_files(words))):
        path, text = chance.choice(makers)(words, number, stems)
        data = text.encode()
        roll = chance.random()
        if roll < 0.04:
            data = text.replace("\n", "\r\n").encode()
        elif roll < 0.06:
            data = b"\xef\xbb\xbf" + data
        elif roll < 0.07:
            data = (text + "\nCaf\u00e9 na\u00efve \u00fcber\n").encode("latin-1", "replace")
        elif roll < 0.073:
            data = text.encode("utf-16")
        _write(folder / path, data)
        stems.append(Path(path).stem)
    for path, data in _odd_files(words).items():
        _write(folder / path, data)
    _beside(folder)


def _obsidian(words: _Words, number: int, stems: list[str]) -> tuple[str, str]:
    chance = words.chance
    title = words.title()
    place = chance.choice(("Inbox", "Areas/Work/2021/Q3", "Areas/Home", "Atlas/Maps/Deep/Deeper/Still/More", "Daily"))
    name = f"20{number % 25:02d}-0{1 + number % 9}-1{number % 10} {number}" if place == "Daily" else f"{title} {number}"
    lines = ["---", f"aliases: [{words.words(1)}, '{words.words(2)}']", f"tags:\n  - {words.words(1)}\n  - a/b"]
    lines += ["cssclass: wide", "publish: false", f"created: 2021-05-0{1 + number % 9}T10:00", "---", ""]
    lines += [f"![[{chance.choice(stems)}#Part]]" if stems and number % 7 == 0 else "", "![[image.png|300]]"]
    lines += [
        f"> [!note] {words.words(3)}",
        f"> {words.sentence()}",
        "",
        f"- [ ] {words.words(5)} \U0001f4c5 2021-06-01",
    ]
    lines += [f"- [/] {words.words(3)}", f"- [>] {words.words(3)}", "```dataview", "LIST FROM #a", "```", "%%hidden%%"]
    lines += [f"[[{chance.choice(stems)}|{words.words(2)}]] {words.sentence()} ^abc{number}" for _ in range(2) if stems]
    return f"{place}/{name}.md", "\n".join(lines) + "\n"


def _zettel(words: _Words, number: int, stems: list[str]) -> tuple[str, str]:
    links = " ".join(f"[[{stem.partition(' ')[0]}]]" for stem in words.chance.sample(stems, min(3, len(stems))))
    stamp = f"20180101{number:06d}"
    return (
        f"zettel/{stamp} {words.title()}.md",
        f"# {stamp} {words.title()}\n#zk #{words.words(1)}\n\n{links}\n{_prose(words)}",
    )


def _hugo(words: _Words, number: int, stems: list[str]) -> tuple[str, str]:
    head = f'+++\ntitle = "{words.title()}"\ndate = 2020-02-0{1 + number % 9}T00:00:00Z\ntags = ["a", "b"]\n+++\n'
    return f"site/content/posts/{number}/index.md", f'{head}\n{{{{< figure src="a.png" >}}}}\n{_prose(words)}'


def _jekyll(words: _Words, number: int, stems: list[str]) -> tuple[str, str]:
    head = f"---\nlayout: post\ntitle: {words.title()}: a story\ncategories: x y\n---\n"  # a colon too many for YAML
    name = "-".join(words.words(3).split())
    return f"blog/_posts/2019-0{1 + number % 9}-11-{name}-{number}.md", f"{head}{{% include a.html %}}\n{_prose(words)}"


def _logseq(words: _Words, number: int, stems: list[str]) -> tuple[str, str]:
    lines = [
        f"- TODO [#A] {words.words(5)}\n  id:: 64-{number}\n\t- {words.words(9)} [[{words.words(1)}]]" for _ in range(5)
    ]
    return f"logseq/pages/{words.words(1)}___{words.words(1)} {number}.md", "title:: a page\n\n" + "\n".join(lines)


def _plain(words: _Words, number: int, stems: list[str]) -> tuple[str, str]:
    return f"docs/{number % 40}/README {number}.md", f"{words.title()}\n=======\n\n{_prose(words)}<br/>&nbsp;<b>x</b>\n"


def _prose(words: _Words) -> str:
    return "\n\n".join(" ".join(words.sentence() for _ in range(4)) for _ in range(words.chance.randint(1, 6))) + "\n"


def _odd_files(words: _Words) -> dict[str, bytes]:
    """One of each that somebody will have."""
    long = words.words(400_000).encode()
    return {
        "odd/empty.md": b"",
        "odd/only front matter.md": b"---\ntitle: x\n---",
        "odd/not closed.md": b"---\ntitle: x\ntags: [a\n\ntext\n",
        "odd/tabs in yaml.md": b"---\ntitle:\tx\n\tdeep: y\n---\ntext\n",
        "odd/list as front matter.md": b"---\n- a\n- b\n---\ntext\n",
        "odd/anchors.md": b"---\na: &a [x]\nb: *a\nc: !!python/object:os.system x\ntitle: {a: b}\ntags: 7\n---\ntext\n",
        "odd/twice.md": b"---\ntitle: one\ntitle: two\ntalk: 12\nspeakers: {a: b}\nrating: five\nstart: never\n---\n",
        "odd/nul.md": b"text\x00with\x00nul\n",
        "odd/controls.md": b"# \x1b[31mred\x1b[0m \x07 bell\n[[a\x1b]]\n",
        "odd/one long line.md": long,
        "odd/huge.md": (b"- [ ] a task with words [[link]] #tag\n") * 120_000,
        "odd/many links.md": b" ".join(b"[[n%d]]" % number for number in range(50_000)),
        "odd/deep lists.md": b"".join(b"  " * depth + b"- x\n" for depth in range(500)),
        "odd/brackets.md": b"[" * 20_000 + b"]" * 20_000,
        "odd/nothing but hashes.md": b"#" * 10_000,
        "odd/" + "n" * 240 + ".md": b"a long name\n",
        "odd/\U0001f600 emoji & 'quotes' \"double\".md": b"odd name\n",
        "odd/- leading dash.md": b"x\n",
        "odd/[[brackets]] #hash.md": b"x\n",
        "odd/tab\tand\nnewline.md": b"x\n",
        "odd/\u0430\u0431\u0432 \u4e2d\u6587.md": "\u4e2d\u6587 \u0442\u0435\u043a\u0441\u0442\n".encode(),
        "odd/e\u0301 decomposed.md": b"x\n",
        "odd/UPPER.MD": b"not taken for Markdown\n",
        "odd/program.yaml": b"this: [is, no, program\n",
        "program.yaml": b"- at the root\n",
        "/".join(f"deep{depth}" for depth in range(30)) + "/bottom.md": b"x\n",
        "Same/name.md": b"a\n",
        "Other/name.md": b"b [[name]]\n",
        "Other/Name.md": b"c\n",
    }


def _beside(folder: Path) -> None:
    """What is no note: settings of other programs, pictures, links, a pipe, a name that is not UTF-8."""
    _write(folder / ".obsidian/app.json", "{}")
    _write(folder / ".obsidian/plugins/x/README.md", "not a note")
    _write(folder / ".git/HEAD", "ref: refs/heads/main\n")
    _write(folder / "node_modules/some/README.md", "a package\n")
    for number in range(300):
        _write(folder / f"assets/{number}.png", b"\x89PNG\r\n\x1a\n")
    (folder / "odd/loop").symlink_to(folder)
    (folder / "odd/link.md").symlink_to(folder / "Same/name.md")
    (folder / "odd/dangling.md").symlink_to("nowhere.md")
    os.mkfifo(folder / "odd/pipe.md")
    Path(os.fsdecode(os.fsencode(folder / "odd") + b"/caf\xe9.md")).write_text("a name in Latin-1\n", encoding="utf-8")
    (folder / "odd/folder.md").mkdir()
    (folder / "odd/closed.md").write_text("nobody may read this\n", encoding="utf-8")
    (folder / "odd/closed.md").chmod(0)


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def main() -> None:
    """Make one folder."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--foreign", action="store_true", help="Markdown that was never made for confnotes")
    parser.add_argument("folder", type=Path)
    parser.add_argument("notes", type=int)
    chosen = parser.parse_args()
    (make_foreign if chosen.foreign else make_big_vault)(chosen.folder, chosen.notes)


if __name__ == "__main__":
    main()
