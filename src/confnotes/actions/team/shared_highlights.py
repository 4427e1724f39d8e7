"""The highlights that somebody chose for a conference, as far as their team may read what they come from."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from confnotes.actions.team.shared_note import shared_words
from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.catalogue.audience.for_audience import with_body
from confnotes.errors import ConfnotesError
from confnotes.markup.link_names import LinkNames, stem_of
from confnotes.markup.page_one import ChosenHighlight, NoteLines, format_highlight, may_quote, quote_of, read_page_one
from confnotes.model.note import Note
from confnotes.vault.layout import talk_key
from confnotes.vault.team_state import shareable_path
from confnotes.vault.vault import Vault


def shared_highlights(
    vault: Vault, page: Note, shown: AudienceFilter, sent: Collection[str], own: Collection[str]
) -> list[str]:
    """The lines of `highlights:` in a conference's note for the team, in order.

    `sent` are the paths of the notes that the team gets, `own` the keys of talks that it does not get: a highlight from
    another note, from a private line, or from a deleted line, stays here. The quote of an edited line is that line as
    the team sees it now.
    """
    chosen = read_page_one(page.fields).highlights
    names = LinkNames(sent) if any(one.target for one in chosen) else LinkNames(())
    return list(_shared(vault, page, [one for one in chosen if one.target not in own], shown, names))


def _shared(
    vault: Vault, page: Note, chosen: Collection[ChosenHighlight], shown: AudienceFilter, names: LinkNames
) -> Iterator[str]:
    for one in chosen:
        told = _told(vault, page, one, shown, names)
        words = _readable(page, one.words, shown)
        if told is not None and bool(words) == bool(one.words):
            yield format_highlight(replace(told, words=words))


def _readable(page: Note, words: str, shown: AudienceFilter) -> str:
    """Words of the page as the team reads them, on one line; "" if nothing of them is left."""
    visible = shown.note(with_body(page, words)) if words else None
    return " ".join(shared_words(visible.body).split()) if visible is not None else ""


def _told(
    vault: Vault, page: Note, one: ChosenHighlight, shown: AudienceFilter, names: LinkNames
) -> ChosenHighlight | None:
    """The highlight with the source that the team has; None if it has none."""
    if one.target is None:
        return one
    path = next(iter(names.resolve(one.target, str(page.path))), None)
    try:
        if path is None:
            return one if not one.of_line and _is_talk(page.path.parts[0], one.target, shown) else None
        note = vault.note(path)
    except ConfnotesError:
        return None
    visible = shown.note(note)
    if visible is None or not may_quote(one, note.body, visible.body):
        return None
    return replace(one, target=stem_of(shareable_path(path)), quote=_quote(one, visible))


def _quote(one: ChosenHighlight, visible: Note) -> str:
    """The quote, if the team sees these words in the note, else the line as it is now."""
    lines = NoteLines(visible.body)
    if not one.of_line or lines.rows(one.quote):
        return one.quote
    row, _ = lines.find(one)
    return quote_of(lines.inline(row)) if row is not None else ""


def _is_talk(conference: str, target: str, shown: AudienceFilter) -> bool:
    """Whether it is the key of a talk that the team sees."""
    talks = shown.program(conference).talks()
    return not shown.hides(target) and any(target == talk_key(conference, talk.id or "") for talk in talks)
