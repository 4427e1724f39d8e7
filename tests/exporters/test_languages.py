"""Every language says everything, and says it in that language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

import confnotes
from confnotes.exporters.forms import FORMS
from confnotes.exporters.languages.catalog import ENGLISH, LANGUAGES, Catalog, catalog
from confnotes.exporters.render_options import RenderOptions
from confnotes.exporters.wording import Wording
from confnotes.model.program import Kind, ResourceKind, Role
from confnotes.model.summary import Grouping, SlotState, Summary
from summary_samples import set_as, small, with_item

EVERY = [catalog(code) for code in LANGUAGES]
FOREIGN = [one for one in EVERY if one is not ENGLISH]
SAME_AS_ENGLISH = {
    "de": {"A", "April", "August", "Code", "Link", "Links", "November", "Poster", "September", "Track", "Video"},
    "es": {"tutorial"},
    "fr": {"Code", "Notes", "Photo", "Poster", "Posters", "Q", "poster", "{} poster", "{} posters"},
    "ja": set(),
}
"""Words that are the same in both."""


@pytest.mark.parametrize("catalog", FOREIGN, ids=lambda catalog: catalog.code)
def test_nothing_is_left_in_english(catalog: Catalog) -> None:
    english = dict(_texts(ENGLISH))
    mine = dict(_texts(catalog))
    assert mine.keys() == english.keys()
    assert not [name for name, text in mine.items() if not text.strip(" ") and english[name].strip(" ")]
    same = {text for name, text in mine.items() if text == english[name] and not _is_neutral(text)}
    assert same == SAME_AS_ENGLISH[catalog.code]


def test_every_translated_word_is_used_somewhere() -> None:
    package = Path(confnotes.__file__).parent
    said = "\n".join(
        path.read_text(encoding="utf-8")
        for path in package.rglob("*")
        if path.suffix in (".py", ".html", ".typ") and path.parent.name != "languages"
    )
    words = set(re.findall(r"(?<=\.)\w+|(?<=\")\w+(?=\")", said))
    assert not {field.name for field in fields(Catalog)} - words - {"code", "name"}


@pytest.mark.parametrize("catalog", FOREIGN, ids=lambda catalog: catalog.code)
def test_patterns_take_the_same_facts(catalog: Catalog) -> None:
    for (name, english), (_, mine) in zip(_texts(ENGLISH), _texts(catalog), strict=True):
        if name not in ("days_of_month", "days_of_year"):
            assert _placeholders(mine) == _placeholders(english), name


@pytest.mark.parametrize("catalog", EVERY, ids=lambda catalog: catalog.code)
def test_every_kind_of_thing_has_a_word(catalog: Catalog) -> None:
    assert set(catalog.kinds) == set(Kind)
    assert set(catalog.roles) == set(Role)
    assert set(catalog.links) == set(ResourceKind) - {ResourceKind.OTHER}
    assert set(catalog.without) == set(Grouping)
    assert set(catalog.states) == set(SlotState)
    assert [len(names) for names in (catalog.weekdays, catalog.short_weekdays)] == [7, 7]
    assert [len(names) for names in (catalog.months, catalog.short_months)] == [12, 12]


@pytest.mark.parametrize(
    ("code", "day", "short", "one_day"),
    [
        ("en", "Tuesday, 10 December 2019", "Tue 10 Dec", "10 December 2019"),
        ("de", "Dienstag, 10. Dezember 2019", "Di, 10. Dez.", "10. Dezember 2019"),
        ("fr", "mardi 10 décembre 2019", "mar. 10 déc.", "10 décembre 2019"),
        ("es", "martes, 10 de diciembre de 2019", "mar 10 dic", "10 de diciembre de 2019"),
        ("ja", "2019年12月10日（火）", "12月10日（火）", "2019年12月10日"),
    ],
)
def test_a_day_is_written_as_people_there_do(code: str, day: str, short: str, one_day: str) -> None:
    words, when = Wording(catalog(code)), date(2019, 12, 10)
    assert (words.day_words(when), words.short_day(when), words.days_words(when, when)) == (day, short, one_day)


@pytest.mark.parametrize(
    ("code", "within", "over", "years"),
    [
        ("de", "1.–3. Mai 2024", "30. April – 1. Mai 2024", "31. Dezember 2024 – 1. Januar 2025"),
        ("fr", "1er–3 mai 2024", "30 avril – 1er mai 2024", "31 décembre 2024 – 1er janvier 2025"),
        (
            "es",
            "1–3 de mayo de 2024",
            "30 de abril – 1 de mayo de 2024",
            "31 de diciembre de 2024 – 1 de enero de 2025",
        ),
        ("ja", "2024年5月1日～3日", "2024年4月30日～5月1日", "2024年12月31日～2025年1月1日"),
    ],
)
def test_days_are_written_with_as_little_repeated_as_they_allow(code: str, within: str, over: str, years: str) -> None:
    words = Wording(catalog(code))
    assert words.days_words(date(2024, 5, 1), date(2024, 5, 3)) == within
    assert words.days_words(date(2024, 4, 30), date(2024, 5, 1)) == over
    assert words.days_words(date(2024, 12, 31), date(2025, 1, 1)) == years


@pytest.mark.parametrize(
    ("code", "none", "one", "many"),
    [
        ("en", "0 talks", "1 talk", "2 talks"),
        ("de", "0 Vorträge", "1 Vortrag", "2 Vorträge"),
        ("fr", "0 exposé", "1 exposé", "2 exposés"),
        ("es", "0 charlas", "1 charla", "2 charlas"),
        ("ja", "講演0件", "講演1件", "講演2件"),
    ],
)
def test_what_is_counted_agrees_with_its_number(code: str, none: str, one: str, many: str) -> None:
    words = Wording(catalog(code))
    assert [words.counted(number, words.terms.talks) for number in (0, 1, 2)] == [none, one, many]


@pytest.mark.parametrize("catalog", FOREIGN, ids=lambda catalog: catalog.code)
@pytest.mark.parametrize("form", ["markdown", "html", "slides", "json", "csv"])
def test_a_summary_is_set_in_each_language(form: str, catalog: Catalog) -> None:
    if form not in FORMS or FORMS[form].lacks:
        pytest.skip(f"{form} cannot be made here")
    text = set_as(form, _sample(), RenderOptions(Wording(catalog)))
    if form == "html":
        assert f'lang="{catalog.code}"' in text
    if form in ("markdown", "html"):
        assert catalog.references in text
        assert catalog.looking_back in text
        assert not [word for word in ("References", "Contents", "Takeaways", ENGLISH.looking_back) if word in text]


def _sample() -> Summary:
    base = small()
    (first, *_) = base.items()
    return with_item(replace(first, title=ENGLISH.looking_back, is_talk=False, leads=True))


def _texts(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Every text of a catalog under a name."""
    for one in fields(catalog):
        value = getattr(catalog, one.name)
        if isinstance(value, str):
            yield one.name, value
        elif isinstance(value, tuple):
            yield from ((f"{one.name} {number}", text) for number, text in enumerate(value))
        elif isinstance(value, Mapping):
            yield from ((f"{one.name} {key}", value[key]) for key in sorted(value))


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _is_neutral(text: str) -> bool:
    """Whether a pattern has no words, or only an abbreviation that languages share."""
    words = "".join(literal for literal, *_ in Formatter().parse(text)).strip(" ()–.,/")
    return not any(map(str.isalpha, words)) or words in {"et al", "p"}
