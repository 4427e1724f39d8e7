"""The parts of a cell of a timetable: its time, its title, the prose below it, its people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from confnotes.importers.facts import inline
from confnotes.importers.facts.headers import header_meaning
from confnotes.importers.facts.kinds import item_kind, label_kind, word_kind
from confnotes.importers.facts.lengths import LONGEST_NAME
from confnotes.importers.facts.names import POSSIBLE, is_certain_name, is_likely_name
from confnotes.importers.facts.people import read_people, states_job
from confnotes.importers.facts.rooms import room_of
from confnotes.importers.facts.words import NOT_IN_NAMES, is_prose
from confnotes.importers.pages.columns import OF_A_HEADER, Columns
from confnotes.importers.pages.entries import NOBODY_SPEAKS, read_entry
from confnotes.importers.pages.labels import split_label
from confnotes.importers.pages.layout import is_menu
from confnotes.importers.pages.line_readings import SURELY_PEOPLE, people_score
from confnotes.importers.pages.schedule_days import times_alone
from confnotes.importers.pages.schedule_lines import SENTENCE, describes, rejoin_emphasis, strip_emphasis
from confnotes.importers.pages.table_grid import Cell, TableGrid
from confnotes.markup.clock_times import TimeRange, leading_time
from confnotes.model.program import Kind, Speaker

_ADDED = re.compile(r"(?:with|in|at|on|and|followed by) [^,.]")  # “Posters”, “with a light dinner”
_PLACED = re.compile(r"(?:in|at|on) [^,.]")  # “Lunch”, “at the lake house”
_MOVES = re.compile(r"(?:travel|bus(?:es)?|shuttles?|transfer|walk|move)\b.{0,20}\b(?:to|from)\b", re.IGNORECASE)
_MARKED_WORD = re.compile(
    r"\[?(\*\*|__|\*|_)[^\s*_]{3,40}\1(?:\]\([^()]*\))?"
)  # “**BREAK**” among the speakers of a seminar
_SAMPLE = 300  # rows that tell what the cells of a table look like
_GOES_ON = re.compile(r"(?<=\band)\n|(?<=&)\n")  # “Coffee and”, “registration”
_BETWEEN_TALKS = re.compile(r"\n[ \t]*\n")
_QUOTE = re.compile(r"[ \t]*[“„«\"]")
_FEWEST_NAMES = 3  # of a list
_BULLET = re.compile(r"[ \t]*(?:[•▪◦‣·*+-]|&bull;|&middot;)[ \t]+(?=\S)")
_OF_PEOPLE = ("speaker", "author")
_ASIDE = (Kind.BREAK, Kind.SOCIAL, Kind.REMARKS)


def has_no_item(cells: Sequence[Cell]) -> bool:
    """Whether a row is empty, a menu of the site, or has but words for columns: `Time | Title | Speaker`."""
    texts = [inline.plain(cell.text).strip(" :*") for cell in cells]
    meanings = {"" if ":" in text else header_meaning(text) for text in texts}
    names_columns = "" not in meanings and len(meanings & OF_A_HEADER) > 1
    return not cells or names_columns or is_menu([cell.text for cell in cells])


def texts_of(cells: Iterable[Cell], columns: Columns) -> dict[str, str]:
    """The texts of a row's cells, by the meanings of their columns; of several days the last."""
    texts: dict[str, str] = {}
    for cell in cells:
        meaning = columns.meanings[cell.column] or "more"
        labelled = split_label(inline.plain(cell.text)) if meaning in _OF_PEOPLE else None
        if meaning == "day":
            texts["day"] = cell.text
        elif labelled is not None and labelled[0] == "chair":
            texts["chair"] = labelled[1]
        elif (
            meaning == "speaker"
            and room_of(cell.text)
            and ("room" in columns.meanings or not is_certain_name(inline.plain(cell.text)))
        ):
            texts.setdefault("room", cell.text)
        elif meaning not in ("time", "slot", "end", "zone", "duration", "number"):
            texts[meaning] = f"{texts[meaning]}\n{cell.text}" if meaning in texts else cell.text
    return texts


def cells_of_items(grid: TableGrid, columns: Columns) -> Iterator[str]:
    """The cells with titles and people, without times and prose."""
    said = [at for at, meaning in enumerate(columns.meanings) if meaning == "title" or at in columns.parallel]
    rows = range(columns.header, min(len(grid.rows), columns.header + _SAMPLE))
    for at in said:
        for cell in grid.column(at, rows):
            for part in bulleted(cell.text) or paragraphs(cell.text):
                texts = {"title": part}
                own_time(texts)
                yield without_prose(texts["title"])[0]


def without_prose(text: str) -> tuple[str, str]:
    """The short lines at the start of a cell, and the prose below them."""
    if (apart := _opening_apart(text)) != text or bulleted(text):
        return apart, ""
    lines = _GOES_ON.sub(" ", text).split("\n")
    if item_kind(inline.plain(lines[0])) in _ASIDE and not any(read_people(line) for line in lines[1:]):
        return lines[0], "\n".join(lines[1:])
    for number, line in enumerate(lines):
        if number and describes(inline.plain(line)) and inline.plain(lines[0]):
            return _with_people_below("\n".join(lines[:number]), "\n".join(lines[number:]))
    return text, ""


def _with_people_below(head: str, prose: str) -> tuple[str, str]:
    """The short lines above prose and the prose, whose last line is one of them if it has the people of the talk."""
    above, _, last = prose.rstrip().rpartition("\n")
    sure = people_score(inline.plain(last).strip(" —–-"), ())[0]
    if not above.strip() or sure < SURELY_PEOPLE or read_entry(head).speakers:
        return head, prose
    return f"{head}\n{last.strip()}", above.rstrip()


def bulleted(text: str) -> list[str]:
    """The lines of a text without their bullets, if each has one."""
    lines = [line for line in text.split("\n") if inline.plain(line)]
    return [_BULLET.sub("", line, count=1).strip() for line in lines] if all(map(_BULLET.match, lines)) else []


def paragraphs(text: str) -> list[str]:
    """The parts of a cell between blank lines, or those that begin with the first label again in one of labelled
    lines: `Speaker: X`, `Title: Y`; a quoted talk below an opening is a part of its own.
    """
    lines = [line.strip() for line in text.split("\n") if inline.plain(line)]
    labels = [label[0] if (label := split_label(line)) else None for line in lines]
    if labels and "title" in labels[:2] and labels.count(labels[0]) > 1 and None not in labels:
        starts = [at for at, label in enumerate(labels) if label == labels[0]]
        return ["\n".join(lines[at:end]) for at, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    return [part for part in _BETWEEN_TALKS.split(_opening_apart(text)) if inline.plain(part)]


def _opening_apart(text: str) -> str:
    head, _, rest = text.partition("\n")
    said = inline.plain(head)
    entry = read_entry(rest) if _QUOTE.match(rest) and item_kind(said) is Kind.REMARKS else None
    return f"{head}\n\n{rest}" if entry is not None and entry.title and entry.speakers else text


def _take_names(texts: dict[str, str]) -> None:
    """Treat a list of only names beside a kind of item as its speakers, and the line below them as a description."""
    lines = [line.strip() for line in texts.get("title", "").split("\n") if inline.plain(line)]
    names = list(takewhile(lambda line: is_likely_name(inline.plain(line)), lines))
    if "kind" not in texts or "speaker" in texts or len(names) < max(_FEWEST_NAMES, len(lines) - 1):
        return
    texts |= {"speaker": "\n".join(names), "title": ""}
    if note := lines[len(names) :]:
        texts["abstract"] = "\n".join(filter(None, (texts.get("abstract"), *note)))


def settle_kind(texts: dict[str, str]) -> None:
    """Treat “Lunch” in the column of kinds or speakers as the title, and the text next to it as the place."""
    _take_names(texts)
    beside = inline.plain(texts.get("title", ""))
    if not beside and _MARKED_WORD.fullmatch(texts.get("speaker", "").strip()):
        texts["title"] = texts.pop("speaker")
    if _PLACED.match(beside) and item_kind(inline.plain(texts.get("speaker", ""))) in NOBODY_SPEAKS:
        texts["kind"] = texts.pop("speaker")
    kind = inline.plain(texts.get("kind", ""))
    added = word_kind(kind) is not None and _ADDED.match(beside) is not None
    if item_kind(kind) not in NOBODY_SPEAKS and not _MOVES.match(kind) and not added:
        return
    del texts["kind"]
    if item_kind(beside) in NOBODY_SPEAKS:
        return
    labelled = split_label(texts.get("title", ""))
    if labelled and labelled[0] == "room":
        texts["room"] = texts.get("room", labelled[1])
    elif beside:
        texts["abstract"] = "\n".join(text for text in (texts.get("abstract", ""), texts["title"]) if text)
    texts["title"] = kind


def _take_room(texts: dict[str, str]) -> None:
    """Move a line such as “(Location: Harbour Hall)” below a title to the room."""
    first, *others = texts.get("title", "").split("\n")
    for line in others:
        label, room = split_label(inline.plain(line).strip("() ")) or ("", "")
        if label == "room" and len(room) <= LONGEST_NAME:
            texts.setdefault("room", room)
            texts["title"] = "\n".join([first, *(each for each in others if each != line)])
            return


def settle_lines(texts: dict[str, str]) -> None:
    """Move the lines of cells to where they belong: labelled ones, rooms, sentences."""
    _take_labelled(texts)
    _take_room(texts)
    _take_sentences(texts)


def _take_labelled(texts: dict[str, str]) -> None:
    """Move the lines of a title's cell to where they belong if all are labelled: `Title: X`, `Speaker: Y`, perhaps
    below what the item is.
    """
    head, *below = texts.get("title", "").split("\n")
    labelled, lines = split_label(head), [split_label(line) for line in below]
    found = dict(filter(None, [labelled, *lines]))
    if not below or None in lines or "title" not in found or (labelled is None and read_entry(head).speakers):
        return
    if labelled is None:
        texts["kind" if label_kind(inline.plain(head)) else "abstract"] = head
    if any(_KEYNOTE.match(line) for line in below):
        texts["kind"] = "Keynote"
    texts |= found


_KEYNOTE = re.compile(r"\W*keynote", re.IGNORECASE)


def _take_sentences(texts: dict[str, str]) -> None:
    """Move the sentences below the speakers in their cell, and what follows the first of them, to the description."""
    lines = texts.get("speaker", "").split("\n")
    below = range(1, len(lines))
    at = next((number for number in below if _is_sentence(inline.plain(lines[number]))), len(lines))
    if at < len(lines):
        texts["speaker"] = "\n".join(lines[:at])
        texts["abstract"] = "\n".join([*lines[at:], *filter(None, [texts.get("abstract")])])


def _is_sentence(text: str) -> bool:
    return is_prose(text, least=SENTENCE) and not states_job(text)


def timed_lines(text: str) -> list[str]:
    """The lines of a cell that begins with a timed one, each with the untimed ones below it; otherwise empty."""
    lines: list[str] = []
    for line in (part.strip() for part in text.split("\n")):
        if leading_time(strip_emphasis(line)) is not None:
            lines.append(line)
        elif line and not lines:
            return []
        elif line:
            lines[-1] += "\n" + line
    return lines


def own_time(texts: dict[str, str], stated: TimeRange | None = None) -> TimeRange | None:
    """The time alone in the last line of the title's cell, or at its start unless its row has `stated` one, which is
    removed there.
    """
    above, _, last = texts.get("title", "").rpartition("\n")
    below = times_alone(last) if above.strip() else None
    if below is not None and (stated is None or below.start.time == stated.start.time):
        texts["title"] = above
        return below
    title = strip_emphasis(texts.get("title", ""))
    own = leading_time(title) if stated is None else None
    if own is None or not title[own.stop :].strip(" :–—-*_\n"):
        return None
    texts["title"] = rejoin_emphasis(title[own.stop :].lstrip(" :–—-\n"))
    return own


_UNSPOKEN = (*NOBODY_SPEAKS, Kind.REMARKS)  # a word beside them is a place or a remark


def speakers_in(text: str, texts: dict[str, str]) -> list[Speaker]:
    flat = ", ".join(part for part in text.split("\n") if part.strip())
    people = read_people(flat, accept=POSSIBLE) or _certain(text.split("\n")[0])
    if len(people) == 1 and people[0].affiliation is None and texts.get("affiliation"):
        people = [replace(people[0], affiliation=inline.plain(texts["affiliation"]))]
    if item_kind(inline.plain(texts.get("title", ""))) in _UNSPOKEN:
        people = [each for each in people if " " in each.name or not each.name.isascii()]  # “Lunch | Provided”
        return [each for each in people if not _is_sentence(each.name)]
    return people


def _certain(text: str) -> list[Speaker]:
    """The people in a cell of a speaker column that do not look like names, unless it has common words."""
    words = {word.strip(".,:()").lower() for word in inline.plain(text).split()}
    return [] if words & NOT_IN_NAMES else read_people(text, certain=True)
