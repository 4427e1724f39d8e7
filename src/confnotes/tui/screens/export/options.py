"""The options of the Export screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from confnotes.tui.widgets.drawing import day_name, plural
from confnotes.tui.widgets.pick import Option

if TYPE_CHECKING:
    from confnotes.actions.exporting.choices import Offers
    from confnotes.model.content import SummaryContent
    from confnotes.model.preset import Preset

EVERYTHING = Option("", "everything", "the whole conference")
FOLDER = "markdown/"
MINE = Option("", "mine", "your own notes only")

AUDIENCES = (
    Option("me", "me", "everything, including private lines and notes"),
    Option("team", "team", "without private %%lines%% and private notes"),
    Option("public", "public", "also without ratings, stars, tasks, opinions and no-share talks"),
)
GROUPINGS = (
    Option("day", "day", "a section for each day, with its sessions"),
    Option("track", "track", "a section for each track"),
    Option("theme", "theme", "a section for each tag that several notes share"),
    Option("person", "person", "a section for each speaker"),
)
OWN = (
    Option("", "no tasks or opinions", "for the public: not your tasks and opinions"),
    Option("tasks", "with tasks", "for the public: also your tasks, what you read and whom you write to"),
    Option("opinions", "with opinions", "for the public: also your opinions (Me: …, My view)"),
    Option("tasks opinions", "with tasks and opinions", "for the public: also your tasks and opinions"),
)
ALL_PARTS = Option("", "all parts", "every part that the notes fill")
_PRESET = "preset:"
NAMES = (
    Option("", "full names", "full names of people who asked questions"),
    Option("short", "initials", "only initials of people who asked questions"),
)


def conferences(names: Sequence[str], years: Sequence[tuple[int, int]]) -> list[Option]:
    """Every conference, and every year with several of them."""
    return [
        *(Option(name, name) for name in names),
        *(Option(str(year), str(year), f"summary of {number} conferences") for year, number in years),
    ]


def several(chosen: Sequence[Option]) -> Option:
    """All ticked options as one."""
    names = ", ".join(one.value for one in chosen)
    return Option(names, names, f"summary of {len(chosen)} conferences")


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


def parts(presets: Sequence[Preset]) -> list[Option]:
    """All parts, the presets, and each part alone."""
    from confnotes.model.content import SummaryContent

    return [
        ALL_PARTS,
        *(Option(f"{_PRESET}{one.name}", one.name, one.purpose or "your preset") for one in presets),
        *(Option(one.value, one.value, "only this part; tab ticks several") for one in SummaryContent),
    ]


def several_parts(chosen: Sequence[Option]) -> Option:
    """All ticked parts as one option; a ticked preset is not a part."""
    alone = [one for one in chosen if one.value and not one.value.startswith(_PRESET)]
    return parts_named(" ".join(one.value for one in alone)) if alone else chosen[0]


def parts_named(value: str) -> Option:
    """The option for parts that were chosen in an earlier export; all of them if they are not known."""
    found = _parts_in(value)
    return Option(value, ", ".join(one for one in value.split() if one in found)) if found else ALL_PARTS


def preset_in(value: str, presets: Sequence[Preset]) -> Preset | None:
    """The preset that was chosen; None if these are parts, or it does not exist any more."""
    return next((one for one in presets if value == f"{_PRESET}{one.name}"), None)


def contents_of(value: str, presets: Sequence[Preset]) -> frozenset[SummaryContent]:
    """The parts of a preset, or those with these names; all without any."""
    from confnotes.model.content import FULL

    preset = preset_in(value, presets)
    return preset.contents if preset else _parts_in(value) or FULL


def _parts_in(value: str) -> frozenset[SummaryContent]:
    from confnotes.model.content import SummaryContent

    return frozenset(SummaryContent(one) for one in value.split() if one in set(SummaryContent))


def search_for(text: str) -> Option:
    query = " ".join(text.split())
    return Option(query, f"search: {query}", "talks and notes that match")


def part_named(value: str) -> Option:
    """The option for a part that was chosen in an earlier export."""
    day = _day(value)
    return Option(value, day_name(day)) if day else search_for(value)


def is_day(value: str) -> bool:
    return _day(value) is not None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None


def forms() -> list[Option]:
    """All formats with their purpose; formats that need another program say what to install. Posts have one for each
    network, `thread/x`.
    """
    from confnotes.exporters.forms import FORMS
    from confnotes.exporters.short.networks import NETWORKS

    found: list[Option] = []
    for form in FORMS.values():
        if form.name == "thread":
            for network in NETWORKS.values():
                hint = f"a thread of the highlights, up to {network.most} letters a post"
                found.append(Option(f"{form.name}/{network.name}", f"{form.title} for {network.title}", hint))
            continue
        found.append(Option(form.name, form.title, form.purpose, form.lacks))
        if form.name == "markdown":
            found.append(Option(FOLDER, "Markdown folder", "one page per section, for a wiki or a vault"))
    order = {"html": 0, "pdf": 1, "markdown": 2, FOLDER: 3}
    return sorted(found, key=lambda option: order.get(option.value, len(order)))


def languages() -> list[Option]:
    """The languages of headings and dates."""
    from confnotes.exporters.languages.catalog import LANGUAGES, catalog

    return [Option(code, catalog(code).name, "language of headings, labels and dates") for code in LANGUAGES]


def themes() -> list[Option]:
    from confnotes.exporters.theme import THEMES

    return [Option(name, name, "colors and fonts of pages") for name in THEMES]


def theme_file(text: str) -> Option:
    """A user's own theme, by the path of its file."""
    return Option(text.strip(), text.strip(), "your own theme: a YAML file")


def whose(others: Sequence[tuple[str, str]]) -> Option:
    """Other people's notes beside your own."""
    if not others:
        return MINE
    names = ", ".join(name for name, _ in others)
    return Option(_written(others), f"mine and {names}", "side by side, each with a name")


def others_in(value: str) -> tuple[tuple[str, str], ...]:
    """Names and folders in `Ada=~/ada/notes, Bo=/srv/bo`; anything else is ignored."""
    pairs = (one.partition("=") for one in value.split(","))
    return tuple((name.strip(), folder.strip()) for name, _, folder in pairs if name.strip() and folder.strip())


def _written(others: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{name}={folder}" for name, folder in others)


def signed(author: str) -> Option:
    return Option(author, author, "shown under the title") if author else Option("", "no author", "no name is shown")


def _quoted(text: str) -> str:
    return f'"{text}"' if not text.replace("/", "").replace("-", "").isalnum() else text
