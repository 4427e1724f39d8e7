"""Front matter survives: a changed field changes its own lines, and what cannot be read is never rewritten."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from confnotes.errors import ConfnotesError
from confnotes.markup import frontmatter, yaml12
from examples import examples

NOTE = """---
# kept by hand
title: 'A talk'   # the real title
Unknown Key: {a: 1}
speakers:   # in order
  - "[[Ada Example]]"
  # the second one
  - '[[Bo Example]]'

start: 2024-05-02T09:30:00
abstract: |
  First line.

  Second line.
rating:
tags: [one, two]  # flow
---

# Body
"""


def test_the_two_parts_are_the_text_and_the_fields_are_read() -> None:
    found = frontmatter.split(NOTE)
    assert found.head + found.body == NOTE
    assert found.body == "\n# Body\n"
    assert found.body_line == 18
    assert found.fields == {
        "title": "A talk",
        "Unknown Key": {"a": 1},
        "speakers": ["[[Ada Example]]", "[[Bo Example]]"],
        "start": "2024-05-02T09:30:00",
        "abstract": "First line.\n\nSecond line.\n",
        "rating": None,
        "tags": ["one", "two"],
    }


@pytest.mark.parametrize(
    ("changes", "old", "new"),
    [
        ({"title": "No: really"}, "title: 'A talk'   # the", 'title: "No: really"   # the'),
        ({"rating": 4}, "rating:\n", "rating: 4\n"),
        ({"tags": ["one", "three"]}, "[one, two]  # flow", "[one, three]  # flow"),
        ({"tags": "one"}, "[one, two]  # flow", "one  # flow"),
        ({"title": ["a", "b"]}, "title: 'A talk'   # the real title\n", "title:  # the real title\n  - a\n  - b\n"),
        ({"start": datetime(2024, 5, 2, 9, 35)}, "09:30:00", "09:35:00"),
        ({"abstract": "Short."}, "|\n  First line.\n\n  Second line.\n", "Short.\n"),
        ({"abstract": None}, "abstract: |\n  First line.\n\n  Second line.\n", ""),
        ({"rating": None}, "rating:\n", ""),
        ({"Unknown Key": None}, "Unknown Key: {a: 1}\n", ""),
        ({"Unknown Key": "x"}, "{a: 1}", "x"),
        (
            {"speakers": ["[[Ada Example]]", "[[Bo Example]]", "[[Cy]]"]},
            "  - '[[Bo Example]]'\n",
            "  - '[[Bo Example]]'\n  - \"[[Cy]]\"\n",
        ),
        ({"speakers": ["[[Bo Example]]"]}, '  - "[[Ada Example]]"\n', ""),
        ({"speakers": ["[[Ada Example]]", "[[Cy]]"]}, "  - '[[Bo Example]]'\n", '  - "[[Cy]]"\n'),
        ({"speakers": "Ada"}, NOTE[NOTE.index("speakers") : NOTE.index("\nstart")], "speakers: Ada  # in order\n"),
        ({"room": "12:30"}, "[one, two]  # flow\n", '[one, two]  # flow\nroom: "12:30"\n'),
        ({"links": ["[[X]]", "a"]}, "[one, two]  # flow\n", '[one, two]  # flow\nlinks:\n  - "[[X]]"\n  - a\n'),
        ({"quote": "a\nb"}, "[one, two]  # flow\n", "[one, two]  # flow\nquote: |-\n  a\n  b\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_changed_field_changes_its_own_lines_and_no_other_byte(
    changes: dict[str, object], old: str, new: str, line_end: str, mark: str
) -> None:
    text = mark + NOTE.replace("\n", line_end)
    assert NOTE.count(old) == 1
    assert frontmatter.set_fields(text, changes) == mark + NOTE.replace(old, new).replace("\n", line_end)


@pytest.mark.parametrize(
    "changes",
    [{}, {"title": "A talk"}, {"rating": None, "title": "A talk"} | {}, {"tags": ["one", "two"]}, {"missing": None}],
)
def test_a_field_that_has_the_value_already_is_not_touched(changes: dict[str, object]) -> None:
    changes.pop("rating", None)
    assert frontmatter.set_fields(NOTE, changes) == NOTE


def test_one_and_true_are_different_values() -> None:
    assert frontmatter.set_fields("---\na: true\n---\n", {"a": 1}) == "---\na: 1\n---\n"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("# Body\n", "---\nrating: 4\n---\n# Body\n"),
        ("", "---\nrating: 4\n---\n"),
        ("a\r\nb", "---\r\nrating: 4\r\n---\r\na\r\nb"),
        ("\ufeffBody", "\ufeff---\nrating: 4\n---\nBody"),
        ("---\n---\nBody", "---\nrating: 4\n---\nBody"),
        ("---\n# nothing yet\n---\nBody", "---\n# nothing yet\nrating: 4\n---\nBody"),
        ("---\n\nA rule, then prose", "---\nrating: 4\n---\n---\n\nA rule, then prose"),
        ("---\n  a: 1\n---", "---\n  a: 1\n  rating: 4\n---"),
        ("---\ntext: |+\n  x\n\n---\n", "---\ntext: |+\n  x\n\nrating: 4\n---\n"),
    ],
)
def test_front_matter_is_made_or_extended_and_the_body_keeps_its_bytes(text: str, after: str) -> None:
    assert frontmatter.set_fields(text, {"rating": 4, "room": None}) == after


def test_nothing_is_made_when_nothing_is_set() -> None:
    assert frontmatter.set_fields("Body", {"rating": None}) == "Body"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("---\ntitle: Rust: a talk\n---\nBody", "line 2: a second “: ” in one value; put the value in quotes"),
        ("---\na: 1\n\na: 2\n---\nBody", "line 4: duplicate key “a”"),
        ("---\n`who: x\n---\n", "line 2: a value begins with a character that needs quotes, or a tab indents"),
        ("---\ntitle: open\n\nBody", "line 1: the front matter has no closing ---"),
        ("---\n- a\n- b\n---\n", "line 2: the front matter must be lines of “key: value”"),
        ("---\na: &x 1\nb: *x\n---\n", "line 2: an anchor (&x); write the value out where it is needed"),
        ("---\na: " + "[" * 5000 + "\n---\n", "line 2: nested more than 40 deep"),
    ],
)  # fmt: skip
def test_broken_front_matter_is_reported_with_its_line_and_never_rewritten(text: str, says: str) -> None:
    found = frontmatter.split(text)
    assert (str(found.broken), found.head, found.body, found.fields) == (says, "", text, {})
    with pytest.raises(ConfnotesError, match="cannot read"):
        frontmatter.set_fields(text, {"rating": 4})


@pytest.mark.parametrize("text", ["---\n{a: 1}\n---\n", "---\n? a\n: 1\n---\n"])
def test_what_cannot_be_changed_safely_is_refused(text: str) -> None:
    with pytest.raises(ConfnotesError):
        frontmatter.set_fields(text, {"a": 2})


@pytest.mark.parametrize("text", ["", "Body", "--- \nBody", "----\na: 1\n----\n", " ---\na: 1\n---\n", "---", "---\n"])
def test_a_file_without_front_matter_is_a_note_too(text: str) -> None:
    found = frontmatter.split(text)
    assert (found.head, found.body, found.broken, found.body_line) == ("", text, None, 1)


def test_fresh_front_matter_reads_as_people_and_obsidian_write_it() -> None:
    fields: dict[str, object] = {
        "title": "No",
        "conference": "[[Fictional Conf 2024]]",
        "speakers": ["[[Ada Example]]"],
        "start": datetime(2024, 5, 2, 9, 30),
        "room": None,
        "quote": "It's “so”: yes",
        "channel": "#help",
    }
    assert frontmatter.render(fields) == (
        '---\ntitle: "No"\nconference: "[[Fictional Conf 2024]]"\nspeakers:\n  - "[[Ada Example]]"\n'
        'start: 2024-05-02T09:30:00\nroom:\nquote: "It\'s “so”: yes"\nchannel: "#help"\n---\n'
    )


_plain_texts = st.text(
    alphabet=st.sampled_from(" :#-'\"[]{}\n\r\t\\,é漢😀yno019.|>%@&*!?") | st.characters(blacklist_categories=["Cs"]),
    max_size=30,
)  # fmt: skip
_values = st.one_of(
    st.booleans(), st.integers(), _plain_texts, st.lists(_plain_texts | st.integers(), max_size=4), st.floats(0, 10)
)
_keys = st.sampled_from(
    ["title", "Unknown Key", "speakers", "start", "abstract", "rating", "tags", "room", "a: b", "no"]
)


@settings(max_examples=examples(300), deadline=None)
@given(st.dictionaries(_keys, _values, max_size=3), st.sampled_from(["\n", "\r\n"]))
def test_what_is_set_is_read_back_and_the_body_and_other_fields_stay(changes: dict[str, object], line_end: str) -> None:
    text = NOTE.replace("\n", line_end)
    before, after = frontmatter.split(text), frontmatter.split(frontmatter.set_fields(text, changes))
    assert after.body == before.body
    assert after.fields == {**before.fields, **changes}
    untouched = [
        line
        for line in before.head.split(line_end)
        if (line.startswith("#") or line.partition(":")[0] in before.fields) and line.partition(":")[0] not in changes
    ]
    assert [line for line in after.head.split(line_end) if line in untouched] == untouched


_SIMPLE = (
    """
title: A talk|tags:|- one|- "[[Two]]"|- 'x y'|a:|b: [x, y]|c: 'it'|d: "q"|e: 12||g: http://a.b/#c|h: 2024-05-02|i: NO
j: [a b, 1]|k: []|m: ~|n:  two  |v: a, b|x: é\u00a0é|aa: [1, 0x1f]|bb: ...|cc: =|dd: 1.5|ee: a:b|ff: true|gg: [ a , b ]
""".strip("\n")
    .replace("\n", "|")
    .split("|")
)
_ODD = (
    """
  - two|   - three|f: x # y|l: 'a''b'|- x: y|- |-|o: a:|p: -1|q: - a|r: "\\n"|  s: 1|t: #c|- #c|...|u: [a, ]|w : 1|- [x]
y: a\tb|z: \u2028|title: again|# comment|- a - b|hh: [a, "b"]|ii: [a]b|jj: 'a' b|kk: *a|ll: &a b|mm: !x y|nn: |
""".strip("\n")
    .replace("\n", "|")
    .split("|")
)
_random_lines = st.text(alphabet="ab: -#'\"[],\\1", max_size=12)


@settings(max_examples=examples(500), deadline=None)
@given(
    st.lists(st.sampled_from(_SIMPLE), max_size=6),
    st.sampled_from(_ODD) | st.sampled_from(_SIMPLE) | _random_lines,
    st.lists(st.sampled_from(_SIMPLE), max_size=2),
    st.sampled_from(["\n", "\r\n"]),
)
def test_the_quick_reader_says_what_yaml_says_or_nothing(
    before: list[str], odd: str, after: list[str], line_end: str
) -> None:
    text = "".join(line + line_end for line in [*before, odd, *after])
    quick = frontmatter.read_quickly(text)
    if quick is not None:
        assert repr(quick) == repr(yaml12.load(text) or {})


def test_usual_front_matter_is_read_without_a_yaml_parser() -> None:
    text = NOTE.replace("# kept by hand\n", "").replace("Unknown Key: {a: 1}\n", "")
    simple = 'title: A talk\nspeakers:\n  - "[[Ada]]"\nstart: 2024-05-02T09:30:00\nvideo: https://a.example/v?x=1#t\n'
    simple += "tags: [a, b]\nrating: 4\n"
    assert frontmatter.read_quickly(simple) == yaml12.load(simple)
    assert frontmatter.read_quickly(text) is None


def test_pyyaml_reads_the_same_changed_fields() -> None:
    after = frontmatter.set_fields("---\na: 1\n---\n", {"a": "no", "b": "12:30", "c": "@x", "d": "0x10", "e": "x #y"})
    assert yaml.safe_load(after.split("---")[1]) == {"a": "no", "b": "12:30", "c": "@x", "d": "0x10", "e": "x #y"}


def test_a_comment_below_a_field_never_becomes_part_of_its_text() -> None:
    text = "---\n'quote': short\n  # mine\n---\n"
    assert frontmatter.set_fields(text, {"quote": "a\nb"}) == "---\n'quote': \"a\\nb\"\n  # mine\n---\n"


def test_reading_usual_front_matter_loads_no_parser() -> None:
    program = (
        "import sys; from confnotes.markup import frontmatter;"
        "frontmatter.split('---\\ntitle: A talk\\n---\\n'); print(sorted({'yaml', 'markdown_it'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30)
    assert ran.stdout.strip() == "[]"
