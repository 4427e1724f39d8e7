"""Flashcards for Anki: what a talk claims, and answered questions.

A card keeps its id, which depends on the talk and on the question, so that a second import updates answers and keeps
the learner's progress. Anki updates only what is newer, so cards have the time of the export.

Fields of Anki are HTML, in which Anki also plays `[sound:…]`, runs `[latex]` and sets `\\(…\\)`: what was typed stays
text.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from confnotes.errors import NotFoundError
from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.exporters.short.outline import lines_for
from confnotes.exporters.short.writer import TextWriter
from confnotes.model.document import Line, Style
from confnotes.model.summary import Summary, SummaryItem

_MODEL: Final = 1_703_180_412
"""The id of our kind of note in every collection; it must never change."""
_STYLE = """
.card { font-family: system-ui, sans-serif; font-size: 20px; text-align: left; max-width: 40em; margin: 0 auto; }
.source { font-size: 14px; opacity: 0.75; margin-top: 1.5em; }
"""
_ACTIVE = re.compile(r"\[(?=/?(?:latex|\$\$?|sound:|anki:))|\\(?=[()\[\]])", re.IGNORECASE)
_ELEMENTS = {Style.EMPHASIS: "em", Style.STRONG: "strong", Style.STRUCK: "s", Style.HIGHLIGHT: "mark"}
_NOT_IN_TAGS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Card:
    """A card; `key` identifies it in every export, `front` and `back` are Markdown of one line each."""

    item: SummaryItem
    key: str
    front: str
    back: tuple[str, ...]


class _FieldWriter(TextWriter):
    """Lines as HTML that only shows text, styles and links."""

    def text(self, words: str) -> str:
        return _ACTIVE.sub(lambda sign: f"{sign[0]}\u2060", escape(words))

    def styled(self, style: Style, inside: str) -> str:
        return f"<{_ELEMENTS[style]}>{inside}</{_ELEMENTS[style]}>"

    def code(self, words: str) -> str:
        return f"<code>{self.text(words)}</code>"

    def link(self, address: str, words: str, source: Line) -> str:
        return f'<a href="{escape(address)}">{words or escape(address)}</a>'


def render(summary: Summary, setting: RenderOptions) -> Output:
    """The deck. Raises NotFoundError without a claim and an answer."""
    line, writer, words = lines_for(summary), _FieldWriter(), setting.words
    cards = list(_cards(summary))
    if not cards:
        raise NotFoundError(
            "no claims and no answered questions", "Write “claim: …” in a note, or “! …” below a question."
        )

    def shown(text: str) -> str:
        return writer.line(line(text))

    notes = []
    for card in cards:
        front = shown(card.front) if card.front else f"{escape(words.terms.claim)}: {writer.text(card.item.title)}"
        by = words.authors_words(card.item)
        source = writer.text(
            " · ".join(filter(None, (card.item.title if card.front else "", by, card.item.conference)))
        )
        notes.append((card.key, front, "<br>".join(map(shown, card.back)), source, _tags(card.item)))
    plain = TextWriter()
    text = "\n".join(
        "\n".join(
            [plain.line(line(card.front)) or card.item.title, *(f"  {plain.line(line(one))}" for one in card.back)]
        )
        for card in cards
    )
    return Output(_package(words.title(summary), notes, setting.moment), text=text)


def _cards(summary: Summary) -> Iterator[_Card]:
    for item in summary.noted():
        for note in item.notes:
            whose = f"{item.conference}|{item.id}|{note.author or ''}"
            if note.claim:
                yield _Card(item, f"claim|{whose}", "", tuple(note.claim.split("\n")))
            for question in note.questions:
                if question.answer:
                    key = f"question|{whose}|{question.text}"
                    yield _Card(item, key, question.text, tuple(question.answer.split("\n")))


def _tags(item: SummaryItem) -> list[str]:
    """Tags as Anki nests them; blanks separate tags."""
    return [_NOT_IN_TAGS.sub("-", name.replace("/", "::")) for name in item.tags if name.strip()]


def _package(title: str, notes: list[tuple[str, str, str, str, list[str]]], moment: float) -> bytes:
    """The `.apkg` file; the same cards at the same moment give the same bytes."""
    import genanki

    model = genanki.Model(
        _MODEL,
        "confnotes",
        fields=[{"name": name} for name in ("Front", "Back", "Source")],
        templates=[
            {
                "name": "Card",
                "qfmt": '{{Front}}<div class="source">{{Source}}</div>',
                "afmt": '{{FrontSide}}<hr id="answer">{{Back}}',
            }
        ],
        css=_STYLE,
    )
    deck = genanki.Deck(_number(title), title)
    for key, front, back, source, tags in notes:
        deck.add_note(genanki.Note(model, [front, back, source], guid=genanki.guid_for(key), tags=tags))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "deck.apkg"
        genanki.Package(deck).write_to_file(path, timestamp=moment)
        return _without_times(path.read_bytes())


def _number(title: str) -> int:
    """An id for a deck of that title, of the size that Anki uses."""
    return int.from_bytes(hashlib.sha256(title.encode("utf-8", "replace")).digest()[:5]) + (1 << 30)


def _without_times(archive: bytes) -> bytes:
    """The archive without the times at which its files were written."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name), source.read(name))
    return made.getvalue()
