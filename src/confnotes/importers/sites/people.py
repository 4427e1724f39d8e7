"""The people of a site: its lists of speakers and organizers, and resolving the keys that talks use for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from confnotes.importers.facts.kinds import item_kind
from confnotes.importers.facts.names import clean_name
from confnotes.importers.facts.people import clean_affiliation, is_placeholder
from confnotes.importers.facts.person_lists import split_people
from confnotes.importers.facts.prose import plain_title
from confnotes.importers.pages.sections import SectionMeaning, Topic, classify
from confnotes.importers.sites.records import AliasedRecord, bare_key, maps_in, text_of, words_of
from confnotes.importers.warning_collector import Place, WarningCollector
from confnotes.markup.names import fold
from confnotes.model.program import Kind, Person, Role, Speaker

_KEY = re.compile(r"[a-z][a-z0-9]*(?:[-_.][a-z0-9]+){1,5}")
_LISTED = re.compile(r"[,(]")
_LABEL = re.compile(r"^(?:speaker|presenter|author)s?\s*:\s+", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:speaker|presenter|author|name)\s?\d{1,2}", re.IGNORECASE)
_PARTS_OF_NAMES = (("first_name", "firstname", "first", "given"), ("last_name", "lastname", "last", "family"))
_MOST_OF_A_TALK = 6  # people with the same key; more share their event
_WEBSITE_KEYS = ("absolute_url", "url", "href", "link")
_TEAM = SectionMeaning(Topic.PEOPLE, Role.ORGANIZER)
_SPEAKERS = SectionMeaning(Topic.PEOPLE, Role.SPEAKER)
_NAMED_SECTIONS = {
    "team members": _TEAM, "crew": _TEAM, "staff": _TEAM, "orga": _TEAM, "organizing team": _TEAM, "mcs": _TEAM,
    "authors": _SPEAKERS, "author": _SPEAKERS, "speaker": _SPEAKERS, "speakers list": _SPEAKERS,
    "members": SectionMeaning(Topic.PEOPLE), "pc": SectionMeaning(Topic.PEOPLE), "person": SectionMeaning(Topic.PEOPLE),
    "profiles": SectionMeaning(Topic.PEOPLE), "organizer": _TEAM,
}  # fmt: skip


@lru_cache(maxsize=4096)
def section_of(key: str) -> SectionMeaning | None:
    """The content of a file, folder or key with that name: `keynoteSpeakers`, `_speakers`, `2025-sessions`."""
    words = re.sub(r"\b\d+\b", " ", words_of(key)).strip()
    words = " ".join(words.split())
    found = _NAMED_SECTIONS.get(words) or (classify(words) if words else None)
    if found is None and " " in words:
        found = section_of(words.rpartition(" ")[2])
    return found


@dataclass(slots=True)
class Directory:
    """All people listed by a site, found by name, by key, or by the name of their page."""

    people: dict[str, Person] = field(default_factory=dict)
    _keys: dict[str, list[str]] = field(default_factory=dict)

    def add(self, person: Person, keys: Iterable[str] = ()) -> None:
        """Add a person, merged with a known person of that name."""
        name = fold(person.name)
        known = self.people.get(name)
        if known is not None:
            roles = (*known.roles, *(role for role in person.roles if role not in known.roles))
            affiliation = known.affiliation or person.affiliation
            person = Person(known.name, affiliation, known.url or person.url, roles, known.id or person.id)
        self.people[name] = person
        for key in (*keys, name):
            self._keys.setdefault(bare_key(key), []).append(name)

    def add_list(self, value: object, role: Role | None) -> None:
        """Add the people of a value: maps, names, or a map from keys to maps."""
        if isinstance(value, dict):
            for key, each in value.items():
                if isinstance(each, dict):
                    self.add_record(AliasedRecord(each), role, (str(key),))
            return
        for each in value if isinstance(value, list) else ():
            if isinstance(each, dict):
                self.add_record(AliasedRecord(each), role)
            elif isinstance(each, str):
                for speaker in split_people(each):
                    self.add(Person(speaker.name, speaker.affiliation, speaker.url, (role,) if role else ()))

    def add_record(self, record: AliasedRecord, role: Role | None, keys: Iterable[str] = ()) -> None:
        """Add the person of a map."""
        speaker = person_of(record, role or Role.SPEAKER)
        if speaker is None:
            return
        own = [text for key in ("id", "slug", "key", "shortname", "username") if (text := text_of(record.own(key)))]
        own += [text for key, text in record.scalars() if key.endswith("_id")]
        self.add(Person(speaker.name, speaker.affiliation, speaker.url, (role,) if role else ()), (*keys, *own))

    def named(self, text: str) -> Person | None:
        """The person with that name or key."""
        return self.people.get(fold(text.strip())) or self.people.get(self._keys.get(bare_key(text), [""])[0])

    def keyed_in(self, record: AliasedRecord) -> list[str]:
        """The names of the people whose keys are values of a record, whatever its fields are called."""
        keys = (bare_key(text) for _, text in record.scalars() if " " not in text and text.islower())
        found = [people for key in keys if len(people := set(self._keys.get(key, ()))) <= _MOST_OF_A_TALK]
        return [person.name for name, person in self.people.items() if any(name in people for people in found)]

    def speakers(
        self, value: object, role: Role, findings: WarningCollector, line: Place = None
    ) -> tuple[Speaker, ...]:
        """The people of a field: names, keys, numbers in the list, maps; with the facts in the list."""
        if value is None:
            return ()
        found: list[Speaker] = []
        for each in value if isinstance(value, list) else (value,):
            if isinstance(each, dict):
                record = AliasedRecord(each)
                inner = record.own("speaker") if record.own("name") is None else None
                if isinstance(inner, str | Mapping):
                    found += self.speakers(inner, role, findings, line)
                elif (name := record.text("person")) and _LISTED.search(name) and (several := split_people(name, role)):
                    found += [self._completed(speaker) for speaker in several]
                elif (speaker := person_of(record, role)) is not None:
                    found.append(self._completed(speaker))
            elif (text := text_of(each)) is not None:
                found += self._of_text(text, role, findings, line)
        if len(found) < 2:
            return tuple(found)
        return tuple({fold(each.name): each for each in reversed(found)}.values())[::-1]

    def _of_text(self, text: str, role: Role, findings: WarningCollector, line: Place) -> list[Speaker]:
        text = _LABEL.sub("", text)
        known = self.named(text)
        if known is not None:
            return [Speaker(known.name, known.affiliation, known.url, role, id=known.id)]
        if _NUMBERED.fullmatch(text) or item_kind(text) in (Kind.BREAK, Kind.SOCIAL):
            return []
        if text.isdigit():
            findings.tell("{n} {speakers are|speaker is} given by a number that stands for nobody; left out", line)
            return []
        if _KEY.fullmatch(text) and any(character.isalpha() for character in text):
            name = re.sub(r"[-_.]+", " ", text).title()
            findings.tell(
                f"{{n}} {{speakers are|speaker is}} given by an identifier; “{text}” is read as {name}",
                line,
                kind="identifier",
            )
            return [Speaker(name, role=role)]
        names = text.split(",")
        if len(names) > 1 and all(self.named(each) for each in names):
            return [speaker for each in names for speaker in self._of_text(each, role, findings, line)]
        return [self._completed(speaker) for speaker in split_people(text, role)]

    def _completed(self, speaker: Speaker) -> Speaker:
        known = self.named(speaker.name)
        if known is None:
            return speaker
        return replace(
            speaker, affiliation=speaker.affiliation or known.affiliation, url=speaker.url or known.url, id=known.id
        )


def name_in_parts(record: AliasedRecord) -> str:
    """The given and family name of a map; "" without both."""
    return " ".join(
        next(filter(None, (text_of(record.own(key)) for key in keys)), "") for keys in _PARTS_OF_NAMES
    ).strip()


def person_of(record: AliasedRecord, role: Role) -> Speaker | None:
    """The person of a map, with affiliation and page."""
    name = record.text("person") or name_in_parts(record)
    if (family := text_of(record.own("surname"))) and family not in name:
        name = f"{name} {family}"
    name = clean_name(plain_title(name) or "")
    if not name or is_placeholder(name) or not any(character.isalpha() for character in name):
        return None
    affiliation = record.text("affiliation")
    return Speaker(
        name,
        clean_affiliation(plain_title(affiliation) or "") if affiliation else None,
        _website(record),
        role,
    )


def _website(record: AliasedRecord) -> str | None:
    text = record.text("website")
    if text is not None:
        return text if text.startswith(("http://", "https://", "www.")) else None
    for link in maps_in(record.own("links")):
        inner = AliasedRecord(link)
        label = str(inner.text("title") or inner.own("icon") or "").lower()
        url = next((said for key in _WEBSITE_KEYS if (said := text_of(inner.own(key)))), None)
        if url and re.search(r"\b(?:web|home|page|site)", label):
            return url
    return None
