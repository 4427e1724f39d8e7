"""Titles become names that every file system takes, words that compare, and text that is safe to show."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.markup.names import file_stem, fold, slug
from confnotes.markup.plain import plain_text, safe_text

_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("A plain title", "A plain title"),
        ("Flow: a study", "Flow - a study"),
        ("Why? Because!", "Why Because!"),
        ("TCP/IP at 12:30", "TCP-IP at 12-30"),
        ('"Quoted" <b> 100% [x] a|b ^c C#', "Quoted b 100 x a-b c C"),
        ("../../etc/passwd", "etc-passwd"),
        ("/etc/x", "etc-x"),
        ("C:\\Windows", "C - Windows"),
        (".hidden", "hidden"),
        ("--flag", "flag"),
        ("ends with dots... ", "ends with dots"),
        ("tabs\tand\nlines\x00\x1b[31m\u202e", "tabs and lines 31m"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("Console", "Console"),
        ("Cafe\u0301", "Café"),
        ("漢字のタイトル", "漢字のタイトル"),
        ("👩\u200d💻 at work", "👩\u200d💻 at work"),
        ("", "Untitled"),
        ("???", "Untitled"),
        ("...", "Untitled"),
    ],
)
def test_a_title_becomes_a_file_name(title: str, stem: str) -> None:
    assert file_stem(title) == stem


def test_a_long_title_is_cut_at_a_word_and_never_inside_a_character() -> None:
    assert file_stem("several words " * 20) == ("several words " * 9)[:-7].strip()
    assert len(file_stem("漢" * 100).encode()) == 120
    assert file_stem("x" * 119 + "é") == "x" * 119
    assert file_stem("a" * 118 + "👍🏽" * 3).encode()[:118] == b"a" * 118


@given(st.text(max_size=300) | st.text(alphabet=" .-:/~coCnNuUlL1\u0301\u200dé漢😀", max_size=200))
def test_every_title_becomes_a_name_that_every_file_system_takes(title: str) -> None:
    stem = file_stem(title)
    assert 0 < len(stem.encode()) <= 120
    assert unicodedata.is_normalized("NFC", stem)
    assert not set(stem) & set('#|^:%[]/\\<>"?*\n\r\t\x00\x7f')
    assert stem[0] not in ".-~ "
    assert stem[-1] not in ". "
    assert stem.partition(".")[0].strip().lower() not in _RESERVED
    assert file_stem(stem) == stem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fictional Conf 2024", "fictional-conf-2024"),
        ("Émigré & Straße_x", "emigre-strasse-x"),
        ("NeurIPS–2019 (West)", "neurips-2019-west"),
        ("日本 会議", "日本-会議"),
        ("हिन्दी", "हिन्दी"),
        ("!!!", "untitled"),
    ],
)
def test_a_slug_is_words_and_hyphens(text: str, expected: str) -> None:
    assert slug(text) == expected
    assert slug(expected) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hyvärinen", "hyvarinen"),
        ("STRAẞE", "straße"),
        ("A  b\tc", "a b c"),
        ("Ångström", "A\u030angstro\u0308m"),
        ("Ł", "l"),
    ],
)
def test_texts_that_differ_in_case_and_accents_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=30))
def test_folded_text_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("plain", "plain"),
        ("a\tb\r\nc\rd\u2028e", "a\tb\nc\nd\ne"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]52;c;aGk=\x07clip", "clip"),
        ("\x1b]0;title\x1b\\x", "x"),
        ("\x9b31mx\x00\x08\x7f\x85", "x\n"),
        ("evil\u202egnp.exe\u2066\u2069", "evilgnp.exe"),
        ("zero\u200bwidth\ufeff\u00ad", "zerowidth"),
        ("\U000e0041hidden", "hidden"),
        ("👩\u200d💻 می\u200cخواهم é", "👩\u200d💻 می\u200cخواهم é"),
        ("\u200d\u200d漢 a\u200d\u200db", "漢 a\u200db"),
        ("half \ud800", "half "),
    ],
)
def test_what_could_drive_a_terminal_or_deceive_is_taken_out(text: str, safe: str) -> None:
    assert safe_text(text) == safe
    assert "\n" not in safe_text(text, lines=False)


@given(st.text(max_size=60) | st.text(alphabet="\x1b\x9b[]31m;\x07\\a\n\x9d\x90", max_size=20))
def test_safe_text_holds_no_control_characters(text: str) -> None:
    safe = safe_text(text)
    assert all(unicodedata.category(c) not in ("Cc", "Cs") or c in "\t\n" for c in safe)
    assert safe_text(safe) == safe


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("# Heading ##", "Heading"),
        ("- [ ] read **the** [paper](https://a.example/x_(y)) ^t100712", "read the paper"),
        ("> 1. *a* _b_ __c__ ~~d~~ ==e== `f*g`", "a b c d e f*g"),
        (
            "see [[Note#Part|the note]], [[Note#Part]], [[Note#^t100712]], ![[x.png]]",
            "see the note, Note › Part, Note, x.png",
        ),
        ("? why %%secret%% ok", "why  ok"),
        ("snake_case and 2 * 3", "snake_case and 2 * 3"),
        ("\\*not\\* &amp; <b>bold</b> <https://a.example>", "*not* & bold https://a.example"),
        ("![alt](x.png) [](y)", "alt"),
        ("`` a`b `` and `open", "a`b and `open"),
        ("a\x1b[31m\u202eb", "ab"),
        ("", ""),
    ],
)
def test_markdown_reads_as_a_person_would_read_it_aloud(line: str, text: str) -> None:
    assert plain_text(line) == text
