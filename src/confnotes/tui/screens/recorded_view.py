"""How a talk with slides or a video is drawn in a list, with the state of its links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from confnotes.markup.names import fold
from confnotes.markup.reference_kinds import kind_of_label
from confnotes.markup.talk_references import together
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.program import Resource
from confnotes.tui.widgets.drawing import Line, Part, arrow, clean, spread
from confnotes.tui.widgets.rows import LinkRow, Row
from confnotes.tui.widgets.talk_rows import links_of, speakers_of, star_of, title_of

if TYPE_CHECKING:
    from confnotes.actions.references.check_links import Checked
    from confnotes.catalogue.program.cards import Card
    from confnotes.catalogue.recorded import RecordedTalk

Known = dict[str, "Checked"]


@fast_dataclass(frozen=True, slots=True)
class RecordedRow(Row):
    """A talk and its recordings; `known` are the results of link checks, updated in place."""

    talk: RecordedTalk
    place: str
    known: Known

    @property
    def card(self) -> Card:
        """The talk, with all its known links."""
        card = self.talk.card
        return replace(card, talk=replace(card.talk, resources=together(self.talk.resources, card.talk.resources)))

    def lines(self, width: int, chosen: bool) -> list[Line]:
        talk = self.talk
        card = talk.card
        seen = card.attended and not talk.wanted
        mark = Part("▷ ", "accent") if card.later else Part("✓ ", "dim") if card.attended else Part("  ")
        left = [
            *arrow(chosen),
            star_of(card, chosen=False),
            Part(" "),
            mark,
            Part(title_of(card), "strong" if chosen else "dim" if seen else "text"),
            Part(f"  {speakers_of(card)}", "faint"),
        ]
        links = _links(talk, self.known, "link" if chosen else "dim")
        right = [*links, Part(f"  {self.place}" if self.place else "", "faint"), Part(" ")]
        return [spread(left, right, width)]


def _links(talk: RecordedTalk, known: Mapping[str, Checked], role: str) -> Iterator[Part]:
    """The kinds of links, each once: "video · slides"; a checked link with its problem."""
    from confnotes.web.probe_link import Standing

    wrong = {Standing.BROKEN: ("✗ ", "error"), Standing.MOVED: ("→ ", "warning"), Standing.UNSURE: ("? ", "faint")}
    shown: dict[str, str] = {}
    for resource in talk.resources:
        checked = known.get(resource.url.partition("#")[0])
        mark, own_role = wrong.get(checked.verdict.standing, ("", role)) if checked else ("", role)
        code = f" {checked.verdict.code}" if checked and checked.verdict.code and mark == "✗ " else ""
        shown.setdefault(f"{mark}{links_of([resource])}{code}", own_role)
    for number, (text, own_role) in enumerate(shown.items()):
        yield from ([Part(" · ", "faint")] if number else [])
        yield Part(text, own_role)


def words_of(talk: RecordedTalk) -> str:
    """The text that the filter searches."""
    card = talk.card
    names = (speaker.name for speaker in card.talk.speakers)
    return " ".join([title_of(card), *names, card.conference, links_of(talk.resources)])


def row_of_link(resource: Resource) -> Row:
    title = clean(resource.title or "")
    shown = title if title and kind_of_label(title) is None else clean(resource.url.partition("://")[2] or resource.url)
    return LinkRow(f"own {resource.url}", shown, links_of([resource]), f"url:{resource.url}")


def words_of_link(resource: Resource) -> str:
    """The text that the filter searches for a link of the open note, folded."""
    return fold(f"{resource.title or ''} {links_of([resource])} {resource.url}")
