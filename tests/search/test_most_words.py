"""Words remembered wrong, questions, folders and years: what has most of the words is found, and it is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from confnotes.catalogue.searching.find import find, open_finder
from confnotes.catalogue.searching.update_index import update
from confnotes.model.hit import describe_instead
from confnotes.vault.vault import Vault
from search_vault import put

from .conftest import FOLDERS

NOTES = {
    "Advisors.md": "# Choosing a PhD topic\n\nSamy Bengio: pick the people first.\n",
    "Lanterns.md": "# Lanterns\n\nA lantern is a lamp with a wall around it, made of paper or of glass.\n",
    "Lamps.md": "# Lamps\n\nPaper, glass, brass. Made in Kyoto, sold in Porto.\n",
    "Tides.md": "# Tides\n\nHow the moon does it, and what for. The buoys know.\n",
    "RubyConfTH_Bangkok_2022/Pattern matching.md": "Arrays, hashes, and what comes after `in`.\n",
    "devoxx19/Pattern matching.md": "Records and sealed classes.\n",
    "trips/2021/pycon-uk/Guido.md": "A fireside chat.\n",
    "trips/2023/pycon-uk/Guido again.md": "Another fireside chat.\n",
    "trips/2023/pycon-uk/README.md": "# PyCon UK 2023\n\n- pycon uk 2023: opening\n- pycon uk 2023: a chat\n",
    "Dated.md": "---\nstart: 2017-05-04T10:00:00\n---\nA fireside without chat.\n",
}


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    folder = tmp_path_factory.mktemp("vault")
    with pytest.MonkeyPatch.context() as environment:
        for name in FOLDERS:
            environment.setenv(name, str(folder / name.lower()))
        made = Vault.create(folder / "vault")
        for path, text in NOTES.items():
            put(made, path, text)
        yield made


def first(vault: Vault, query: str) -> str:
    return Path(find(vault, query).hits[0].path or "").as_posix()


@pytest.mark.parametrize(
    ("query", "path", "told"),
    [
        ("samy bengio phd advice", "Advisors.md", "no match for all words; showing results without “advice”"),
        ("brass lanterns kyoto", "Lamps.md", "no match for all words; showing results without “lanterns”"),
        ('"made of paper" kyoto', "Lanterns.md", "no match for all words; showing results without “kyoto”"),
        ("samy bengoi phd advice", "Advisors.md", "no match for “bengoi”; showing “bengio”"),
    ],
)
def test_what_has_most_of_the_words_is_found_where_nothing_has_all(
    query: str, path: str, told: str, vault: Vault
) -> None:
    hits = find(vault, query)
    assert hits.hits[0].path == path
    assert describe_instead(hits.instead).startswith(told)


def test_a_rare_word_weighs_more_than_two_common_ones(vault: Vault) -> None:
    assert first(vault, "buoys chat fireside kyoto brass porto") == "Lamps.md"


def test_what_a_field_or_minus_asks_for_is_never_left_out(vault: Vault) -> None:
    assert not find(vault, "samy bengio tag:advice").hits
    assert all(hit.path != "Advisors.md" for hit in find(vault, "samy bengio advice -phd").hits)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("speaker:hinton zebra", "no match for all words; showing results without “zebra”"),
        ("zebra quagga speaker:hinton", "no match for all words; showing results without “zebra”, “quagga”"),
        ('speaker:hinton "zebra crossing"', "no match for all words; showing results without “zebra crossing”"),
        (
            "speaker:hitnon zebra",
            "no match for “hitnon”; showing “hinton”; no match for all words; showing results without “zebra”",
        ),
    ],
)
def test_words_without_matches_do_not_hide_the_results_of_a_field(query: str, told: str, folders: Path) -> None:
    made = Vault.create(folders / "vault")
    put(made, "capsules.md", "---\nspeakers: [Hinton]\n---\nVectors that agree.\n")
    put(made, "zoo.md", "A zebra and a quagga.\n")
    hits = find(made, query)
    assert ([hit.path for hit in hits.hits if hit.path], hits.told) == (["capsules.md"], told)
    assert hits.suggestion == "speaker:hinton"


def test_what_is_of_a_kind_is_no_answer_to_a_word_that_nothing_of_it_has(vault: Vault) -> None:
    assert not find(vault, "kind:note zebra").hits
    assert not find(vault, "lang:en zebra").hits


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("how does the moon do this?", "Tides.md"),
        ("what is a lantern made of", "Lanterns.md"),
        ("why should I pick the people before a topic", "Advisors.md"),
    ],
)
def test_small_words_of_a_question_need_not_be_there(question: str, path: str, vault: Vault) -> None:
    assert first(vault, question) == path


def test_small_words_alone_are_searched_for(vault: Vault) -> None:
    assert first(vault, "what for") == "Tides.md"


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("rubyconf pattern matching", "RubyConfTH_Bangkok_2022/Pattern matching.md"),
        ("ruby conf th pattern", "RubyConfTH_Bangkok_2022/Pattern matching.md"),
        ("bangkok 2022 pattern", "RubyConfTH_Bangkok_2022/Pattern matching.md"),
        ("devoxx 2019 pattern", "devoxx19/Pattern matching.md"),
        ("pycon 2021 fireside", "trips/2021/pycon-uk/Guido.md"),
        ("pycon uk 2023 fireside", "trips/2023/pycon-uk/Guido again.md"),
        ("fireside 2017", "Dated.md"),
        ("conf:bangkok pattern", "RubyConfTH_Bangkok_2022/Pattern matching.md"),
    ],
)
def test_folders_joined_names_and_years_are_words_of_a_note(query: str, path: str, vault: Vault) -> None:
    hits = find(vault, query)
    assert hits.hits[0].path == path
    assert not hits.instead


def test_a_rare_word_that_may_be_misspelt_also_shows_the_frequent_one_behind(folders: Path) -> None:
    made = Vault.create(folders / "vault")
    put(made, "wrong.md", "Notes on promethues\n")
    for number in range(20):
        put(made, f"right {number}.md", f"prometheus, part {number}\n")
    hits = find(made, "promethues", limit=30)
    assert (hits.hits[0].path, hits.total, len(hits.exact)) == ("wrong.md", 21, 1)
    assert hits.told == "exact matches first, then “prometheus” for “promethues”"
    put(made, "one more.md", "promethues, again\n")
    assert find(made, "promethues").total == 2


def test_behind_one_or_two_that_have_all_of_many_words_stand_those_that_have_most(folders: Path) -> None:
    made = Vault.create(folders / "vault")
    put(made, "long.md", " ".join(f"filler{number}" for number in range(400)) + " moon buoys tide lamps\n")
    put(made, "short.md", "# Buoys and the tide\n\nThe moon moves buoys.\n")
    put(made, "other.md", "Lamps, and what they cost.\n")
    hits = find(made, "moon buoys tide lamps")
    assert ([hit.path for hit in hits.hits], len(hits.exact)) == (["long.md", "short.md"], 1)
    assert hits.told == "exact matches first, then results with most of the words"
    assert [hit.path for hit in find(made, "moon lamps").hits] == ["long.md"]


def test_where_and_when_a_conference_is_are_words_of_all_that_is_at_it(folders: Path) -> None:
    made = Vault.create(folders / "vault")
    put(made, "Fog Days/Fog Days.md", "---\ntype: conference\nvenue: Casa da Música, Porto\nstart: 2024-05-07\n---\n")
    put(made, "Fog Days/program.yaml", "sessions:\n  - talks:\n      - {id: a, title: Fog horns}\n")
    put(made, "Fog Days/Lunch.md", "Octopus, and who paid.\n")
    assert [hit.path for hit in find(made, "octopus porto 2024").exact] == ["Fog Days/Lunch.md"]
    assert [hit.id for hit in find(made, "horns porto 2024").exact] == ["fog-days/a"]
    put(made, "Fog Days/Fog Days.md", "---\ntype: conference\nvenue: Oulu\nstart: 2024-05-07\n---\n")
    assert [hit.path for hit in find(made, "octopus oulu").exact] == ["Fog Days/Lunch.md"]


def test_notes_and_talks_without_a_date_are_found_by_the_year_of_their_conference(folders: Path) -> None:
    made = Vault.create(folders / "vault")
    put(made, "Fog Days/Fog Days.md", "---\ntype: conference\nyear: 2018\n---\n")
    put(made, "Fog Days/program.yaml", "sessions:\n  - talks:\n      - {id: a, title: Fog horns}\n")
    put(made, "Fog Days/Lunch.md", "- [ ] ask who paid\n")
    put(made, "Buoys.md", "---\nconference: Buoy Week 2018\n---\n")
    put(made, "Tides.md", "---\nyear: 2018\n---\n")
    put(made, "Lamps.md", "---\nyear: 2018\ndate: 2019-05-01\n---\n")
    lunch = "Fog Days/Lunch.md"
    of_2018 = {"Buoys.md", "Fog Days/Fog Days.md", lunch, f"{lunch}:1", "Tides.md", "fog-days/a"}
    for query in ("date:2018", "until:2018", "date:2017..2018", "after:2017 before:2019"):
        assert {hit.id for hit in find(made, query).hits} == of_2018, query
    assert [hit.id for hit in find(made, "since:2018-02").hits] == ["Lamps.md"]
    assert [hit.id for hit in find(made, "date:2018-01").hits] == []
    assert not any(hit.date for hit in find(made, "date:2018").hits)
    put(made, "Fog Days/Fog Days.md", "---\ntype: conference\nyear: 2020\n---\n")
    assert {hit.id for hit in find(made, "date:2018").hits} == {"Buoys.md", "Tides.md"}


def test_of_two_words_that_nothing_has_both_of_either_may_be_the_wrong_one(vault: Vault) -> None:
    found = [hit.path for hit in find(vault, "kyoto buoys").hits]
    assert set(found) == {"Lamps.md", "Tides.md"}


def test_a_letter_left_out_of_an_unfinished_word_is_likelier_than_a_wrong_one(folders: Path) -> None:
    made = Vault.create(folders / "vault")
    put(made, "slope.md", "Gradient descent, by hand.\n")
    for word in ("determine", "develop", "debate"):
        put(made, f"{word}.md", f"A gradient, and what they {word}.\n")
    update(made)
    with closing(open_finder(made)) as finder:
        assert finder.find("gradient dece").hits[0].path == "slope.md"
