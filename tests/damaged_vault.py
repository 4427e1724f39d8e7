"""A small vault each of whose own files can be damaged in every way that happens to files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from confnotes.vault.vault import Vault

CONFERENCE = "Pond Days 2024"
NOTE = f"{CONFERENCE}/2024-05-06 1000 Frogs at dusk.md"
PROGRAM, MARKS = f"{CONFERENCE}/program.yaml", f"{CONFERENCE}/marks.yaml"
QUERIES, PAPERS, PEOPLE, TITLES, PHOTOS = (
    f".confnotes/{name}.yaml" for name in ("queries", "papers", "people", "titles", "photos")
)
CHANGES = f".confnotes/imported/{CONFERENCE}/changes.jsonl"

FILES = {
    f"{CONFERENCE}/{CONFERENCE}.md": f"""\
---
title: {CONFERENCE}
type: conference
start: 2024-05-06
end: 2024-05-06
timezone: Europe/Lisbon
---
""",
    PROGRAM: """\
sessions:
  - title: Morning
    id: morning
    start: 2024-05-06T10:00
    end: 2024-05-06T11:00
    room: Reeds
    talks:
      - title: Frogs at dusk
        id: frogs
        start: 2024-05-06T10:00
        end: 2024-05-06T10:30
        speakers:
          - name: Ada Example
      - title: Newts by day
        id: newts
        start: 2024-05-06T10:30
        end: 2024-05-06T11:00
        speakers:
          - name: Bo Sample
  - title: Evening
    id: evening
    start: 2024-05-06T20:00
    end: 2024-05-06T21:00
    room: Bank
    talks:
      - title: Herons and their patience
        id: herons
        start: 2024-05-06T20:00
        end: 2024-05-06T21:00
        speakers:
          - name: "Cy Instance"
""",
    MARKS: """\
# What you starred, attended and rated in this program; one line a talk.
"frogs": {starred: true, attended: true, rating: 4}
"newts": {attended: true}
"herons": {starred: true, rating: 2}
""",
    QUERIES: "Frogs: frogs\nNewts: newts\nHerons: herons\nToads: t\n",
    PAPERS: '"https://arxiv.org/abs/1905.13633": to-read\n"https://arxiv.org/abs/1905.13634": read\n',
    PEOPLE: "same:\n  - [Ada Example, A. Example]\n  - [Bo Sample, B. Sample]\n",
    TITLES: (
        '"https://arxiv.org/abs/1905.13633": {title: "Frogs", fetched: 2024-05-01}\n'
        '"https://arxiv.org/abs/1905.13634": {title: "Newts", fetched: 2024-05-01}\n'
    ),
    PHOTOS: "".join(f'"{digit * 64}": {{name: "{digit}.jpg", note: "{NOTE}"}}\n' for digit in "ab"),
    CHANGES: "".join(
        f'{{"time": "2024-05-0{day}T10:00:00", "source": "pond.md", "talk": "frogs", "title": "Frogs at dusk", '
        f'"changes": ["moved"], "what": "moved to 10:0{day}"}}\n'
        for day in (1, 2)
    ),
    NOTE: (
        "---\ntitle: Frogs at dusk\ntalk: pond-days-2024/frogs\n---\n\n"
        "they sing in thirds, says arxiv:1905.13633 ^t100312\n"
    ),
}


def pond_vault(folder: Path) -> Vault:
    """The vault, whole."""
    vault = Vault.create(folder)
    for path, text in FILES.items():
        vault.save(path, text, None)
    return vault


def unmerged(text: str) -> bytes:
    """As git leaves it where both sides changed the last line."""
    *lines, last = text.splitlines(keepends=True)
    other = last.rstrip("\n") + "  # theirs\n"
    return "".join([*lines, "<<<<<<< HEAD\n", last, "=======\n", other, ">>>>>>> theirs\n"]).encode()


def truncated(text: str) -> bytes:
    """Cut off within its last line."""
    return text.rstrip("\n")[:-3].encode()


def with_garbage(text: str) -> bytes:
    """A line in its middle that is of no format."""
    lines = text.splitlines(keepends=True)
    return "".join([*lines[: len(lines) // 2], "\t\t}{ @@ rubbish\n", *lines[len(lines) // 2 :]]).encode()


def not_utf8(text: str) -> bytes:
    """As an old editor saves it that somebody added a line with an accent in."""
    return text.encode() + b"# caf\xe9\n"


def of_another_kind(_: str) -> bytes:
    """Valid, and nothing that it should be."""
    return b"- 1\n- 2\n"


def emptied(_: str) -> bytes:
    """As a power cut leaves it on a disk that had its name already, but not yet its content."""
    return b""


DAMAGES: tuple[Callable[[str], bytes], ...] = (unmerged, truncated, with_garbage, not_utf8, of_another_kind, emptied)
