"""One program in the forms in which people write talks: every order and separator, in lists, tables, boxes and text.

Titles and names are such as occur: titles with “from” and commas, names that no list contains, two speakers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from confnotes.importers.reading import read_program
from confnotes.model.program import Talk

People = Sequence[tuple[str, str]]

TALKS: tuple[tuple[int, str, str, People], ...] = (  # day, start, title, speakers with affiliations
    (6, "09:00", "Counting Swifts from Rooftops", (("Maren Holtz", "University of Turku"),)),
    (6, "09:45", "A Field Guide to Slow Compilers", (("Deepak Rao", "Lindqvist Labs"),)),
    (6, "10:30", "Coffee break", ()),
    (6, "11:00", "What Tide Gauges Remember", (("Inês Carvalho", "Porto University"), ("Tom Baird", "NOC Liverpool"))),
    (6, "13:30", "Learning to Rank Lichens", (("Yuki Tanabe", "Kyoto University"),)),
    (7, "09:30", "Why Our Parser Cries at Night", (("Olga Petrenko", "KPI Kyiv"),)),
    (7, "10:15", "Maps for People Who Get Lost", (("Samuel Okoro", "University of Lagos"),)),
    (7, "11:00", "Closing remarks", ()),
    (7, "11:30", "Sensors in the Peat", (("Aoife Brennan", "Trinity College Dublin"),)),
)


def bold(text: str) -> str:
    return f"**{text}**"


def names(people: People, between: str = ", ") -> str:
    return between.join(name for name, _ in people)


def placed(people: People, one: str = "{} ({})", between: str = ", ") -> str:
    return between.join(one.format(*each) for each in people)


# Each form has title and speakers; “<br>” is where the writer begins another line.
FORMS: dict[str, Callable[[str, People], str]] = {
    "title (names)": lambda title, who: f"{title} ({names(who)})",
    "bold title (names)": lambda title, who: f"{bold(title)} ({names(who)})",
    "italic title (names)": lambda title, who: f"*{title}* ({names(who)})",
    "title (names with places)": lambda title, who: f"{bold(title)} ({placed(who, '{}, {}', '; ')})",
    "title – names": lambda title, who: f"{title} – {names(who)}",
    "title - names": lambda title, who: f"{title} - {names(who)}",
    "title -- names": lambda title, who: f"{title} -- {names(who)}",
    "title — names (places)": lambda title, who: f"{title} — {placed(who)}",
    "bold title, names": lambda title, who: f"{bold(title)}, {names(who)}",
    "title, names": lambda title, who: f"{title}, {names(who)}",
    "title, name, place": lambda title, who: f"{title}, {placed(who, '{}, {}')}",
    "bold title. name, place": lambda title, who: f"{bold(title)}. {placed(who, '{}, {}', '; ')}",
    "title by names": lambda title, who: f"{title} by {names(who, ' and ')}",
    "title / names": lambda title, who: f"{title} / {names(who)}",
    "title | names": lambda title, who: f"{title} | {names(who)}",
    "title: names": lambda title, who: f"{title}: {names(who)}",
    "quoted title, names": lambda title, who: f"“{title}”, {names(who)}",
    "title, names in italics": lambda title, who: f"{title} *{names(who)}*",
    "names: title": lambda title, who: f"{names(who)}: {title}",
    "bold names: title": lambda title, who: f"{bold(names(who) + ':')} {title}",
    "names (places): title": lambda title, who: f"{placed(who)}: {title}",
    "names - title": lambda title, who: f"{names(who)} - {title}",
    "bold names – title": lambda title, who: f"{bold(names(who))} – {title}",
    "bold name, place – title": lambda title, who: f"{placed(who, '**{}**, {}')} – *{title}*",
    "bold name (place) title": lambda title, who: f"{placed(who, '**{}** ({})')} *{title}*",
    "name, place: title": lambda title, who: f"{placed(who, '{}, {}')}: {title}",
    "names, italic title": lambda title, who: f"{names(who)}, *{title}*",
    "names (places), italic title": lambda title, who: f"{placed(who)}, *{title}*",
    "names, quoted title": lambda title, who: f"{names(who)}, “{title}”",
    "label: title (names)": lambda title, who: f"Talk: {title} ({names(who)})",
    "label: names – title": lambda title, who: f"Invited talk: {names(who)} – {title}",
    "label (names): title": lambda title, who: f"Invited talk ({names(who)}): {title}",
    "bold label: title, names": lambda title, who: f"{bold('Keynote:')} {title}, {names(who)}",
    "title above names": lambda title, who: f"{title}<br>{names(who)}",
    "bold title above names in italics": lambda title, who: f"{bold(title)}<br>*{placed(who, '{}, {}', '; ')}*",
    "title above names and places": lambda title, who: f"{bold(title)}<br>{placed(who)}",
    "names above title": lambda title, who: f"{bold(names(who))}<br>{title}",
    "name, place and title on lines": lambda title, who: (
        f"{bold(names(who))}<br>{', '.join(place for _, place in who)}<br>*{title}*"
    ),
    "title above “Speaker:”": lambda title, who: f"{title}<br>Speaker: {names(who)}",
}


def lines(form: Callable[[str, People], str], line: str, line_break: str, *, head: str = "") -> str:
    """The program as Markdown: `line` is for each talk, with `{0}` for the hour and `{1}` for the rest."""
    out = ["# Lichen Days", "", "Held in Turku, Finland.", ""]
    for day, weekday in ((6, "Monday"), (7, "Tuesday")):
        out += (
            [f"## {weekday}, {day} May 2024", "", *head.split("\n")] if head else [f"## {weekday}, {day} May 2024", ""]
        )
        said = [(start, form(title, who) if who else title) for at, start, title, who in TALKS if at == day]
        out += [line.format(start, text.replace("<br>", line_break)) for start, text in said]
        out.append("")
    return "\n".join(out)


LIST = ("- {0} {1}", "  \n  ", "")
PARAGRAPHS = ("{0} {1}\n", "  \n", "")
LABELS = ("**{0}:** {1}\n", "  \n", "")
TABLE = ("| {0} | {1} |", "<br>", "| | |\n|---|---|")
PLACES = {"list": LIST, "paragraphs": PARAGRAPHS, "hours as labels": LABELS, "table without a header": TABLE}


def told(talk: Talk) -> tuple[str, str | None, set[str]]:
    assert talk.starts_at is not None
    return talk.starts_at.strftime("%d %H:%M"), talk.title, {person.name for person in talk.speakers}


EXPECTED = [(f"{day:02} {start}", title, {name for name, _ in who}) for day, start, title, who in TALKS]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("form", FORMS)
def test_talks_are_read_in_every_form(form: str, place: str) -> None:
    line, line_break, head = PLACES[place]
    text = lines(FORMS[form], line, line_break, head=head)
    assert [told(talk) for talk in read_program(text.encode(), "days.md").program.talks()] == EXPECTED


HTML = {
    "rows": ("<tr><td>{0}</td><td>{1}</td></tr>", "<table>", "</table>"),
    "items": ("<li><b>{0}</b> {1}</li>", "<ul>", "</ul>"),
    "definitions": ("<dt>{0}</dt><dd>{1}</dd>", "<dl>", "</dl>"),
    "boxes": ('<div class="row"><div class="col-2">{0}</div><div class="col-10">{1}</div></div>', "", ""),
}
IN_HTML = [
    "title (names)",
    "title — names (places)",
    "names (places): title",
    "title above names",
    "title, names",
    "name, place and title on lines",
]


@pytest.mark.parametrize("element", HTML)
@pytest.mark.parametrize("form", IN_HTML)
def test_talks_are_read_in_every_element(form: str, element: str) -> None:
    line, before, after = HTML[element]
    out = ["<html><head><title>Lichen Days</title></head><body><h1>Lichen Days</h1><p>Held in Turku.</p>"]
    for day, weekday in ((6, "Monday"), (7, "Tuesday")):
        out += [f"<h2>{weekday}, {day} May 2024</h2>", before]
        said = [(start, FORMS[form](title, who) if who else title) for at, start, title, who in TALKS if at == day]
        out += [*(line.format(start, text) for start, text in said), after]
    text = "\n".join([*out, "</body></html>"])
    assert [told(talk) for talk in read_program(text.encode(), "days.html").program.talks()] == EXPECTED


HOURS: dict[str, Callable[[int, int], str]] = {
    "9:00 AM": lambda hour, minute: f"{hour % 12 or 12}:{minute:02} {'AM' if hour < 12 else 'PM'}",
    "9h00": lambda hour, minute: f"{hour}h{minute:02}",
    "0900": lambda hour, minute: f"{hour:02}{minute:02}-{hour + 1:02}{minute:02}",
    "09.00 Uhr": lambda hour, minute: f"{hour:02}.{minute:02} Uhr",
    "09:00 CET": lambda hour, minute: f"{hour:02}:{minute:02} CET",
    "[09:00]": lambda hour, minute: f"[{hour:02}:{minute:02}]",
}


@pytest.mark.parametrize("written", HOURS)
def test_hours_are_read_in_every_form(written: str) -> None:
    text = lines(FORMS["title – names"], "- {0} {1}", "")
    for _, start, title, _ in TALKS:
        hour, minute = map(int, start.split(":"))
        text = text.replace(f"- {start} {title}", f"- {HOURS[written](hour, minute)} {title}")
    assert [told(talk) for talk in read_program(text.encode(), "days.md").program.talks()] == EXPECTED


@pytest.mark.parametrize("between", ["\t", "  "])
def test_plain_text_with_commas_is_no_table(between: str) -> None:
    text = lines(FORMS["name, place: title"], "{0}" + between + "{1}", "").replace("#", "")
    assert [told(talk) for talk in read_program(text.encode(), "days.txt").program.talks()] == EXPECTED


def test_spreadsheet_with_one_column_of_text_has_the_speakers_in_its_titles() -> None:
    rows = [
        f'2024-05-{day:02},{start},"{FORMS["title (names)"](title, who) if who else title}"'
        for day, start, title, who in TALKS
    ]
    text = "\n".join(["Date,Time,Title", *rows, ""])
    assert [told(talk) for talk in read_program(text.encode(), "days.csv").program.talks()] == EXPECTED
