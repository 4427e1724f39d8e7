"""What there is to choose from on the export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from confnotes.tui.widgets.drawing import day_name, plural
from confnotes.tui.widgets.pick import Option

if TYPE_CHECKING:
    from confnotes.actions.exporting.choices import Offers

EVERYTHING = Option("", "all of it", "the whole conference")
FOLDER = "markdown/"
MINE = Option("", "mine", "your own notes only")

AUDIENCES = (
    Option("me", "me", "everything, private lines and notes too"),
    Option("team", "the team", "nothing private: neither %%lines%% nor private notes"),
    Option("public", "everybody", "nothing private, no ratings and stars, nothing marked no-share"),
)
GROUPINGS = (
    Option("day", "day", "a part for each day, with its sessions"),
    Option("track", "track", "a part for each track"),
    Option("theme", "theme", "a part for each theme: a tag that several notes share"),
    Option("person", "person", "a part for each speaker"),
)
NAMES = (
    Option("", "in full", "those who asked questions are named"),
    Option("short", "initials", "those who asked questions are named by their initials"),
)


def conferences(names: Sequence[str], years: Sequence[tuple[int, int]]) -> list[Option]:
    """Every conference, and every year with several of them."""
    return [
        *(Option(name, name) for name in names),
        *(Option(str(year), str(year), f"{number} conferences in review") for year, number in years),
    ]


def several(chosen: Sequence[Option]) -> Option:
    """All that were ticked, as one."""
    names = ", ".join(one.value for one in chosen)
    return Option(names, names, f"{len(chosen)} conferences in review")


def parts_of(offers: Offers) -> list[Option]:
    """The whole of a conference, its days, tracks and tags, and the saved searches."""
    return [EVERYTHING, *_parts_of(offers)]


def _parts_of(offers: Offers) -> Iterator[Option]:
    for day, number in offers.days:
        yield Option(day.isoformat(), day_name(day), plural(number, "talk"))
    for track, number in offers.tracks:
        yield Option(f"track:{_quoted(track)}", track, f"track · {plural(number, 'talk')}")
    for tag, number in offers.tags:
        yield Option(f"tag:{_quoted(tag)}", f"#{tag}", plural(number, "note"))
    for search in offers.searches:
        yield Option(search.query, search.name, f"saved search · {search.query}")


def search_for(text: str) -> Option:
    """What is typed, as a search."""
    query = " ".join(text.split())
    return Option(query, f"search: {query}", "talks and notes that it finds")


def part_named(value: str) -> Option:
    """A part that was chosen at another time."""
    day = _day(value)
    return Option(value, day_name(day)) if day else search_for(value)


def is_day(value: str) -> bool:
    """Whether a part is a day."""
    return _day(value) is not None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None


def forms() -> list[Option]:
    """Every form with what it is for; those that lack a program say what to install."""
    from confnotes.exporters.forms import FORMS

    found: list[Option] = []
    for form in FORMS.values():
        found.append(Option(form.name, form.title, form.purpose, form.lacks))
        if form.name == "markdown":
            found.append(Option(FOLDER, "Markdown folder", "a page for each part, as a wiki or a vault reads it"))
    order = {"html": 0, "pdf": 1, "markdown": 2, FOLDER: 3}
    return sorted(found, key=lambda option: order.get(option.value, len(order)))


def languages() -> list[Option]:
    """The languages of headings and dates."""
    from confnotes.exporters.languages.catalog import LANGUAGES, catalog

    return [Option(code, catalog(code).name, "headings, labels and dates") for code in LANGUAGES]


def themes() -> list[Option]:
    """The looks that there are."""
    from confnotes.exporters.theme import THEMES

    return [Option(name, name, "the look of pages, not what they say") for name in THEMES]


def theme_file(text: str) -> Option:
    """A theme of one's own, by its file."""
    return Option(text.strip(), text.strip(), "a theme of your own: a YAML file")


def whose(others: Sequence[tuple[str, str]]) -> Option:
    """The notes of these people beside one's own."""
    if not others:
        return MINE
    names = ", ".join(name for name, _ in others)
    return Option(_written(others), f"mine and {names}", "side by side, each with its name")


def others_in(value: str) -> tuple[tuple[str, str], ...]:
    """Names and folders of `Ada=~/ada/notes, Bo=/srv/bo`; what is none of that is left out."""
    pairs = (one.partition("=") for one in value.split(","))
    return tuple((name.strip(), folder.strip()) for name, _, folder in pairs if name.strip() and folder.strip())


def _written(others: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{name}={folder}" for name, folder in others)


def signed(author: str) -> Option:
    """Who signs."""
    return Option(author, author, "stands under the title") if author else Option("", "nobody", "no name of yours")


def _quoted(text: str) -> str:
    return f'"{text}"' if not text.replace("/", "").replace("-", "").isalnum() else text
