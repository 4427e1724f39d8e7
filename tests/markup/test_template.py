"""Templates are filled once, as text; nothing in them or in what they are filled with is executed."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from confnotes.errors import ConfnotesError
from confnotes.markup.note import parse_note
from confnotes.markup.template import MOST_CHARACTERS, Values, as_text, fill, front_matter_problem, placeholders

VALUES = Values(
    {"title": "Tides", "room": "", "abstract": "One.\nTwo.", "trap": "{{abstract}} [[Other]]"},
    {"speaker": ("Ada Vento", "Bo Kai"), "affiliation": ("Porto", ""), "paper": (), "panelist": ("A/B [c]",)},
)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("plain\n", "plain\n"),
        ("# {{title}} in {{ Room }}\n", "# Tides in \n"),
        ("Room: {{room}}\nend", "end"),
        ("- {{speaker}} ({{affiliation}}):\n", "- Ada Vento (Porto):\n- Bo Kai ():\n"),
        ("{{speaker}}: {{title}}", "Ada Vento: Tides\nBo Kai: Tides"),
        ("Paper: {{paper}}\n", ""),
        ("{{unknown}} {{title}}", "{{unknown}} Tides"),
        ("{{unknown}}", "{{unknown}}"),
        ("> {{abstract}}", "> One.\n> Two."),
        ("{{trap}}", "{{abstract}} [\\[Other]]"),
        ("[[{{speaker}}]]", "[[Ada Vento]]\n[[Bo Kai]]"),
        ("with [[{{panelist}}]]", "with [[A-B c|A/B (c)]]"),
        ("{{ 7 * 7 }} {% if x %} ${x} {{title.__class__}}", "{{ 7 * 7 }} {% if x %} ${x} {{title.__class__}}"),
        ("\ufeffa\r\nb", "a\nb"),
    ],
)
def test_placeholders_are_filled(template: str, text: str) -> None:
    assert fill(template, VALUES).text == text


@pytest.mark.parametrize(
    ("template", "before"),
    [
        ("a\n- {{cursor}}\nb", "a\n- "),
        ("a\n\nb", "a\n"),
        ("# head\n- claim: \n", "# head\n- claim: "),
        ("- [ ] \n", "- [ ] "),
        ("- {{speaker}}: {{cursor}}", "- Ada Vento: "),
        ("words", None),
    ],
)
def test_typing_begins_at_the_first_empty_place_or_where_the_template_says(template: str, before: str | None) -> None:
    filled = fill(template, VALUES)
    assert (None if filled.cursor is None else filled.text[: filled.cursor]) == before


@pytest.mark.parametrize(
    ("yaml", "fields"),
    [
        ("tags: [rnn, '{{title}}']", {"tags": ["rnn", "Tides"]}),
        ("by: {{speaker}}", {"by": "Ada Vento, Bo Kai"}),
        ('by:\n  - "[[{{speaker}}]]"', {"by": ["[[Ada Vento]]", "[[Bo Kai]]"]}),
        ("where: {{room}}\npaper: '{{paper}}'", {}),
        ("trap: {{trap}}", {"trap": "{{abstract}} [[Other]]"}),
        ("status: ''\nrank: 3", {"status": "", "rank": 3}),
    ],
)
def test_front_matter_is_filled_field_by_field(yaml: str, fields: dict[str, object]) -> None:
    filled = fill(f"---\n{yaml}\n---\nbody", VALUES)
    assert (filled.fields, filled.text, filled.problem) == (fields, "body", None)


def test_unreadable_front_matter_is_reported_and_the_text_kept() -> None:
    filled = fill("---\na: [\n---\nbody {{title}}", VALUES)
    assert filled.problem is not None and (filled.fields, filled.text) == ({}, "body Tides")
    assert front_matter_problem("---\na: [\n---\n") and front_matter_problem("---\na: {{title}}\n---\n") is None


def test_a_template_that_would_grow_without_end_is_refused() -> None:
    values = Values({"abstract": "x" * 10_000})
    with pytest.raises(ConfnotesError, match="longer"):
        fill("{{abstract}}\n" * (MOST_CHARACTERS // 10_000 + 1), values)


def test_placeholders_are_named_with_their_lines() -> None:
    assert list(placeholders("a\n{{Title}} {{x}}\n{{ 7 }}")) == [(2, "title"), (2, "x")]


@given(
    st.text(max_size=80).filter(
        lambda text: "{{" not in text and "\r" not in text and not text.startswith(("---", "\ufeff"))
    )
)
def test_a_text_without_placeholders_stays_as_it_is(text: str) -> None:
    assert fill(text, VALUES).text == text


_HOSTILE = st.text(st.sampled_from("ab #@[]%?->*+`|^t0123{}!=~.,\\ "), max_size=24)


@given(_HOSTILE, st.sampled_from(["{{value}}", "- {{value}}", "said {{value}}", "> {{value}}"]))
@example("` ?0", "{{value}}")
def test_what_is_filled_in_is_never_a_tag_link_person_task_question_stamp_or_private(value: str, line: str) -> None:
    value = " ".join(value.split()).replace("`", "")
    text = fill(line, Values({"value": value})).text
    note = parse_note(PurePosixPath("a.md"), f"\n{text}\n")
    assert not note.links and not note.tags and not note.tasks and not note.questions
    assert not note.stamps and not note.private_lines and not note.mentions and not note.headings


@given(_HOSTILE.filter(lambda value: not set(value) & set("[%#@^?-+*>=`|~!")))
def test_ordinary_words_are_not_escaped(value: str) -> None:
    assert as_text(value, at_begin=True) == value
