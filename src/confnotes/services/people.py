"""Everybody in the vault, once: the same folded name is the same person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.names import fold
from confnotes.model.program import Role
from confnotes.services.cards import Card, timetables
from confnotes.vault.vault import Vault

PEOPLE_FOLDER = "People"
_NEAR = 80


@dataclass(frozen=True, slots=True)
class PersonCard:
    """One person over all conferences: what they gave, and the notes that name them (paths).

    `note` is the path of the note about them, None when nobody wrote one.
    """

    name: str
    affiliations: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    urls: tuple[str, ...] = ()
    conferences: tuple[str, ...] = ()
    talks: tuple[Card, ...] = ()
    notes: tuple[str, ...] = ()
    note: str | None = None


@dataclass(slots=True)
class _Gathered:
    name: str
    affiliations: dict[str, str] = field(default_factory=dict)
    roles: dict[Role, None] = field(default_factory=dict)
    urls: dict[str, None] = field(default_factory=dict)
    conferences: dict[str, None] = field(default_factory=dict)
    talks: dict[str, Card] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    note: str | None = None

    def add(self, affiliation: str | None, url: str | None, roles: Iterable[Role]) -> None:
        if affiliation:
            self.affiliations.setdefault(fold(affiliation), affiliation)
        if url:
            self.urls[url] = None
        self.roles.update(dict.fromkeys(roles))

    def card(self) -> PersonCard:
        return PersonCard(
            self.name,
            tuple(self.affiliations.values()),
            tuple(self.roles),
            tuple(self.urls),
            tuple(self.conferences),
            tuple(self.talks.values()),
            tuple(sorted(self.notes)),
            self.note,
        )


def people(vault: Vault) -> list[PersonCard]:
    """Everybody in the programs, in “People/” and after an `@` in notes, by name."""
    everybody = _from_programs(vault)
    _from_notes(vault, everybody)
    return [everybody[name].card() for name in sorted(everybody)]


def person(vault: Vault, name: str) -> PersonCard:
    """The person of that name, or the only one with a name that begins so or has that word.

    Raises NotFoundError with near names, ConfnotesError when several fit.
    """
    wanted = fold(name)
    everybody = {fold(one.name): one for one in people(vault)}
    if wanted in everybody:
        return everybody[wanted]
    fitting = [key for key in everybody if wanted and wanted in key.split()] or [
        key for key in everybody if wanted and key.startswith(wanted)
    ]
    if len(fitting) == 1:
        return everybody[fitting[0]]
    if fitting:
        names = ", ".join(everybody[key].name for key in fitting[:5])
        raise ConfnotesError(f"“{name}” fits {len(fitting)} people: {names}", "give the whole name")
    from rapidfuzz import fuzz, process

    near = process.extract(wanted, list(everybody), scorer=fuzz.WRatio, limit=3, score_cutoff=_NEAR)
    hint = f"did you mean {' or '.join(everybody[key].name for key, _, _ in near)}?" if near else ""
    raise NotFoundError(f"there is nobody called “{name}” here", hint or "see `confnotes list people`")


def _from_programs(vault: Vault) -> dict[str, _Gathered]:
    everybody: dict[str, _Gathered] = {}
    for table in timetables(vault):
        for member in table.program.people:
            gathered = everybody.setdefault(fold(member.name), _Gathered(member.name))
            gathered.add(member.affiliation, member.url, member.roles)
            gathered.conferences[table.conference] = None
        for card in table.all():
            for speaker in card.talk.speakers:
                gathered = everybody.setdefault(fold(speaker.name), _Gathered(speaker.name))
                gathered.add(speaker.affiliation, speaker.url, (speaker.role,))
                gathered.conferences[table.conference] = None
                gathered.talks[card.key] = card
                if card.note:
                    gathered.notes[card.note] = None
    everybody.pop("", None)
    return everybody


def _from_notes(vault: Vault, everybody: dict[str, _Gathered]) -> None:
    """Add the notes that link to or mention somebody, and people whom only notes know.

    A conference's own page lists everybody there: that is no note about any of them.
    """
    for path in vault.note_paths():
        try:
            note = vault.note(path)
        except ConfnotesError:
            continue
        if path.startswith(f"{PEOPLE_FOLDER}/"):
            gathered = everybody.setdefault(fold(note.stem), _Gathered(note.title))
            gathered.note = path
        if note.fields.get("type") == "conference":
            continue
        for link in note.links:
            known = everybody.get(fold(link.target.rpartition("/")[2]))
            if known and known.note != path:
                known.notes[path] = None
        for mention in note.mentions:
            everybody.setdefault(fold(mention.name), _Gathered(mention.name)).notes[path] = None
