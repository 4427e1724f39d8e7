"""The talks that a site lists, and matching them with rows of its timetable: by slug, id, number or title."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from confnotes.importers.facts import inline
from confnotes.importers.facts.kinds import LABEL_WORDS, PREFIX, item_kind, label_kind, word_kind
from confnotes.importers.facts.lengths import LONGEST_LABEL, LONGEST_TITLE
from confnotes.importers.facts.links import resource
from confnotes.importers.facts.names import clean_name, is_likely_name, name_likeness
from confnotes.importers.facts.people import could_be_name, is_placeholder, role_at, states_job
from confnotes.importers.facts.prose import plain_title, prose
from confnotes.importers.pages.builder import without_duplicates
from confnotes.importers.pages.entries import NOBODY_SPEAKS, ProgramEntry, is_resource_label, read_entry
from confnotes.importers.pages.event_links import linked_resources
from confnotes.importers.pages.line_readings import lists_people
from confnotes.importers.sites.people import Directory, name_in_parts
from confnotes.importers.sites.records import AliasedRecord, bare_key, text_of
from confnotes.importers.warning_collector import Place, WarningCollector
from confnotes.markup.names import fold
from confnotes.model.program import Kind, Person, Resource, Role, Speaker, Talk

_SHORTCODE = re.compile(r"(?<!\w):[a-z][a-z0-9_+-]{2,40}:(?!\w)")
_CANCELLED = re.compile(r"\bcancel+ed\b|\babgesagt\b|^\s*<s>.*</s>", re.IGNORECASE)
_MINUTES = re.compile(r"^\d{1,3}\s?-?(?:min|minutes?)\.?\s+", re.IGNORECASE)
_KIND_WORDS = {
    "ignite": Kind.LIGHTNING, "ignites": Kind.LIGHTNING, "lightning": Kind.LIGHTNING, "open space": Kind.OTHER,
    "openspace": Kind.OTHER, "unconference": Kind.OTHER, "registration": Kind.REMARKS, "welcome": Kind.REMARKS,
    "opening": Kind.REMARKS, "closing": Kind.REMARKS, "break": Kind.BREAK, "lunch": Kind.BREAK, "meal": Kind.BREAK,
    "food": Kind.BREAK, "coffee": Kind.BREAK, "social": Kind.SOCIAL, "party": Kind.SOCIAL, "panel": Kind.PANEL,
}  # fmt: skip
_TALK_KEYS = ("talk", "presentation", "lecture", "paper", "topic")
_TITLE_BESIDE_LABEL = ("talk_title", "talktitle", "topic", "subject", "paper_title", "name")
_OTHERS = {"coauthor": Role.SPEAKER, "panelist": Role.PANELIST, "organizer": Role.ORGANIZER, "chair": Role.CHAIR}
_SLOTS = ("slot", "slot_id", "timeslot", "time_slot")
_NO_HINTS = ("duration", "language", "type", "level", "year")
_FILE_NAME = re.compile(r"[^\n]{1,150}\.(?:pdf|docx?|md|txt)", re.IGNORECASE)
_NUMBER_OR_ASIDE = re.compile(r"\s*\([^()]*\)|\s*#?\b\d{1,2}\b")
_SENTENCES = re.compile(r"[a-z]{3}\.\s+[A-Z][a-z]")
_ANCHOR = re.compile(
    r"<a\b[^<>]{0,300}?\bhref=[\"'](?P<url>[^\"'<>]+)[\"'][^<>]{0,200}>(?P<label>[^<>]{1,60})</a>", re.IGNORECASE
)
_MARK = re.compile(rf"^\((?:(?:first|second|third|\d\w\w)\s)?(?P<label>{LABEL_WORDS})\)\s+(?=\w)", re.IGNORECASE)
_KEYNOTES = ("keynote", "is_keynote")
_MEALS = ("meal", "is_break", "break", "lunch")


@dataclass(slots=True)
class ListedTalk:
    """A talk of a list; `certain` if it has a page of its own, `used` once it is in a timetable."""

    talk: Talk
    certain: bool = False
    used: bool = False


@dataclass(slots=True)
class TalkList:
    """The talks of all lists of a site, in their order."""

    listed: list[ListedTalk] = field(default_factory=list)
    _keys: dict[str, ListedTalk] = field(default_factory=dict)
    _titles: dict[str, ListedTalk] = field(default_factory=dict)
    _hints: dict[str, list[ListedTalk]] = field(default_factory=dict)
    _speakers: dict[str, list[ListedTalk]] = field(default_factory=dict)

    def add(self, talk: Talk, keys: Iterable[str], hints: Iterable[str] = (), *, certain: bool = False) -> None:
        """Add a talk with keys of its own, and hints that identify it only if they are unique.

        A talk that another list has, too, is completed.
        """
        one = self._same(talk)
        if one is None:
            one = ListedTalk(talk)
            self.listed.append(one)
            self._speakers.setdefault(speakers_key(talk.speakers), []).append(one)
        else:
            one.talk = replace(merge_rows(one.talk, talk, by_key=False), start=one.talk.start or talk.start)
        one.certain |= certain
        for key in keys:
            self._keys.setdefault(bare_key(key), one)
        if talk.title:
            self._titles.setdefault(fold(talk.title), one)
        for hint in {bare_key(each) for each in hints}:
            if not (hinted := self._hints.setdefault(hint, [])) or hinted[-1] is not one:
                hinted.append(one)

    def _same(self, talk: Talk) -> ListedTalk | None:
        """The talk with the same title and people, and not another time or room, if any."""
        alike = self._speakers.get(speakers_key(talk.speakers), []) if talk.title and talk.speakers else []
        same = (one for one in alike if one.talk.title and fold(one.talk.title) == fold(talk.title or ""))
        return next(
            (one for one in same if _agree(one.talk.start, talk.start) and _agree(one.talk.room, talk.room)), None
        )

    def by_key(self, key: str) -> ListedTalk | None:
        """The talk with a key."""
        found = self._keys.get(bare_key(key))
        if found is None and len(hinted := self._hints.get(bare_key(key), [])) == 1:
            found = hinted[0]
        return found

    def by_title(self, title: str) -> ListedTalk | None:
        """The talk with a title."""
        return self._titles.get(fold(plain_title(title) or title))

    def by_speakers(self, speakers: Iterable[Speaker]) -> ListedTalk | None:
        """The only talk by exactly these people."""
        theirs = self._speakers.get(speakers_key(speakers), [])
        return theirs[0] if len(theirs) == 1 and theirs[0].talk.speakers else None

    def meant_by(self, record: AliasedRecord) -> tuple[ListedTalk | None, bool]:
        """The talk that a row means, and whether by a key of its own rather than by its title."""
        if not self.listed:
            return None, False
        for meaning in ("strong_ref", "id"):
            key = record.text(meaning)
            if key is not None and (found := self.by_key(key)) is not None:
                return found, True
        title = record.text("title") or record.text("strong_ref")
        if title is None:
            return None, False
        found = self.by_title(title)
        if found is None and " " not in title.strip():
            found = self._keys.get(bare_key(title))
            return found, found is not None
        return found, False

    def unused(self, *, with_speakers: bool) -> list[Talk]:
        """The talks that are not in a timetable; optionally only those with speakers."""
        return [
            one.talk for one in self.listed if not one.used and (one.certain or not with_speakers or one.talk.speakers)
        ]


def _agree(one: object, other: object) -> bool:
    return one is None or other is None or one == other


def talk_of(record: AliasedRecord, directory: Directory, findings: WarningCollector, line: Place = None) -> Talk:
    """The talk of a map: a row of a timetable, an entry of a list of talks, a speaker with their talk."""
    written = (_talk_beside_person(record) if _person_beside_title(record) else None) or record.text("title")
    written, links = _links_apart(written or _talk_beside_person(record) or "")
    title, marked = _mark_apart(title_of(written))
    if title and label_kind(title) is not None:  # `title: Keynote`, `topic: What bees know`
        title = next(filter(None, (title_of(text_of(record.own(key))) for key in _TITLE_BESIDE_LABEL)), title)
    name = text_of(record.own("name"))
    if (
        title
        and name not in (None, written)
        and not could_be_name(name)
        and len(title) <= LONGEST_LABEL
        and word_kind(title) is not None
    ):
        title = title_of(PREFIX.sub("", name))  # `title: Talk 3`, `name: What bees know: a survey of meadows`
    if title and is_placeholder(title):
        title = None
    named = _speaker_value(record)
    said = item_kind(named) if isinstance(named, str) else None
    if isinstance(named, str) and said:  # `speaker: Coffee Break`
        who = title if said not in NOBODY_SPEAKS and title and is_likely_name(title) else None
        marked, title, named = said, title or title_of(named), who
    elif isinstance(named, str) and title and lists_people(title) and name_likeness(named) == 0:
        title, named = title_of(named), title  # `title: Ada Lind, Bo Ek`, `speaker: Opening`
    kind = marked or kind_of(record, title)
    speakers = directory.speakers(named or directory.keyed_in(record), role_at(kind), findings, line)
    for meaning, other in _OTHERS.items():
        value = record.first(meaning)
        if not isinstance(value, bool):
            others = directory.speakers(value, other, findings, line)
            speakers += tuple(each for each in others if each not in speakers)
    return Talk(
        title,
        id=record.text("id"),
        kind=kind or Kind.TALK,
        room=_place(record.text("room")),
        track=plain_title(record.text("track")),
        language=record.text("language"),
        abstract=_abstract(record, title),
        speakers=speakers,
        resources=without_duplicates([*resources_of(record), *links]),
        cancelled=bool(record.first("cancelled")) or _CANCELLED.search(written or "") is not None,
    )


def _links_apart(written: str) -> tuple[str, list[Resource]]:
    """A title in HTML without its links to slides and the like, and these."""
    links = [match for match in _ANCHOR.finditer(written) if is_resource_label(match["label"])]
    for match in reversed(links):
        written = f"{written[: match.start()]} {written[match.end() :]}"
    return written, [resource(match["url"], match["label"]) for match in links]


def _mark_apart(title: str | None) -> tuple[str | None, Kind | None]:
    """A title without the kind in brackets before it, and the kind: “(Oral) What bees know”."""
    match = _MARK.match(title or "")
    return (title[match.end() :], label_kind(match["label"])) if title and match else (title, None)


def title_of(text: str | None) -> str | None:
    """A title on one line, without emphasis, the names of emoji (`:coffee:`) that sites draw, or a label’s colon."""
    text = _SHORTCODE.sub(" ", text).rstrip(":| ") if text and (":" in text or "|" in text) else text
    said = plain_title(text)
    return inline.plain(said) if said and ("*" in said or "](" in said) else said


def hints_of(record: AliasedRecord) -> Iterator[str]:
    """Other names of a talk in a row: one-word fields, and the first name of its speaker."""
    for key, text in record.scalars():
        if " " not in text and (len(text) > 2 or key in _SLOTS) and key not in _NO_HINTS:
            yield text
        elif key in ("name", "speaker", "presenter"):
            yield text.split()[0]


def kind_of(record: AliasedRecord, title: str | None) -> Kind | None:
    """The kind of a map: by a field for it, else by its title."""
    if any(record.own(key) is True for key in _MEALS) and record.first("speaker") is None:
        return Kind.BREAK
    said = record.text("kind") or next((key for key in _KEYNOTES if record.own(key) is True), None)
    if said is not None:
        words = re.sub(r"[\W_]+", " ", said).strip().lower()
        found = _KIND_WORDS.get(words) or label_kind(words) or item_kind(words)
        titled = _by_title(title)
        if found is Kind.TALK or (
            found is Kind.KEYNOTE and titled is Kind.REMARKS
        ):  # `type: plenary`, “Opening remarks”
            return titled or found
        if found is not None:
            return found
    return _by_title(title) or (word_kind(said) if said is not None and len(said) <= LONGEST_LABEL else None)


def merge_rows(own: Talk, listed: Talk, *, by_key: bool) -> Talk:
    """A row of a timetable completed with the list of talks."""
    title = listed.title or own.title
    abstract = listed.abstract or own.abstract
    another = own.title is not None and title is not None and fold(own.title) != fold(title)
    if by_key and another and own.title and " " in own.title:
        abstract = f"*{own.title}*\n\n{abstract}" if abstract else f"*{own.title}*"
    return replace(
        own,
        title=title,
        id=listed.id or own.id,
        kind=own.kind if own.kind is not Kind.TALK else listed.kind,
        start=listed.start,
        end=listed.end,
        room=own.room or listed.room,
        track=own.track or listed.track,
        language=own.language or listed.language,
        abstract=abstract,
        speakers=listed.speakers or own.speakers,
        resources=without_duplicates([*listed.resources, *own.resources]),
        notes=listed.notes,
        cancelled=own.cancelled or listed.cancelled,
    )


def resources_of(record: AliasedRecord) -> tuple[Resource, ...]:
    """The links of a map, by the names of its fields."""
    is_person = _person_beside_title(record) is not None
    found: list[Resource] = []
    for key, made in linked_resources({str(key): value for key, value in record.values.items()}):
        if (
            is_person and key.lower() in ("website", "url", "link", "links")
        ) or "feedback" in f"{made.url} {made.title}":
            continue
        found.append(made)
    return without_duplicates(found)


def _person_beside_title(record: AliasedRecord) -> str | None:
    """The name of a person in a field next to the title of their talk."""
    name = text_of(record.own("name")) or name_in_parts(record) or None
    if name is not None and not could_be_name(name):
        return None
    if name is None or any(text_of(record.own(key)) for key in ("title", "talk_title")):
        return name
    return name if _talk_beside_person(record) and is_likely_name(name) else None


def _talk_beside_person(record: AliasedRecord) -> str | None:
    """The title of a talk in a field named after it, in which one word is a key."""
    return next((text for key in _TALK_KEYS if " " in (text := text_of(record.own(key)) or "")), None)


def _speaker_value(record: AliasedRecord) -> object:
    value = record.first("speaker")
    if value is None and isinstance(record.own("keynote"), dict):
        value = record.own("keynote")
    if value is None or isinstance(value, bool):
        name = _person_beside_title(record)
        if name is None or is_placeholder(name):
            return None
        affiliation = record.text("affiliation")
        return {"name": clean_name(name), "affiliation": affiliation, "website": record.own("website")}
    if isinstance(value, str) and _is_prose(value):
        return None
    affiliation = record.text("affiliation")
    if isinstance(value, str) and affiliation and is_likely_name(value):
        return {"name": value, "affiliation": affiliation}
    return value


def _is_prose(text: str) -> bool:
    """Whether the text in a field for people is an abstract: it has several sentences."""
    return len(text) > LONGEST_TITLE and _SENTENCES.search(text) is not None


def _abstract(record: AliasedRecord, title: str | None) -> str | None:
    told = record.first("speaker")
    text = prose(record.text("abstract") or (told if isinstance(told, str) and _is_prose(told) else None))
    subtitle = plain_title(record.text("subtitle"))
    if subtitle and subtitle != title and not is_placeholder(subtitle):
        return f"*{subtitle}*\n\n{text}" if text else f"*{subtitle}*"
    return None if text is None or text == title or is_placeholder(text) or _FILE_NAME.fullmatch(text) else text


def _place(text: str | None) -> str | None:
    place = plain_title(inline.plain(text)) if text else None
    return None if place is None or is_placeholder(place) or place.startswith("http") else place


def _by_title(title: str | None) -> Kind | None:
    if title is None:
        return None
    bare = inline.without_emoji(title).strip()
    found = item_kind(_MINUTES.sub("", bare))
    if found is None and " - " in bare:
        found = item_kind(bare.rpartition(" - ")[2])
        found = found if found in (Kind.REMARKS, Kind.BREAK, Kind.SOCIAL) else None
    if found is None and (label := PREFIX.match(bare)):
        found = label_kind(label.group("label"))
    return found


def speakers_key(speakers: Iterable[Speaker]) -> str:
    """The speakers as a key, in any order."""
    return "|".join(sorted(fold(each.name) for each in speakers))


_SAME_PLACE = 0.75  # similarity, of 1, of two spellings of an affiliation


def row_talk(own: Talk, record: AliasedRecord, directory: Directory) -> Talk:
    """A talk whose speakers are in no field, completed with those in its title or subtitle."""
    if own.title is None:
        return own
    if own.speakers:
        return _without_speaker_title(own)
    if own.kind in (Kind.BREAK, Kind.REMARKS, Kind.SOCIAL) or any(
        record.own(key) == [] for key in ("speakers", "people")
    ):
        return own
    known = set(directory.people)
    entry = read_entry(own.title, known)
    if entry.speakers and entry.title is None and _is_title(own.abstract):  # `name: Ada Lind`, `description: Bees`
        speakers = _with_role(directory, entry.speakers, entry.kind or own.kind)
        return replace(own, title=title_of(own.abstract), abstract=None, speakers=speakers)
    if subtitle := plain_title(record.text("subtitle")):
        title, people = _title_and_people(own.title, entry, subtitle, known)
        if people:
            speakers = _with_role(directory, people, own.kind)
            return replace(own, title=title, speakers=speakers, abstract=_without(own.abstract, subtitle))
    if not entry.speakers or (entry.title and item_kind(entry.title) is not None):
        return own
    title = entry.title
    speakers = _with_role(directory, entry.speakers, entry.kind or own.kind)
    if title and any(_is_place_of(speaker, title) for speaker in speakers):
        title = None
    return replace(own, title=title, speakers=speakers, kind=entry.kind or own.kind)


def _is_title(text: str | None) -> bool:
    """Whether the description of a row is short enough to be the title of the talk of the person in it."""
    short = text is not None and 2 < len(text) <= LONGEST_TITLE and "\n" not in text and not text.endswith(".")
    return short and text is not None and _SENTENCES.search(text) is None and not states_job(text)


def label_alone(title: str) -> Kind | None:
    """The kind of a title that says nothing else: “Keynote 2 (15 + 5 Q&A)”, “Invited talk:”."""
    return label_kind(_NUMBER_OR_ASIDE.sub("", title).strip(" :"))


def _title_and_people(
    title: str, entry: ProgramEntry, subtitle: str, known: Collection[str]
) -> tuple[str | None, list[Speaker]]:
    """The title and the people of a row with one of them as its subtitle; nobody if it has neither."""
    below = read_entry(subtitle, known)
    if below.speakers and below.title is None:
        return title, below.speakers
    people = entry.speakers if entry.title is None else []
    if not people and is_likely_name(title):
        people = [Speaker(title)]
    return None if is_placeholder(subtitle) else subtitle, people


def _without_speaker_title(own: Talk) -> Talk:
    """The talk without a title that is only the name of its speaker."""
    names = {fold(each.name) for each in own.speakers}
    return replace(own, title=None) if own.title and fold(own.title) in names else own


def _with_role(directory: Directory, speakers: list[Speaker], kind: Kind | None) -> tuple[Speaker, ...]:
    """Speakers with the facts in the site's lists."""
    known = [directory.named(each.name) or Person(each.name) for each in speakers]
    return tuple(
        Speaker(each.name, listed.affiliation or each.affiliation, each.url or listed.url, role)
        for each, listed in zip(speakers, known, strict=True)
        for role in (Role.KEYNOTE if kind is Kind.KEYNOTE else each.role,)
    )


def _is_place_of(speaker: Speaker, text: str) -> bool:
    """Whether a text is a speaker's affiliation, perhaps mistyped."""
    if speaker.affiliation is None:
        return False
    return SequenceMatcher(None, fold(speaker.affiliation), fold(text)).ratio() >= _SAME_PLACE


def _without(abstract: str | None, subtitle: str) -> str | None:
    rest = (abstract or "").removeprefix(f"*{subtitle}*").strip()
    return rest or None
