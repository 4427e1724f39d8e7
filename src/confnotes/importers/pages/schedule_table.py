"""Tables of a timetable: what each column means, by its header or by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import find_dates, find_weekday
from confnotes.importers.facts.kinds import word_kind
from confnotes.importers.facts.links import resource, resources_in
from confnotes.importers.facts.people import is_placeholder, read_people
from confnotes.importers.facts.rooms import room_of
from confnotes.importers.facts.words import NOT_IN_NAMES
from confnotes.importers.facts.zones import find_zone
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.entries import ProgramEntry, read_entry
from confnotes.importers.pages.schedule_state import OpenTimetable
from confnotes.markup.clock_times import TimeRange, find_times, leading_time
from confnotes.model.program import Kind, ResourceKind, Role, Speaker

_MEANINGS = {
    "time": (
        r"times?(?:\s*\(.*\))?(?:\s+slot)?|when|hours?|slot|start(?:\s*[-–/]\s*end)?(?:\s+time)?|from|begin|"
        r"zeit|uhrzeit|heure|horaire|hora|orario|time\s+.*|schedule|local time|.{0,12}\btime\b.{0,20}"
    ),
    "end": r"end(?:\s+time)?|to|until|finish",
    "duration": r"duration|length|min(?:ute)?s?",
    "day": r"day|date|datum|jour|fecha",
    "title": (
        r"(?:talk\s+|presentation\s+|paper\s+|session\s+)?titles?|talks?|what|topics?|events?|activit(?:y|"
        r"ies)|presentations?|items?|agenda|program(?:me)?|descriptions?|sessions?|subject|details|content|"
        r"lecture|titel|thema|titre|vortrag|paper|papers|name of talk|beitrag|beiträge|programm(?:punkt)?|programme?|"
        r"exposé|intervention|sujet|actividad|ponencia|charla|sesión|título|attività|intervento|titolo|séance|was|quoi|qué"
    ),
    "speaker": (
        r"(?:invited\s+|keynote\s+)?(?:speakers?|presenters?|who|lecturers?|instructors?|by|persons?|people|"
        r"presented by|referent(?:en)?|redner|intervenants?|orateurs?|oratrices?|ponentes?|speaker\(s\)|presenter\(s\)|"
        r"vortragender?|wer|qui|relatori?|"
        r"panell?ists?)(?:\s*\(.*\))?|speaker[s/ ,&-].*"
    ),
    "author": r"authors?(?:\(s\))?",
    "affiliation": r"affiliations?|institutions?|organi[sz]ations?|company|university|institute|from where",
    "room": r"rooms?|locations?|places?|where|venues?|raum|salle|sala|ort|lieu",
    "kind": r"types?|formats?|kinds?|session types?|categor(?:y|ies)",
    "track": r"tracks?|themes?|streams?",
    "chair": r"(?:session\s+)?chairs?|moderators?|hosts?",
    "abstract": r"abstracts?|summary|notes|remarks|comments?",
    "link": r"links?|slides?|videos?|recordings?|materials?|resources?|papers?|pdfs?|code|posters?|urls?|media",
    "number": r"#|no\.?|nr\.?|id|num(?:ber)?|week",
}
_LINK = re.compile(r"\[[^\[\]]*\]\([^()\s]*\)")
_TRACK_IN_ROOM = re.compile(r"((?:track|stream|theme)\b[^()]*)\(([^()]{2,40})\)", re.IGNORECASE)
_COMPILED = {meaning: re.compile(pattern, re.IGNORECASE) for meaning, pattern in _MEANINGS.items()}


@dataclass(slots=True)
class ItemCell:
    """What one row says about one item."""

    entry: ProgramEntry
    times: TimeRange | None = None
    day: date | None = None
    room: str | None = None
    track: str | None = None
    kind: Kind | None = None
    kind_text: str | None = None
    abstract: str | None = None


@dataclass(slots=True)
class ColumnMeanings:
    """The meaning of each column; `parallel` names the columns that are rooms, tracks or weekdays of their own."""

    meanings: list[str]
    parallel: dict[int, str] = field(default_factory=dict)
    link_label: str | None = None

    @classmethod
    def from_header(cls, cells: Sequence[str]) -> ColumnMeanings | None:
        """The columns that a header row names, or None where this is no header."""
        texts = [inline.plain(cell).strip(" :*") for cell in cells]
        if any(leading_time(text) for text in texts):
            return None
        meanings = [_meaning(text) for text in texts]
        known = [meaning for meaning in meanings if meaning]
        if known == ["time"] and meanings[0] == "time" and len([text for text in texts[1:] if text]) <= 1:
            named = next((number for number, text in enumerate(texts) if number and text), 1)
            return cls(["title" if number == named else meaning for number, meaning in enumerate(meanings)])
        if ("time" in known and len(known) >= 2) or len({*known} & {"time", "title", "speaker", "day"}) >= 2:
            label = next((text for text, meaning in zip(texts, meanings, strict=True) if meaning == "link"), None)
            return cls(_first_only(meanings), link_label=label)
        if meanings and meanings[0] == "time" and len(texts) >= 3 and all(texts[1:]):
            return cls(["time", *[""] * (len(texts) - 1)], dict(enumerate(texts[1:], 1)))
        if (
            len(texts) >= 3
            and not texts[0]
            and all(0 < len(text) < 40 for text in texts[1:])
            and not any(find_times(text) for text in texts)
        ):
            return cls(["time", *[""] * (len(texts) - 1)], dict(enumerate(texts[1:], 1)))
        return None

    @classmethod
    def guessed(cls, rows: Sequence[Sequence[str]]) -> ColumnMeanings:
        """The columns of a table without a header, by what stands in them."""
        width = max(len(row) for row in rows)
        meanings = ["" for _ in range(width)]
        for column in range(width):
            cells = [inline.plain(row[column]) for row in rows if column < len(row) and row[column].strip()]
            if not cells:
                continue
            timed = sum(leading_time(cell) is not None for cell in cells)
            named = sum(bool(read_people(cell)) for cell in cells)
            if timed * 2 >= len(cells) and "time" not in meanings:
                meanings[column] = "time"
            elif (
                sum(bool(find_dates(cell)) and len(cell) < 40 for cell in cells) * 2 > len(cells)
                and "day" not in meanings
            ):
                meanings[column] = "day"
            elif (
                column and sum(room_of(cell) is not None for cell in cells) * 2 > len(cells) and "room" not in meanings
            ):
                meanings[column] = "room"
            elif named * 2 > len(cells) and "speaker" not in meanings:
                meanings[column] = "speaker"
            elif "title" not in meanings:
                meanings[column] = "title"
        return cls(meanings)

    def read(self, cells: Sequence[str], timetable: OpenTimetable) -> Iterator[ItemCell]:
        """What a row says: one item, or one for each parallel column."""
        values = dict(zip(range(len(cells)), cells, strict=False))
        times = self._times(values)
        if self.parallel:
            yield from self._parallel(values, times, timetable)
            return
        day = None
        texts: dict[str, str] = {}
        for column, value in values.items():
            meaning = self.meanings[column] if column < len(self.meanings) else ""
            if meaning == "day" and value:
                found = find_dates(inline.plain(value))
                day = timetable.dated(found[0]) if found else timetable.day_of(value)[0]
            elif meaning == "speaker" and "room" in self.meanings and room_of(value) is not None:
                texts.setdefault("room", value)
            elif meaning and value and meaning not in ("time", "end"):
                texts[meaning] = f"{texts[meaning]}\n{value}" if meaning in texts else value
            elif not meaning and value:
                texts["more"] = f"{texts['more']}\n{value}" if "more" in texts else value
        beside = self._after_time(values)
        if beside:
            texts["title"] = f"{beside}\n{texts['title']}" if "title" in texts else beside
        entry = self._entry(texts, timetable)
        said = texts.get("abstract")
        if said and (linked := [each for each in resources_in(said) if "://" in each.url]):
            entry.resources += linked
            said = None if not _LINK.sub("", said).strip(" ,;|/·()") else said
        kind_text = inline.plain(texts["kind"]) if "kind" in texts else None
        yield ItemCell(
            entry,
            times,
            day,
            inline.plain(texts["room"]) if "room" in texts else None,
            inline.plain(texts["track"]) if "track" in texts else None,
            word_kind(kind_text) if kind_text else None,
            kind_text,
            said,
        )

    def _after_time(self, values: dict[int, str]) -> str:
        """What stands in the time's own cell behind the time."""
        column = self.meanings.index("time") if "time" in self.meanings else -1
        text = inline.plain(values.get(column, ""))
        times = leading_time(text)
        rest = text[times.stop :].strip(" :–—-|,") if times else ""
        return rest if len(rest) > 5 and find_zone(rest) is None else ""

    def _times(self, values: dict[int, str]) -> TimeRange | None:
        column = self.meanings.index("time") if "time" in self.meanings else -1
        text = inline.plain(values.get(column, ""))
        found = find_times(text)
        times = found[0] if found else None
        if times is not None and times.end is None and "end" in self.meanings:
            ends = find_times(inline.plain(values.get(self.meanings.index("end"), "")))
            if ends:
                times = TimeRange(times.start, ends[0].start, times.begin, times.stop)
        elif times is not None and times.end is None and len(found) == 2:
            times = TimeRange(times.start, found[1].start, times.begin, found[1].stop)
        return times

    def _entry(self, texts: dict[str, str], timetable: OpenTimetable) -> ProgramEntry:
        speaker = texts.get("speaker") or texts.get("author")
        title = texts.get("title", "")
        known = timetable.known
        if speaker is None or is_placeholder(speaker) or not inline.plain(speaker):
            more = texts.get("more", "")
            entry = read_entry(
                f"{title}\n{more}" if title and more else title or more, known, speaker_first=timetable.speaker_first
            )
        else:
            entry = read_entry(title, known) if title and not _names_someone(title, speaker) else ProgramEntry()
            listed = self._speakers(speaker, texts)
            if listed:
                role = (
                    Role.KEYNOTE
                    if entry.kind is Kind.KEYNOTE
                    else Role.PANELIST
                    if entry.kind is Kind.PANEL
                    else Role.SPEAKER
                )
                if "author" in texts and "speaker" not in texts:
                    role = Role.AUTHOR

                listed = [replace(each, role=role) if each.role is Role.SPEAKER else each for each in listed]
                if entry.speakers and entry.title is None and not is_placeholder(title):
                    label, _, rest = inline.plain(title).partition(":")
                    entry.title = rest.strip() or label.strip()
                entry.speakers = listed
            elif not entry.title:
                entry = read_entry(speaker, known)
        for anchor in inline.anchors(texts.get("link", "")):
            if anchor.url:
                made = resource(anchor.url, None if anchor.label == anchor.url else anchor.label)
                if made.kind is ResourceKind.OTHER and self.link_label:
                    made = replace(made, kind=resource(anchor.url, self.link_label).kind)
                entry.resources.append(made)
        if "chair" in texts:
            entry.chairs += read_people(texts["chair"], Role.CHAIR)
        return entry

    def _speakers(self, text: str, texts: dict[str, str]) -> list[Speaker]:
        flat = ", ".join(part for part in text.split("\n") if part.strip())
        people = read_people(flat, accept=0.3) or _certain(text.split("\n")[0])
        if len(people) == 1 and people[0].affiliation is None:
            affiliation = texts.get("affiliation")
            if affiliation:
                people = [replace(people[0], affiliation=inline.plain(affiliation))]
        return people

    def _parallel(
        self, values: dict[int, str], times: TimeRange | None, timetable: OpenTimetable
    ) -> Iterator[ItemCell]:
        texts = [values.get(column, "") for column in self.parallel]
        if len(set(texts)) == 1 and len(texts) > 1:
            yield ItemCell(read_entry(texts[0], timetable.known), times)
            return
        alone = sum(text.strip(" -–—") != "" for text in texts) == 1
        for column, header in self.parallel.items():
            text = values.get(column, "").strip()
            if not text or text in ("-", "–", "—"):
                continue
            cell = ItemCell(read_entry(text, timetable.known), times)
            placed = _TRACK_IN_ROOM.fullmatch(header)
            if alone and cell.entry.kind in (Kind.BREAK, Kind.REMARKS, Kind.SOCIAL) and placed:
                yield cell
                continue
            found = find_dates(header)
            if found:
                cell.day = timetable.dated(found[0])
            elif find_weekday(header) is not None:
                cell.day = timetable.day_of(header)[0]
            elif placed:
                cell.track, cell.room = placed.group(1).strip(), placed.group(2).strip()
            elif re.search(r"track|stream|theme", header, re.IGNORECASE):
                cell.track = header
            else:
                cell.room = header
            yield cell


def _certain(text: str) -> list[Speaker]:
    """Whom a cell of a column of speakers names though it looks like no name, unless it holds common words."""
    words = {word.strip(".,:()").lower() for word in inline.plain(text).split()}
    return [] if words & NOT_IN_NAMES else read_people(text, certain=True)


def _names_someone(title: str, speaker: str) -> bool:
    return inline.plain(title) == inline.plain(speaker)


def _meaning(text: str) -> str:
    return next((meaning for meaning, pattern in _COMPILED.items() if text and pattern.fullmatch(text)), "")


def _first_only(meanings: list[str]) -> list[str]:
    """Each meaning once, except links and titles: a second “talk” column is more of the first."""
    seen: set[str] = set()
    out = []
    for meaning in meanings:
        out.append(meaning if meaning not in seen or meaning in ("link", "title") else "")
        seen.add(meaning)
    return out


def is_talk_table(blocks: Sequence[Block]) -> bool:
    """Whether there is a table of talks with their times and nothing else: what sites call an export to Excel."""
    rows = [block.cells for block in blocks if block.kind is not BlockKind.BLANK]
    columns = ColumnMeanings.from_header(rows[0]) if len(rows) > 1 and all(rows) else None
    return columns is not None and "time" in columns.meanings and bool({"title", "speaker"} & {*columns.meanings})
