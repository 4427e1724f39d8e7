"""Days and conferences as people name them: a weekday, today, a date, the beginning of a name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .conftest import RunConfnotes


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("days") / "fosdem"


@pytest.fixture
def fosdem(confnotes: RunConfnotes, tmp_path: Path, made: Path) -> Path:
    """A weekend with a talk each day, seen from its Saturday, and a meeting some months later."""
    if not made.exists():
        make(made, confnotes)
    return shutil.copytree(made, tmp_path / "fosdem")


def make(vault: Path, confnotes: RunConfnotes) -> None:
    confnotes("init", vault)
    weekend = (
        "title,start,room,track,speakers\n"
        "Tides by hand,2020-02-01T09:00,Hall 1,Sea,Ada Elm\n"
        "Fog and radio,2020-02-02T09:00,Hall 10,Air,Bo Oak\n"
    )
    for name, rows in (("FOSDEM 2020", weekend), ("Sunday Tea", "title,start\nScones,2020-05-04T09:00\n")):
        Path("talks.csv").write_text(rows)
        confnotes("import", "talks.csv", "--conference", name, "--timezone", "Europe/Brussels", "--vault", vault)
    for talk in ("Tides", "Fog", "Scones"):
        confnotes("add", "--to", talk, "takeaway: bring a boat", "--vault", vault)


NOW = ("--at", "2020-02-01T10:00")
SATURDAY, SUNDAY = {"Tides by hand"}, {"Fog and radio"}
SAID = [
    (("saturday",), SATURDAY),
    (("Sat",), SATURDAY),
    (("today",), SATURDAY),
    (("tomorrow",), SUNDAY),
    (("2020-02-02",), SUNDAY),
    (("sunday",), SUNDAY),
    (("fosdem",), SATURDAY | SUNDAY),
    (("fosdem", "sunday"), SUNDAY),
    (("FOSDEM 2020", "2020-02-01"), SATURDAY),
    (("sunday", "tea"), {"Scones"}),
    (("sunday tea monday",), {"Scones"}),
]


@pytest.mark.parametrize(("words", "titles"), SAID, ids=[" ".join(words) for words, _ in SAID])
@pytest.mark.parametrize("verb", ["agenda", "export"])
def test_a_day_is_named_as_people_do(
    confnotes: RunConfnotes, fosdem: Path, verb: str, words: tuple[str, ...], titles: set[str]
) -> None:
    result = confnotes(verb, *words, *NOW, "--vault", fosdem)
    assert result.code == 0, result.err
    assert {title for title in ("Tides by hand", "Fog and radio", "Scones") if title in result.out} == titles


@pytest.mark.parametrize(
    ("arguments", "titles"),
    [
        (("--room", "hall 1"), SATURDAY),
        (("--room", "HALL"), SATURDAY | SUNDAY),
        (("--room", "10", "--room", "Hall 1"), SATURDAY | SUNDAY),
        (("--track", "air"), SUNDAY),
        (("--track", "air", "--room", "Hall 1"), set()),
        (("ada",), SATURDAY),
        (("fosdem", "sunday", "radio"), SUNDAY),
        (("saturday", "radio"), set()),
        (("2020-02-01", "fosdem", "hand"), SATURDAY),
        (("scones", "-c", "sunday tea"), {"Scones"}),
    ],
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value),  # the same in every process
)
def test_the_agenda_is_filtered_by_room_track_and_words(
    confnotes: RunConfnotes, fosdem: Path, arguments: tuple[str, ...], titles: set[str]
) -> None:
    result = confnotes("agenda", *arguments, *NOW, "--vault", fosdem)
    assert {title for title in ("Tides by hand", "Fog and radio", "Scones") if title in result.out} == titles
    assert titles or "No talks found" in result.err


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [(("--room", "Hull 10"), "Did you mean: Hall 10"), (("--track", "Sky"), "Sea, Air"), (("boats",), "FOSDEM 2020")],
    ids=str,
)
def test_a_filter_that_no_talk_fits_is_not_found(
    confnotes: RunConfnotes, fosdem: Path, arguments: tuple[str, ...], hint: str
) -> None:
    result = confnotes("agenda", *arguments, *NOW, "--vault", fosdem)
    assert (result.code, result.out) == (3, "") and hint in result.err


@pytest.mark.parametrize("verb", ["agenda", "export", "review"])
def test_a_weekday_without_a_program_is_answered_with_the_days(
    confnotes: RunConfnotes, fosdem: Path, verb: str
) -> None:
    result = confnotes(verb, "wednesday", *NOW, "--vault", fosdem)
    assert result.code == 3 and "2020-02-01" in result.err and "2020-02-02" in result.err


def test_what_is_no_day_and_no_conference_is_answered_with_both(confnotes: RunConfnotes, fosdem: Path) -> None:
    result = confnotes("agenda", "fozdem", *NOW, "--vault", fosdem)
    assert result.code == 3 and "FOSDEM 2020" in result.err and "saturday" in result.err.lower()


def test_a_day_is_reviewed_by_its_name(confnotes: RunConfnotes, fosdem: Path) -> None:
    assert "Fog and radio" in confnotes("review", "sunday", *NOW, "--vault", fosdem).out


NOTES = {
    "Pier.md": "what the harbour master said %%and whispered%% #tide\n",
    "Work/Plan.md": "row over #tide\n",
    "Notes/Quay.md": "---\nconference: FOSDEM 2020\n---\nat the quay\n",
}


@pytest.fixture
def notes(fosdem: Path) -> Path:
    for path, text in NOTES.items():
        (fosdem / path).parent.mkdir(exist_ok=True)
        (fosdem / path).write_text(text)
    return fosdem


@pytest.mark.parametrize(
    ("target", "told"),
    [("notes", {"harbour master", "row over"}), ("#tide", {"harbour master", "row over"}), ("rowing", {"row over"})],
)
def test_notes_without_a_conference_are_exported(
    confnotes: RunConfnotes, notes: Path, target: str, told: set[str]
) -> None:
    result = confnotes("export", target, "--audience", "team", *NOW, "--vault", notes)
    texts = {"harbour master", "row over", "at the quay", "bring a boat", "whispered"}
    assert result.code == 0, result.err
    assert {text for text in texts if text in result.out} == told
