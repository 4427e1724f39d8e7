"""YAML is read as version 1.2 does, hostile text is refused with its line, and what is written reads back the same."""

from __future__ import annotations

import time
from datetime import date, datetime
from datetime import time as clock

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from confnotes.errors import ConfnotesError
from confnotes.markup import yaml12
from confnotes.markup.yamlwrite import dump
from examples import examples

_TRICKY = """
12:30 no NO yes y on 1_000 0x1f 0o7 0b1 1e5 .5 1. 2019-12-10 2019-02-30 2019-1-1 = << ... --- ~ null - ? 1:2 +1 -0
2019-12-10T10:05:00 1905.13633 685.230_15e+03 190:20:30.15 -.inf .NaN @name `x` %a [[Note]] {x} C# #x a: a:b 0701001
"""
_LETTERS = st.one_of(
    st.sampled_from(" \n\t:#-'\"\\[]{},&*!|>%@`~?.019_eExyno\r\u2028\x85\ufeffé漢😀"),
    st.characters(blacklist_categories=["Cs"]),
)
_WORDS = st.lists(st.sampled_from(["alpha", "b:", "- x", "#t", "two words", "yes", "é", "\n", ""]), max_size=60)
texts = st.one_of(st.text(alphabet=_LETTERS, max_size=25), _WORDS.map(" ".join), st.sampled_from(_TRICKY.split()))
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), texts)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("14:30", "14:30"),
        ("2019-12-10", "2019-12-10"),
        ("2026-02-30", "2026-02-30"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("1_000", "1_000"),
        ("0x1F", 31),
        ("0o17", 15),
        pytest.param("0x" + "f" * 5000, "0x" + "f" * 5000, id="more digits than Python writes"),
        ("1.10", 1.1),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("1.2.3", "1.2.3"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("C++", "C++"),
        ("=", "="),
    ],
)
def test_a_scalar_means_what_yaml_1_2_says(written: str, meant: object) -> None:
    value = yaml12.load(f"key: {written}\n")
    assert value == {"key": meant}
    assert isinstance(value, dict)
    assert type(value["key"]) is type(meant)


def test_a_key_may_be_given_the_same_value_again_in_files_of_others() -> None:
    assert yaml12.load("a: 1\nb: 2\na: 1\n", aliases=True) == {"a": 1, "b": 2}
    with pytest.raises(yaml12.YamlError, match="line 3: duplicate key “a”"):
        yaml12.load("a: 1\nb: 2\na: 3\n", aliases=True)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: 1\nb: *x\n", 2, "alias"),
        ("a: &x 1\n", 1, "anchor"),
        ("a: &x [1]\n", 1, "anchor"),
        ("a: 1\n<<: {b: 2}\n", 2, "merge key"),
        ("a: !!python/object/apply:os.system [x]\n", 1, "tag"),
        ("a: !!str 1\n", 1, "tag"),
        ("a: 1\nb: 2\na: 3\n", 3, "duplicate key"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("%YAML 1.1\n---\na: 1\n", 1, "directive"),
        ("x: 1\ntitle: Rust: a talk\n", 2, "quotes"),
        ("who: @handle\n", 1, "quotes"),
        ("a:\n\tb: 1\n", 2, "tab"),
        ("a: 1\nb: \x00\n", 2, "does not allow"),
        ("a: '\ud800'\n", 1, "half character"),
        ("? [a, b]\n: c\n", 1, "in place of a key"),
        ("a: " + "[" * 100_000, 1, "deep"),
        ("- " * 100_000, 1, "deep"),
        ("{a: " * 100_000, 1, "deep"),
        ("a: [1, 2\nb: 3\n", 2, "unbalanced brackets"),
    ],
)
def test_refused_yaml_is_reported_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(yaml12.YamlError) as caught:
        yaml12.load(text)
    assert caught.value.line == line
    assert reason in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_a_text_larger_than_allowed_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(ConfnotesError, match="larger than"):
        yaml12.load("a: " + "é" * 600, max_bytes=1024)


def test_keys_are_text_whatever_they_look_like() -> None:
    assert yaml12.load("2019: a\nno: b\n'x y': c\n") == {"2019": "a", "no": "b", "x y": "c"}


def test_an_empty_document_is_nothing() -> None:
    assert yaml12.load("") is None
    assert yaml12.load("# only a comment\n") is None


@settings(max_examples=examples(150), deadline=None)
@given(values)
def test_what_is_written_reads_back_the_same(value: object) -> None:
    assert yaml12.load(dump(value)) == value


@settings(max_examples=examples(300), deadline=None)
@given(texts)
def test_other_programs_read_the_same_text(text: str) -> None:
    written = dump({"key": text})
    read = yaml.safe_load(written)["key"]
    if isinstance(read, (date, datetime)):  # a date without quotes is a date everywhere
        assert datetime.fromisoformat(str(read)).replace(tzinfo=None) is not None
    else:
        assert read == text


def test_a_program_is_written_so_that_people_can_read_and_edit_it() -> None:
    abstract = "We study how notes are taken at conferences. " * 4
    written = dump(
        {
            "conference": {"name": "Fictional Conf", "start_date": date(2024, 5, 2), "url": "https://fic.example/2024"},
            "talks": [
                {
                    "title": "Émigré: a study",
                    "start": datetime(2024, 5, 2, 9, 30),
                    "room": "12:30",
                    "at": clock(9, 30),
                    "speakers": ["[[Ada Example]]", "@bo"],
                    "abstract": abstract.strip(),
                    "notes": "one\n\n- two\n",
                    "end": None,
                    "tags": [],
                }
            ],
        }
    )
    assert written == (
        "conference:\n"
        "  name: Fictional Conf\n"
        "  start_date: 2024-05-02\n"
        "  url: https://fic.example/2024\n"
        "talks:\n"
        '  - title: "Émigré: a study"\n'
        "    start: 2024-05-02T09:30:00\n"
        '    room: "12:30"\n'
        '    at: "09:30:00"\n'
        "    speakers:\n"
        '      - "[[Ada Example]]"\n'
        '      - "@bo"\n'
        "    abstract: >-\n"
        "      We study how notes are taken at conferences. We study how notes are taken at conferences. We study\n"
        "      how notes are taken at conferences. We study how notes are taken at conferences.\n"
        "    notes: |\n"
        "      one\n"
        "\n"
        "      - two\n"
        "    end:\n"
        "    tags: []\n"
    )


def test_a_large_program_loads_quickly() -> None:
    talk = {
        "title": "A talk: with a colon",
        "start": "2024-05-02T09:30:00",
        "speakers": [{"name": "Ada"}, {"name": "Bo"}],
    }
    text = dump({"talks": [{"id": str(number), **talk} for number in range(2000)]})
    began = time.process_time()
    yaml12.load(text)
    assert time.process_time() - began < 2.0


def test_without_libyaml_the_same_is_read_and_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    text = "a: 14:30\nb:\n  - 'x'\n  - 😀 y  # c\nc: |\n  z\n"
    assert yaml12.load(text) == {"a": "14:30", "b": ["x", "😀 y"], "c": "z\n"}
    for bad in ("a: " + "[" * 10_000, "- " * 10_000, "a: *x", "a: 1\na: 2", "a: \x00", "a: b: c"):
        with pytest.raises(yaml12.YamlError):
            yaml12.load(bad)


@pytest.mark.parametrize("text", ["- a\n- b: c\n", "a", "[a, {b: c}]", "{a: b}", ""])
def test_what_is_no_block_mapping_has_no_keys(text: str) -> None:
    assert yaml12.load_entries(text) == (yaml12.load(text), ())


def test_places_of_keys_count_characters() -> None:
    text = "😀: é\nlist: # c\n  - 漢\n  - b\n\n# end\n"
    _, entries = yaml12.load_entries(text)
    assert [(entry.key, text[entry.value.start : entry.value.end].strip("\n ")) for entry in entries] == [
        ("😀", "é"),
        ("list", "- 漢\n  - b\n\n# end"),
    ]
    assert [text[place.start : place.end] for place in entries[1].items] == ["漢", "b"]
    assert entries[1].value.last_line == 3


def test_files_of_others_may_repeat_values_by_aliases_and_merge_keys() -> None:
    text = (
        "kept:\n  - &lunch {time: '12:00', title: Lunch}\n  - &early {time: '11:00'}\n"
        "day:\n  - *lunch\n  - <<: [*early, *lunch]\n    room: Garden\n"
    )
    read = yaml12.load(text, aliases=True)

    assert isinstance(read, dict)
    assert read["day"] == [
        {"time": "12:00", "title": "Lunch"},
        {"time": "11:00", "title": "Lunch", "room": "Garden"},
    ]


def test_aliases_of_aliases_that_would_make_a_billion_values_are_refused() -> None:
    laughs = "a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]\n" + "".join(
        f"a{each + 1}: &a{each + 1} [{', '.join([f'*a{each}'] * 9)}]\n" for each in range(9)
    )
    with pytest.raises(ConfnotesError, match="too many repeated values"):
        yaml12.load(laughs, aliases=True)
    long = f"a: &a {'word ' * 200_000}\nb: [{', '.join(['*a'] * 30)}]\n"
    with pytest.raises(ConfnotesError, match="too many repeated values"):
        yaml12.load(long, aliases=True)
    with pytest.raises(ConfnotesError, match="an alias"):
        yaml12.load("a: *b\n", aliases=True)


def test_an_alias_in_place_of_a_key_is_refused_with_its_line() -> None:
    with pytest.raises(ConfnotesError, match=r"line 2: an alias \(\*name\) in place of a key"):
        yaml12.load("title: &name Opening\n*name : 10:00\n", aliases=True)
