"""The files of a summary that other programs read: they parse, whatever the titles are."""

from __future__ import annotations

import csv
import io
import json

import pytest

from confnotes.exporters import summary_csv, summary_json
from summary_samples import HOSTILE, with_title


@pytest.mark.parametrize("title", [*HOSTILE, "one\u2028two\x85three", 'a "quoted"\\ one', "\x1b]52;c;x\x07"])
def test_a_hostile_title_is_text_in_json_and_csv(title: str) -> None:
    summary = with_title(title)
    (item,) = json.loads(summary_json.render(summary))["parts"][0]["sessions"][0]["items"]
    assert "\x1b" not in item["title"]
    head, row = csv.reader(io.StringIO(summary_csv.render(summary), newline=""))
    cell = dict(zip(head, row, strict=True))["title"]
    assert cell.splitlines() in ([cell], []) and not cell.startswith(("=", "+", "-", "@"))
