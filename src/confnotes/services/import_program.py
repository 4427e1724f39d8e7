"""Importing a program: seen first, then written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from confnotes import config
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.importers.reading import Hints
from confnotes.markup.frontmatter import split
from confnotes.markup.names import file_stem, slug
from confnotes.model.program import Conference, Program, Talk
from confnotes.services.conference_name import made_name
from confnotes.services.known_sources import Part
from confnotes.services.open_source import Asked
from confnotes.services.origins import origin_of, remember_written
from confnotes.services.parent_conference import Placed, place_in_parent
from confnotes.services.read_sources import Preview, preview
from confnotes.vault import note_file
from confnotes.vault.changes_file import changes_of_merge, plan_changes
from confnotes.vault.imported import Imported
from confnotes.vault.layout import talk_stem
from confnotes.vault.merge import MergeResult, TalkChange, merge
from confnotes.vault.merge_words import Change
from confnotes.vault.note_follow import plan_notes
from confnotes.vault.program_save import Planned, plan_program
from confnotes.vault.transaction import Transaction
from confnotes.vault.vault import Vault

__all__ = ["Change", "Hints", "ImportReport", "Preview", "TalkChange", "preview", "write"]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What writing one source did; `conference` is the folder's name.

    `cancelled` are talks that the source had and no longer has, or now marks so; `changed` the others that changed.
    `kept` are talks for which a source says something else than the user wrote, `doubts` talks that may be others of
    the program. `messages` say what a person should know, one line each. `notes` are talk ids with the paths of their
    notes. `notes_written` and `files_written` are paths, the former among the latter.
    """

    conference: str
    source: str = ""
    talks: int = 0
    added: tuple[Talk, ...] = ()
    changed: tuple[TalkChange, ...] = ()
    cancelled: tuple[Talk, ...] = ()
    kept: tuple[TalkChange, ...] = ()
    doubts: tuple[TalkChange, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    notes_written: tuple[str, ...] = ()
    files_written: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Nothing on disk had to change."""
        return not self.files_written

    def with_change(self, kind: Change) -> tuple[TalkChange, ...]:
        """The changed talks to which that happened, e.g. those that moved."""
        return tuple(change for change in self.changed if kind in change.kinds)


def write(vault: Vault, previews: Sequence[Preview], asked: Asked | None = None) -> list[ImportReport]:
    """Merge the previews into the vault, one report a source.

    Raises StoppedError, ConfnotesError; what this call had written until then is taken back, so that nothing is left
    half written.
    """
    asked = asked or Asked()
    named = [(one, *_name(one)) for one in previews]
    reports = []
    with Transaction(vault) as transaction:
        for number, (one, name, message) in enumerate(named):
            asked.tell(f"merging {one.source}", number, len(named))
            report = _write(vault, transaction, one, name)
            messages = (message, *report.messages) if message and report.added else report.messages
            reports.append(replace(report, messages=messages))
        asked.tell("writing", len(named), len(named))
    parts = [Part(report.conference, report.source, report.talks) for report in reports]
    quiet = [not report.messages for report in reports]
    remember_written(vault, list(zip(previews, parts, quiet, strict=True)))
    return reports


def destination(vault: Vault, one: Preview) -> str:
    """The folder of the conference that a preview belongs to, there or not; raises ConfnotesError as `write` does."""
    return _place(vault, one, _name(one)[0]).folder


def _name(one: Preview) -> tuple[str, str | None]:
    """The conference's name, and what to say when it had to be made from other facts that the source states."""
    conference = one.read.program.conference
    name = one.name or conference.name
    if name and name.strip():
        return " ".join(name.split()), None
    made = made_name(one.read.program)
    if made is None:
        raise ConfnotesError(
            f"{one.source} does not say which conference it is about", "name it with --conference “NAME”"
        )
    return made, f"{one.source} names no conference: it was called “{made}”; choose another name with --conference"


def _place(vault: Vault, one: Preview, name: str) -> Placed:
    """Its own folder, there or not; that of the conference it is part of, where it has none and there is a slot."""
    source = one.read.program
    program = replace(source, conference=replace(source.conference, name=name))
    folder = _folder(vault, name, program.conference)
    inside = None if folder in vault.conferences() else place_in_parent(vault, program)
    return inside or Placed(folder, program)


def _folder(vault: Vault, name: str, conference: Conference) -> str:
    """The folder for that conference: the one it has, else a new one; the year tells namesakes apart."""
    wanted = file_stem(name)
    existing = {slug(folder): folder for folder in vault.conferences()}
    same = existing.get(slug(wanted))
    if same is None:
        return wanted
    year = _year(conference)
    other = _year(vault.program(same).conference)
    if year is not None and other is not None and year != other and str(year) not in wanted:
        dated = file_stem(f"{name} {year}")
        return existing.get(slug(dated), dated)
    return same


def _year(conference: Conference) -> int | None:
    return conference.start_date.year if conference.start_date else conference.year


def _write(vault: Vault, transaction: Transaction, one: Preview, name: str) -> ImportReport:
    place = _place(vault, one, name)
    folder, source = place.folder, place.program
    imported = Imported(vault, folder)
    bases = imported.bases(one.source)
    try:
        mine = vault.program(folder)
    except NotFoundError:
        mine = Program(source.conference)
    marks = vault.marks(folder) if folder in vault.conferences() else None
    prefix = f"{slug(folder)}/"
    notes = vault.talk_notes(folder)
    noted = {key.removeprefix(prefix) for key in notes}
    keep = noted | (marks.marked() if marks else frozenset())
    merged = merge(mine, source, bases, keep)
    planned = [*plan_program(vault, folder, merged.program)]
    for file in planned:
        transaction.save(file)
    followed = plan_notes(vault, folder, mine, merged.program, notes)
    for file in followed:
        transaction.save(file)
    written, messages = _write_notes(vault, transaction, folder, merged, bases.own, notes)
    base = imported.plan(one.source, merged.brought, merged.ids, origin_of(vault, one))
    kept = [*([base] if base else []), *imported.plan_joined(one.source, merged.joined)]
    if _had_talks(mine):
        news = changes_of_merge(merged, one.source, config.now(), first=bases.own is None)
        changed = plan_changes(vault, folder, news)
        kept += [changed] if changed else []
    for file in kept:
        transaction.save(file)
    reported = {talk.id for talk in (*merged.cancelled, *(change.talk for change in merged.changed))}
    paths = {key.removeprefix(prefix): path for key, (path, _) in notes.items()}
    messages += [
        f"{talk.title or 'Untitled talk'}: cancelled; your note stays: {paths[talk.id]}"
        for talk in merged.cancelled
        if talk.id in paths
    ]
    messages += [f"{change.talk.title or 'Untitled talk'}: {change.what}" for change in (*merged.kept, *merged.doubts)]
    files = [*(file.path for file in (*planned, *followed)), *written, *(file.path for file in kept)]
    if place.message and merged.added:
        messages.insert(0, f"{name}: {place.message}")
    return ImportReport(
        conference=folder,
        source=one.source,
        talks=sum(1 for _ in source.talks()),
        added=merged.added,
        changed=merged.changed,
        cancelled=merged.cancelled,
        kept=merged.kept,
        doubts=merged.doubts,
        notes={talk_id: path for talk_id, path in paths.items() if talk_id in reported},
        notes_written=tuple(written),
        files_written=tuple(files),
        messages=tuple(messages),
    )


def _had_talks(program: Program) -> bool:
    return any(session.talks for session in program.sessions)


def _write_notes(
    vault: Vault,
    transaction: Transaction,
    folder: str,
    merged: MergeResult,
    base: Program | None,
    existing: dict[str, tuple[str, int]],
) -> tuple[list[str], list[str]]:
    """Make the notes that the source holds files of their own; answers the paths written and what to say."""
    before = {talk.id: talk.notes for talk in base.talks()} if base else {}
    program = merged.program
    homes = {talk.id: (session, talk) for session in program.sessions for talk in session.talks}
    written: list[str] = []
    messages: list[str] = []
    for brought in merged.brought.talks():
        if not brought.notes or not brought.notes.strip():
            continue
        if brought.id not in homes:
            continue
        session, talk = homes[brought.id]
        body = _body(brought.notes)
        path, _ = existing.get(f"{slug(folder)}/{talk.id}", (None, 0))
        if path is None:
            stem = talk_stem(program.conference, session, talk)
            path = vault.unique_path(folder, stem)
            text = note_file.new_text(folder, program.conference, session, talk, body)
            transaction.save(Planned(path, text, None))
            written.append(path)
            continue
        if before.get(brought.id) == brought.notes:
            continue
        file = vault.read(path)
        front = split(file.text)
        if front.body.lstrip("\n") == body.lstrip("\n"):
            continue
        old = before.get(brought.id)
        if old is not None and not front.broken and front.body == f"\n{_body(old)}":
            transaction.save(Planned(path, f"{front.head}\n{body}", file.version))
            written.append(path)
        elif old is None:
            stem = path.rpartition("/")[2].removesuffix(".md")
            beside = vault.unique_path(folder, f"{stem} (imported)")
            text = note_file.new_text(folder, program.conference, session, talk, body)
            transaction.save(Planned(beside, text, None))
            written.append(beside)
            messages.append(f"{path} was there already and stays; the notes of the source are in {beside}")
        else:
            messages.append(f"{path}: the source has new notes; you edited yours, they stay as they are")
    return written, messages


def _body(notes: str) -> str:
    return notes if notes.endswith("\n") else f"{notes}\n"
