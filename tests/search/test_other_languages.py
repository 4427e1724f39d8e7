"""Words of other languages are found in their other forms, and small words of a question in them need not be there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from confnotes.catalogue.searching.find import find
from confnotes.catalogue.searching.update_index import update
from confnotes.search.languages import code, guess_language
from confnotes.vault.vault import Vault
from search_vault import put

from .conftest import FOLDERS

NOTES = {
    "fr": "Les modèles apprennent avec des exemples, et ils obtiennent ce que nous n'avons pas dans le jeu de données.",
    "de": "Das Haus ist alt, aber wir haben auch mit der Frau gesprochen, die über die Brücke nicht gehen will.",
    "ru": "Мы говорили о сетях и о том, как они учатся на данных, которых было мало.",
    "es": "Los árboles que hemos visto no son para todos, pero también los hay en la ciudad y con ellas las redes.",
    "en": "The house is old, and what we heard about the bridge was not for everybody.",
}


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    folder = tmp_path_factory.mktemp("vault")
    with pytest.MonkeyPatch.context() as environment:
        for name in FOLDERS:
            environment.setenv(name, str(folder / name.lower()))
        made = Vault.create(folder / "vault")
        for language, text in NOTES.items():
            put(made, f"{language}.md", f"{text}\n")
        put(made, "stated.md", "---\nlanguage: de-CH\n---\nNetze\n")
        yield made


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("apprendre", "fr"),
        ("obtenir exemple", "fr"),
        ("les modèles avec des exemples", "fr"),
        ("Häuser", "de"),
        ("Frauen Brücken", "de"),
        ("Netz", "stated"),
        ("сеть", "ru"),
        ("сети данные", "ru"),
        ("árbol", "es"),
        ("red ciudades", "es"),
        ("houses", "en"),
    ],
)
def test_a_word_is_found_in_the_forms_that_its_language_gives_it(query: str, language: str, vault: Vault) -> None:
    hits = find(vault, query)
    assert [hit.path for hit in hits.hits] == [f"{language}.md"]
    assert not hits.instead


def test_forms_survive_when_the_index_is_merged(vault: Vault) -> None:
    for number in range(8):
        put(vault, f"more {number}.md", f"Etwas {number}, und das ist auch nicht für die Katze.\n")
        update(vault)
    assert [hit.path for hit in find(vault, "Häuser").hits] == ["de.md"]
    assert len(find(vault, "Katzen").hits) == 8


@pytest.mark.parametrize(("language", "text"), [*NOTES.items(), ("de", "Das Haus brennt."), ("en", "pods"), ("en", "")])
def test_the_language_of_a_text_is_detected_by_its_words(language: str, text: str) -> None:
    assert guess_language(text) == language


def test_a_stated_language_is_known_by_its_first_letters() -> None:
    assert [code(stated) for stated in ("de-CH", "FR", "tlh", None)] == ["de", "fr", "", ""]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("one", "The light is on."),
        ("use", "It found us."),
        ("IT", "The tide and its moon."),
        ("redis", "A red boat."),
    ],
)
def test_a_short_word_is_no_form_of_another_one(query: str, text: str, tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    put(vault, "Notes/Other.md", f"{text}\n")
    put(vault, "Notes/Bateaux.md", "---\nlanguage: fr\n---\nLes bateaux sont dans le port, et la mer est calme.\n")
    hits = find(vault, query)
    assert hits.instead or not hits.hits


@pytest.mark.parametrize(
    ("query", "text"), [("one", "the ones"), ("use", "using it"), ("id", "two IDs"), ("go", "going")]
)
def test_a_short_word_still_has_its_own_forms(query: str, text: str, tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    put(vault, "Notes/Other.md", f"{text}\n")
    hits = find(vault, query)
    assert not hits.instead and [hit.path for hit in hits.hits] == ["Notes/Other.md"]
