"""A tag gets another name wherever it is written, and nothing else of a note changes."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.errors import ConfnotesError, UsageError
from confnotes.markup.note import parse_note
from confnotes.markup.retag import check_names, rename_tag, retag_text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("see #ml and #ml/rl, #ML\n", "see #learning and #learning/rl, #learning\n"),
        ("#ml at the begin, #mlops not\n", "#learning at the begin, #mlops not\n"),
        ("# ml\n## On #ml today\n", "# ml\n## On #learning today\n"),
        ("`#ml` and #ml\n\n```\n#ml\n```\n", "`#ml` and #learning\n\n```\n#ml\n```\n"),
        ("https://example.org/#ml [a](#ml) [[Note#ml]]\n", "https://example.org/#ml [a](#ml) [[Note#ml]]\n"),
        ("a #ml\r\nb\r\n", "a #learning\r\nb\r\n"),
        ("\ufeff#ml\n", "\ufeff#ml\n"),
        ("---\ntags: [ml, rl]\n---\n", "---\ntags: [learning, rl]\n---\n"),
        ("---\ntags: [ rl,ml/x ]  # ml\n---\n", "---\ntags: [ rl,learning/x ]  # ml\n---\n"),
        (
            "---\ntags:\n  - ml   # ml stays\n  - 'ML/x'\n---\n",
            "---\ntags:\n  - learning   # ml stays\n  - 'learning/x'\n---\n",
        ),
        ('---\ntags:\n- "#ml"\n---\n', '---\ntags:\n- "#learning"\n---\n'),
        ("---\ntags: ml, rl\ntag: ml\n---\n", "---\ntags: learning, rl\ntag: learning\n---\n"),
        ("---\ntags: rl ml\n---\n", "---\ntags: rl learning\n---\n"),
        (
            "---\ntags:\n  [\n    ml, # ml\n    rl,\n  ]\n---\n",
            "---\ntags:\n  [\n    learning, # ml\n    rl,\n  ]\n---\n",
        ),
        ("---\ntitle: ml\naliases: [ml]\n---\nml\n", "---\ntitle: ml\naliases: [ml]\n---\nml\n"),
        ("---\ntags: [ml\n---\n#ml\n", "---\ntags: [ml\n---\n#learning\n"),
    ],
)
def test_only_the_tag_changes(before: str, after: str) -> None:
    assert retag_text(before, "ml", "learning") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\ntags:\n  - ml\n  - rl # mine\n---\n#rl #ml\n", "---\ntags:\n  - rl # mine\n---\n#rl #rl\n"),
        ("---\ntags: [a, rl, ml]\n---\n", "---\ntags: [a, rl]\n---\n"),
        ("---\ntags: [ml, ML]\n---\n", "---\ntags: [rl]\n---\n"),
    ],
)
def test_a_list_that_would_name_it_twice_names_it_once(before: str, after: str) -> None:
    assert retag_text(before, "ml", "rl") == after


def test_a_name_that_yaml_would_read_otherwise_is_quoted() -> None:
    assert retag_text("---\ntags:\n  - ml\n---\n", "ml", "true") == '---\ntags:\n  - "true"\n---\n'
    assert retag_text("---\ntags: [ml]\n---\n", "ml", "null") == '---\ntags: ["null"]\n---\n'


def test_what_cannot_be_changed_safely_is_not() -> None:
    with pytest.raises(ConfnotesError, match="safely"):
        retag_text('---\ntags: ["m\\u006c"]\n---\n', "ml", "learning")


def test_nested_tags_are_the_same_however_they_are_written() -> None:
    assert rename_tag("Area/Topic/x", "area/topic", "area") == "area/x"
    assert rename_tag("area/topical", "area/topic", "area") is None
    assert check_names("#area/", "ARRÊT") == ("area", "ARRÊT")
    for old, new in (("ml", "ml"), ("ml", "12"), ("ml", "two words"), ("", "ml"), ("ml", "a,b")):
        with pytest.raises(UsageError):
            check_names(old, new)


_NAMES = ("ml", "ML", "ml/rl", "Ml/x/y", "rl", "mlops", "straße", "学习", "ml-2")
_LINES = st.lists(
    st.one_of(
        st.sampled_from(_NAMES).map(lambda name: f"word #{name} word"),
        st.sampled_from(_NAMES).map(lambda name: f"#{name}"),
        st.sampled_from(_NAMES).map(lambda name: f"`#{name}` [[N#{name}]] https://x.org/#{name} ## {name}"),
        st.sampled_from(
            ("```", "", "    #ml in code", "- [ ] do #ml.", "? why #ml/rl", "%% #ml %%", "a#ml ##ml #1 #/ml/")
        ),
        st.text(alphabet="#ml/ rx`[]|-\t\u00a0é\r", max_size=20),
    ),
    max_size=8,
)
_ITEMS = st.lists(st.sampled_from(_NAMES), max_size=4, unique_by=str.casefold)
_FIELDS = st.one_of(
    st.just(""),
    _ITEMS.map(lambda names: f"tags: [{', '.join(names)}]\n"),
    _ITEMS.map(lambda names: f"tags: [ {' ,'.join(repr(name) for name in names)} ] # ml\n"),
    _ITEMS.map(lambda names: "tags:\n" + "".join(f"  - {name} # {name}\n" for name in names)),
    _ITEMS.map(lambda names: f"tag: {', '.join(names)}\nml: ml\n"),
    _ITEMS.map(lambda names: f'tags: "{" ".join(names)}"\n'),
)


@given(
    fields=_FIELDS,
    lines=_LINES,
    end=st.sampled_from(("\n", "\r\n")),
    new=st.sampled_from(("learning", "ml/deep", "rl", "Ml")),
)
def test_the_tags_of_a_note_are_the_old_ones_under_their_new_names(
    fields: str, lines: list[str], end: str, new: str
) -> None:
    text = (f"---\n{fields}---\n" if fields else "") + "\n".join(lines)
    text = text.replace("\n", end)
    path = PurePosixPath("n.md")
    before, after = parse_note(path, text), parse_note(path, retag_text(text, "ml", new))
    expected = [rename_tag(tag.name, "ml", new) or tag.name for tag in before.tags]
    in_body = len([tag for tag in before.tags if tag.line >= before.body_line])
    assert [tag.name for tag in after.tags][len(after.tags) - in_body :] == expected[len(expected) - in_body :]
    assert {tag.name.casefold() for tag in after.tags} == {name.casefold() for name in expected}


@given(fields=_FIELDS, lines=_LINES, end=st.sampled_from(("\n", "\r\n")))
def test_every_other_byte_stays(fields: str, lines: list[str], end: str) -> None:
    text = (f"---\n{fields}---\n" if fields else "") + "\n".join(lines)
    text = text.replace("\n", end)
    there = retag_text(text, "ml", "away")
    assert retag_text(there, "away", "ml").casefold() == text.casefold()
    assert there.replace("away", "ml").casefold() == text.casefold()
