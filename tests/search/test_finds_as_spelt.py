"""What somebody wrote is found by whatever another one would type for it, finished and while it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from confnotes.catalogue.searching.find import find, open_finder
from confnotes.catalogue.searching.search_service import SearchService
from confnotes.catalogue.searching.update_index import update
from confnotes.model.hit import Hits, describe_instead
from confnotes.vault.vault import Vault
from search_vault import put

from .conftest import FOLDERS

FOUND_BY: list[tuple[str, list[str]]] = [
    ("EqProp settles twice", ["eqprop", "EqProp", "eq-prop", "EQPROP settle", "eqprpo", "eq prop"]),
    ("an energy-efficient chip", ["energy-efficient", "energy efficient", "energyefficient", "chips efficient"]),
    ("the state-of-the-art table", ["state-of-the-art", "state of the art", '"state of the art"', "stateoftheart"]),
    ("runners were running, planners planning", ["run", "running", "runs", "plan", "planned", "planing"]),
    ("tagging, logged, stopped", ["tag", "tags", "logging", "logs", "stop", "stopping"]),
    ("matrices of studies and queries", ["study", "query", "studied"]),
    ("templates in C++ and C++20", ["C++", "c++", "template C++", "templates c++20"]),
    ("scripts in C# for the museum", ["C#", "c#", "museum C#"]),
    ("F# on .NET, quietly", [".NET", ".net", "F#", "net", "quitely"]),
    ("R draws plots by hand", ["R", "r plots", "plot"]),
    ("Node.js beside a loop", ["node.js", "nodejs", "node", "Node.JS loop"]),
    ("GPT-4 was asked in class", ["GPT-4", "gpt4", "gpt 4", '"gpt 4"', "GPT4 class"]),
    ("`tensor_flow` in __init__", ["tensor_flow", "tensorflow", "tensor flow", "__init__", "init"]),
    ("OpenTelemetry spans", ["opentelemetry", "open telemetry", "OpenTelemetry", "telemetry", "open-telemetry"]),
    ("a Twitterbot that answers", ["twitter bot", "twitterbot", "twitter-bot", "twiterbot"]),
    ("a data structure of ropes", ["datastructure", "data-structure", "data structures", "structure"]),
    ("accessibility for everybody", ["a11y", "accessible", "accesibility", "acessibility"]),
    (
        "Münchhausen and Łukasz at a café",
        ["munchhausen", "MÜNCHHAUSEN", "lukasz", "Lukasz", "cafe", "CAFÉ", "muenchhausen"],
    ),
    ("Peter O'Connor’s slides", ["oconnor", "o'connor", "O’Connor", "connor", "o connor"]),
    ("the user's guide to guides", ["user's guide", "users guide", "user guide", "user’s"]),
    ("深度学习的讲义", ["深度学习", "学习", "深", "讲义 学习"]),
    ("ディープラーニング入門", ["ラーニング", "ディープラーニング", "入門", "ﾗｰﾆﾝｸﾞ"]),
    ("한국어 강화를 했다", ["강화", "한국어", "강화 한국어"]),
    ("기계 학습 강의", ["기계학습", "기계 학습", "학습강의"]),
    ("그늘에서딥러닝", ["딥 러닝", "딥러닝"]),
    ("sorting takes $O(n \\log n)$", ["O(n log n)", "n log n", '"n log n"', "$O(n \\log n)$"]),
    ("∇f points uphill, θ stays", ["∇", "∇f", "nabla", "θ", "theta"]),
    ("p-values of spherical CNNs", ["p-value", "pvalue", "p value", "spherical-cnn", "spherical-CNNs"]),
    ("a β-VAE with knobs", ["beta-vae", "β-vae", "beta vae", "vae beta"]),
    ("the ℓ₂ ball of L2", ["L2", "l2", "ℓ₂", "l2 ball"]),
    ("$\\lambda$ is the price", ["lambda", "λ", "λ price"]),
    (
        "see https://arxiv.org/abs/1905.13633v2",
        ["1905.13633", "1905.13633v2", "arXiv:1905.13633", "arxiv:1905.13633v1"],
    ),
    (
        "arXiv:2103.14030 was shown",
        ["2103.14030", "https://arxiv.org/pdf/2103.14030v3", "arxiv 2103.14030", "2103.14030v2"],
    ),
    ("doi 10.1145/3292500.3330701", ["10.1145/3292500.3330701", "https://doi.org/10.1145/3292500.3330701"]),
    ("https://dx.doi.org/10.1000/xyz123", ["doi:10.1000/xyz123", "10.1000/xyz123", "https://doi.org/10.1000/XYZ123"]),
    ("https://garden.example.org/compost?x=1", ["garden.example.org", "http://garden.example.org/compost", "compost"]),
]


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """A note for each text, and some that say something else."""
    folder = tmp_path_factory.mktemp("vault")
    with pytest.MonkeyPatch.context() as environment:
        for name in FOLDERS:
            environment.setenv(name, str(folder / name.lower()))
        made = Vault.create(folder / "vault")
        for number, (text, _) in enumerate(FOUND_BY):
            put(made, f"note {number:02}.md", f"{text}\n")
        put(made, "elsewhere.md", "Nothing of the kind: coffee, badges and a long way to the station.\n")
        yield made


@pytest.fixture(scope="module")
def finder(vault: Vault) -> Iterator[SearchService]:
    """The search of the screens."""
    update(vault)
    with closing(open_finder(vault)) as opened:
        yield opened


def place(hits: Hits, number: int) -> int:
    return [hit.path for hit in hits.hits].index(f"note {number:02}.md")


CASES = [
    pytest.param(number, query, id=f"{text[:20]} by {query}")
    for number, (text, queries) in enumerate(FOUND_BY)
    for query in queries
]


@pytest.mark.parametrize(("number", "query"), CASES)
def test_a_text_is_found_by_what_a_person_would_type(number: int, query: str, vault: Vault) -> None:
    assert place(find(vault, query), number) < 3


@pytest.mark.parametrize(("number", "query"), CASES)
def test_it_is_found_while_it_is_typed_too(number: int, query: str, finder: SearchService) -> None:
    assert place(finder.find(query), number) < 3


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("eqp", "EqProp"),
        ("eq-p", "EqProp"),
        ("accesib", "accessibility"),
        ("opentelm", "OpenTelemetry"),
        ("node.j", "Node.js"),
        ("2103.140", "arXiv:2103"),
        ("museum scri", "scripts"),
        ("twitter bo", "a Twitterbot"),
    ],
)
def test_the_beginning_of_a_word_is_enough_even_misspelled(query: str, number: str, finder: SearchService) -> None:
    assert place(finder.find(query), next(n for n, (text, _) in enumerate(FOUND_BY) if text.startswith(number))) < 3


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("sorting coffee", "no match for all words; showing results without “coffee”"),
        ("museum scirpts", "no match for “scirpts”; showing “scripts”"),
        ("coffee guides badges", "no match for all words; showing results without “guides”"),
        ("coffee badges zzyzx fog", "no match for all words; showing results without “zzyzx”, “fog”"),
    ],
)
def test_where_nothing_has_all_words_screens_and_shell_show_what_has_most_and_say_so(
    query: str, told: str, finder: SearchService, vault: Vault
) -> None:
    hits = finder.find(query)
    assert hits.hits and describe_instead(hits.instead) == told
    shell = find(vault, query)
    assert [hit.id for hit in shell.hits] == [hit.id for hit in hits.hits]
    assert shell.instead == hits.instead


@pytest.mark.parametrize("query", ["1905.13634", "https://garden.example.org/kompost", "10.1145/3292500.3330702"])
def test_a_number_or_address_is_never_taken_for_another(query: str, finder: SearchService) -> None:
    assert not finder.find(query).hits
