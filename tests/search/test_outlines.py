"""What the index keeps of a note without its text."""

from dataclasses import fields
from pathlib import PurePosixPath

import pytest

from confnotes.markup.note import parse_note
from confnotes.model.note import Outline
from confnotes.search.outlines import read_outline, write_outline
from confnotes.search.sections import DamagedIndexError

TEXT = """---
title: Kernels, “plainly”
tags: [kernel]
speakers: ["[[Ada Example]]"]
---
# Kernels

- [ ] read [[Notes/Splines#Knots|knots]] \u2028 again #todo
- [x] ask @Bea
? why so slow
! because of $O(n^3)$
see https://arxiv.org/abs/2001.00001 and ![[board.png]]
- then @@kernels of the sea, later ^t101112
"""


def test_says_what_was_written_and_nothing_else() -> None:
    note = parse_note(PurePosixPath("Notes/Kernels.md"), TEXT)
    kept = read_outline("Notes/Kernels.md", write_outline(note))
    for part in fields(Outline):
        assert getattr(kept, part.name) == getattr(note, part.name), part.name
    assert (kept.title, kept.stem, kept.moment) == (note.title, note.stem, note.moment)
    assert kept == read_outline("Notes/Kernels.md", write_outline(note))
    assert kept != read_outline("Notes/Other.md", write_outline(note))
    assert not hasattr(kept, "body")


@pytest.mark.parametrize("data", [b"{}", b'{}\n1\nnull\n[["Kernels"', b"{}\n1\nnull\n[[1,2,3,4]]", b"\xff"])
def test_tells_that_a_part_cannot_be_read_when_it_is_asked_for(data: bytes) -> None:
    kept = read_outline("Notes/Kernels.md", data)
    assert str(kept.path) == "Notes/Kernels.md"
    with pytest.raises(DamagedIndexError):
        _ = kept.headings
