"""The editor is told what every part of a line is, quickly, wherever wide characters stand."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from confnotes.markup.spans import spans


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("plain text", []),
        ("## Head #tag", [("## Head #tag", "heading"), ("#tag", "tag")]),
        ("#tag first", [("#tag", "tag")]),
        ("- a", [("-", "list-marker")]),
        ("  12) a", [("12)", "list-marker")]),
        ("- [ ] open", [("-", "list-marker"), ("[ ]", "task-open")]),
        ("- [x] done", [("-", "list-marker"), ("[x] done", "task-done")]),
        (
            "- [ ] pay due:2031-05-20 @Ada ^t100712",
            [
                *[("-", "list-marker"), ("[ ]", "task-open"), ("due:2031-05-20", "due")],
                *[("@Ada", "mention"), ("^t100712", "stamp")],
            ],
        ),
        ("- [ ] pay 📅 2031-05-20", [("-", "list-marker"), ("[ ]", "task-open"), ("📅 2031-05-20", "due")]),
        ("- [ ] pay [due:: 2031-05-20]", [("-", "list-marker"), ("[ ]", "task-open"), ("[due:: 2031-05-20]", "due")]),
        ("- [ ] pay due:soon", [("-", "list-marker"), ("[ ]", "task-open")]),
        ("pay due:2031-05-20", []),
        ("? why ^t100712", [("? why ^t100712", "question"), ("^t100712", "stamp")]),
        ("- ? why", [("-", "list-marker"), ("? why", "question")]),
        ("> said", [("> said", "quote")]),
        ("---", [("---", "rule")]),
        ("<!-- a **b** -->", [("<!-- a **b** -->", "private")]),
        ("**b** *i* __b__ _i_", [("**b**", "bold"), ("*i*", "italic"), ("__b__", "bold"), ("_i_", "italic")]),
        ("**b *i* b**", [("**b *i* b**", "bold"), ("*i*", "italic")]),
        ("snake_case_name 2 * 3 * 4", []),
        ("`a #b` #c", [("`a #b`", "code"), ("#c", "tag")]),
        ("[a](http://x.example/#y)", [("[a](http://x.example/#y)", "link"), ("http://x.example/#y", "url")]),
        ("[[A #b|c]] ![[d]]", [("[[A #b|c]]", "wikilink"), ("![[d]]", "wikilink")]),
        ("(https://x.example/a).", [("https://x.example/a", "url")]),
        ("@Ada Example said", [("@Ada Example", "mention")]),
        ("@[[Ada Example]] said", [("@[[Ada Example]]", "mention")]),
        ("a %%b #c%% d", [("%%b #c%%", "private")]),
        ("$x_1$ costs $5 or $6", [("$x_1$", "math")]),
        ("漢字 😀 #日本 [[é]]", [("#日本", "tag"), ("[[é]]", "wikilink")]),
        ("***b***", [("***b***", "bold"), ("*b*", "italic")]),
        ("a\\*b* \\#c", [("\\*", "escape"), ("\\#", "escape")]),
        ("", []),
    ],
)
def test_a_line_is_split_into_its_parts(line: str, parts: list[tuple[str, str]]) -> None:
    assert [(line[start:end], role) for start, end, role in spans(line)] == parts


def test_in_fenced_code_everything_is_code() -> None:
    assert spans("# no [[no]]\n", in_code=True) == [(0, 11, "code")]


@example("[]()")
@given(st.text(alphabet="#*_`[]()!%@$^t123<>~=-+?x \\ahtp:/.漢😀é", max_size=60))
def test_every_span_lies_in_its_line_and_none_is_empty(line: str) -> None:
    found = spans(line)
    assert all(0 <= start < end <= len(line) for start, end, _ in found)
    assert found == sorted(found, key=lambda span: (span.start, -span.end))


@pytest.mark.parametrize(
    "piece", ["[", "[[", "**a ", "*a _b ", "%%", "`", "$a ", "![(", "[a](", "<http://", "@A ", "_a", "\\", "> "]
)
def test_a_very_long_line_does_not_stop_the_typing(piece: str) -> None:
    line = piece * (1_000_000 // len(piece))
    began = time.process_time()
    spans(line)
    assert time.process_time() - began < 5, "the work grew out of all proportion: it takes a tenth of a second"
