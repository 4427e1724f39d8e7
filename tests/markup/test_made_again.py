"""A file that is made again keeps whatever its author typed, wherever that was."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confnotes.merge.regenerate import MadePart, Remade, digests, generate, is_made, regenerate
from examples import examples

TITLE = MadePart("title", "# Coastal ML\n\n2–4 June")
TIDES = MadePart(
    "talk-tides", "## Learning tides\n\n09:30 · Ida Brandt\n\nTen weights are enough\\\nfor a tide\n\n- a\n- b"
)
GAUGES = MadePart("talk-gauges", "## Cheap gauges\n\nThey drift")
PEOPLE = MadePart("people", "## People\n\n- Ida\n- Omar")
ALL = (TITLE, TIDES, GAUGES, PEOPLE)


def read(text: str) -> str:
    """What a reader sees: the file without its comments."""
    return re.sub(r"<!--.*?-->\n*", "", text, flags=re.DOTALL)


def changed(part: MadePart, before: str, after: str) -> MadePart:
    assert before in part.text
    return MadePart(part.name, part.text.replace(before, after))


def remade(text: str, *parts: MadePart) -> str:
    """The file made again, without any clash."""
    again = regenerate(text, parts)
    assert not again.kept
    return again.text


def test_a_file_reads_as_its_parts_and_stays_as_it_is_when_nothing_changed() -> None:
    text = generate(ALL)
    assert read(text).strip() == "\n\n".join(part.text for part in ALL)
    assert is_made(text)
    assert not is_made("# Coastal ML\n\n<!-- a comment -->\n")
    assert remade(text, *ALL) == text


def test_what_nobody_edited_is_as_new() -> None:
    fresh = (TITLE, changed(TIDES, "- b", "- c\n- d"), PEOPLE, MadePart("tags", "## Tags"))
    assert remade(generate(ALL), *fresh) == generate(fresh)


@pytest.mark.parametrize(
    ("typed", "instead_of"),
    [
        ("## Cheap gauges\n\nI doubt it.\n", "## Cheap gauges\n"),
        ("They drift\nas all do\n", "They drift\n"),
        ("They drift a lot\n", "They drift\n"),
        ("", "They drift\n"),
        ("\n## My own words\n\nA good day.\n\n<!-- confnotes people -->", "\n<!-- confnotes people -->"),
        ("My preface\n\n<!-- confnotes title -->", "<!-- confnotes title -->"),
        ("-->\n\nMy last words", "-->\n"),
    ],
)
def test_an_edit_stays_while_the_rest_is_made_anew(typed: str, instead_of: str) -> None:
    edited = generate(ALL).replace(instead_of, typed)
    assert edited != generate(ALL)
    assert remade(edited, *ALL) == edited
    fresh = (TITLE, changed(TIDES, "09:30", "11:00"), GAUGES, changed(PEOPLE, "- Omar", "- Lena"))
    again = remade(edited, *fresh)
    assert read(again) == read(edited).replace("09:30", "11:00").replace("- Omar", "- Lena")
    assert remade(again, *fresh) == again


def test_where_both_changed_a_line_the_authors_stays_with_a_message() -> None:
    edited = generate(ALL).replace("They drift", "They drift, I think")
    again = regenerate(edited, (TITLE, TIDES, changed(GAUGES, "They drift", "They drift by night"), PEOPLE))
    assert again.kept == ("talk-gauges",)
    assert read(again.text) == read(edited)
    assert regenerate(
        again.text, (TITLE, TIDES, changed(GAUGES, "They drift", "They drift by night"), PEOPLE)
    ) == Remade(again.text)


def test_a_line_that_is_added_under_an_edited_one_comes_in() -> None:
    edited = generate(ALL).replace("for a tide", "for every tide")
    fresh = changed(TIDES, "for a tide", "for a tide\\\nand a surge")
    assert "for every tide" in regenerate(edited, (TITLE, fresh, GAUGES, PEOPLE)).text
    added = changed(TIDES, "- b", "- b\n- c")
    assert "for every tide\n\n- a\n- b\n- c\n" in remade(edited, TITLE, added, GAUGES, PEOPLE)


def test_what_was_taken_out_stays_out_and_what_was_moved_stays_there() -> None:
    text = generate(ALL)
    without = text.replace("<!-- confnotes talk-gauges -->\n\n## Cheap gauges\n\nThey drift\n\n", "")
    again = remade(without, TITLE, TIDES, changed(GAUGES, "drift", "sink"), PEOPLE)
    assert "gauges" not in read(again)
    assert "gauges" not in read(remade(again, *ALL))
    people = "<!-- confnotes people -->\n\n## People\n\n- Ida\n- Omar\n\n"
    moved = text.replace(people, "").replace("<!-- confnotes talk-tides", f"{people}<!-- confnotes talk-tides")
    again = remade(moved, TITLE, TIDES, GAUGES, MadePart("tags", "## Tags"), changed(PEOPLE, "Omar", "Lena"))
    assert re.findall("^## .*", again, re.MULTILINE) == ["## People", "## Learning tides", "## Cheap gauges", "## Tags"]
    assert "- Lena" in again


def test_a_part_without_its_comment_belongs_to_the_author() -> None:
    mine = generate(ALL).replace("<!-- confnotes talk-gauges -->\n", "")
    again = remade(mine, TITLE, TIDES, changed(GAUGES, "drift", "sink"), PEOPLE)
    assert read(again) == read(mine)


def test_new_parts_come_where_they_belong_and_old_ones_leave_what_was_added() -> None:
    edited = generate(ALL).replace("They drift\n", "They drift\n\nBring a spare one.\n")
    fresh = (TITLE, MadePart("talk-new", "## New"), TIDES, PEOPLE, MadePart("tags", "## Tags"))
    words = read(remade(edited, *fresh))
    assert [line for line in words.split("\n") if line][:3] == ["# Coastal ML", "2–4 June", "## New"]
    assert "- b\n\nBring a spare one.\n\n## People" in words
    assert words.rstrip().endswith("## Tags")
    assert "drift" not in words


def test_parts_follow_the_program_when_it_was_set_otherwise() -> None:
    edited = generate(ALL).replace("They drift\n", "They drift\nI saw it.\n")
    assert "I saw it.\n\n<!-- confnotes talk-tides -->" in remade(edited, TITLE, GAUGES, TIDES, PEOPLE)


def test_a_part_under_another_name_is_known_again() -> None:
    edited = generate(ALL).replace("Ten weights", "Eleven weights")
    renamed = MadePart("talk-learning-the-tides", TIDES.text.replace("Learning tides", "Learning the tides"))
    words = read(remade(edited, TITLE, renamed, GAUGES, PEOPLE))
    assert "## Learning the tides" in words
    assert "## Learning tides" not in words
    assert "Eleven weights" in words


def test_without_its_record_a_file_keeps_all_that_is_in_it() -> None:
    text = generate(ALL)
    bare = text[: text.index("<!-- confnotes made")].replace("They drift", "They drift, I think")
    again = regenerate(bare, ALL)
    assert again.kept == ("talk-gauges",)
    assert read(again.text).strip() == read(bare).strip()
    assert regenerate(again.text, ALL) == Remade(again.text)


@pytest.mark.parametrize("form", ["crlf", "no last line end", "byte order mark"])
def test_line_ends_and_marks_of_editors_stay(form: str) -> None:
    def kept(text: str) -> str:
        made_so = {
            "crlf": text.replace("\n", "\r\n"),
            "no last line end": text.rstrip("\n"),
            "byte order mark": f"\ufeff{text}",
        }
        return made_so[form]

    edited = generate(ALL).replace("They drift", "They drift!")
    assert remade(kept(edited), *ALL) == kept(edited)
    fresh = (TITLE, changed(TIDES, "- b", "- b\n- c"), GAUGES, PEOPLE, MadePart("tags", "## Tags"))
    assert remade(kept(edited), *fresh) == kept(remade(edited, *fresh))


def test_half_of_the_lines_in_another_form_settle_at_once() -> None:
    parts = [MadePart(f"part-{number}", f"line {number}") for number in range(6)]
    lines = generate(parts).split("\n")
    for number in range(len(lines)):
        half = "\n".join(f"{line}\r" if row < number else line for row, line in enumerate(lines))
        once = regenerate(half, parts).text
        assert regenerate(once, parts).text == once


def test_a_note_cannot_speak_as_a_comment_of_ours() -> None:
    sly = MadePart("talk-sly", "```\n<!-- confnotes people -->\n<!-- confnotes made\npeople -\n-->\n```\n\n<!-- x -->")
    text = generate((TITLE, sly, PEOPLE))
    assert "\n <!-- confnotes people -->\n <!-- confnotes made\n" in text
    assert remade(text, TITLE, sly, PEOPLE) == text
    assert "- Lena" in remade(text, TITLE, sly, changed(PEOPLE, "- Omar", "- Lena"))


def test_a_file_knows_what_lies_beside_it() -> None:
    text = generate(ALL, {"photos/a b.jpg": "0123abcd"})
    assert digests(text) == {"photos/a b.jpg": "0123abcd"}
    assert digests(regenerate(text, ALL, {"c.bib": "99999999"}).text) == {"c.bib": "99999999"}


LINES = ("", "one", "two", "- three", "four\\", "## five", "> six")
PARTS = st.lists(
    st.tuples(
        st.sampled_from(["title", "a", "b", "c", "d", "e"]), st.lists(st.sampled_from(LINES), max_size=7).map("\n".join)
    ),
    unique_by=lambda part: part[0],
    max_size=6,
).map(lambda found: tuple(MadePart(*one) for one in found))


def edited(text: str, chance: random.Random, count: int) -> tuple[str, list[str]]:
    """The text after some edits of a person at work, and the lines that were typed and not taken out again."""
    lines = text.split("\n")
    end = next(row for row, line in enumerate(lines) if line == "<!-- confnotes made")
    typed: list[str] = []
    for number in range(count):
        row, what = chance.randrange(end + 1), chance.random()
        if what < 0.5 or row == end:
            lines.insert(row, f"typed {number}")
            end += 1
        elif what < 0.7:
            lines[row] = f"typed {number}"
        elif what < 0.9:
            del lines[row]
            end -= 1
        else:
            lines.insert(chance.randrange(end), lines.pop(row))
    typed = [line for line in lines if line.startswith("typed")]
    return "\n".join(lines), typed


@given(PARTS, PARTS, st.randoms(use_true_random=False), st.integers(0, 8))
@settings(max_examples=examples(300), deadline=None)
def test_whatever_was_typed_is_still_there(
    before: tuple[MadePart, ...], after: tuple[MadePart, ...], chance: random.Random, count: int
) -> None:
    text, typed = edited(generate(before), chance, count)
    assert read(regenerate(text, before).text) == read(text)
    again = regenerate(text, after).text
    lines = again.split("\n")
    assert sorted(line for line in lines if line.startswith("typed")) == sorted(typed)
    assert regenerate(again, after) == Remade(again)
