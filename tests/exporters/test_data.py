"""The files of a summary that other programs read: they parse, whatever the titles are."""

from __future__ import annotations

import csv
import io
import json

import pytest

from summary_samples import HOSTILE, set_as, with_title


@pytest.mark.parametrize("title", [*HOSTILE, "one\u2028two\x85three", 'a "quoted"\\ one', "\x1b]52;c;x\x07"])
def test_a_hostile_title_is_text_in_json_and_csv(title: str) -> None:
    summary = with_title(title)
    parts = json.loads(set_as("json", summary))["parts"]
    titles = [item["title"] for part in parts for session in part["sessions"] for item in session["items"]]
    head, *rows = csv.reader(io.StringIO(set_as("csv", summary).removeprefix("\ufeff"), newline=""))
    cells = [dict(zip(head, row, strict=True))["title"] for row in rows]
    assert len(titles) == len(cells) and not any("\x1b" in text for text in titles + cells)
    assert not any(len(cell.splitlines()) > 1 or cell.startswith(("=", "+", "-", "@")) for cell in cells)
