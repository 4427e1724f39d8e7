"""Preview of an export before anything is written: its text, its size, and what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from confnotes.actions.exporting.export import export
from confnotes.actions.exporting.render_preferences import RenderPreferences, render_options
from confnotes.exporters.forms import render_summary
from confnotes.exporters.render_options import no_photo
from confnotes.model.summary import ActionKind, LeftOut, Summary, SummaryOrder
from confnotes.report.summarise import SummaryDraft
from confnotes.vault.vault import Vault

WORDS_ON_A_PAGE = 450
_PIECE = 100
_UNSEEN = re.compile(r'<!--.*?-->|<a id="[^"]*"></a>|[ \t]+\^[a-z][a-z0-9-]*$', re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many talks, notes and so on an export contains."""

    talks: int
    posters: int
    highlights: int
    actions: int
    questions: int
    photos: int
    references: int
    words: int

    @property
    def pages(self) -> int:
        """Approximate number of printed pages."""
        return -(-self.words // WORDS_ON_A_PAGE)


@dataclass(frozen=True, slots=True)
class Seen:
    """What an export will contain.

    `text` is Markdown, or the file itself for data formats, which have no counts.
    """

    text: str
    is_data: bool = False
    counts: Counts | None = None
    left_out: tuple[LeftOut, ...] = ()
    private: tuple[LeftOut, ...] = ()
    unreadable: tuple[str, ...] = ()


def preview_data(vault: Vault, order: SummaryOrder, form: str, look: RenderPreferences, at: datetime) -> Seen:
    """The exported file of a data format; raises what `export` raises."""
    return Seen(export(vault, order, form, look, at, alone=True).pasted, is_data=True)


def preview_brief(drafted: SummaryDraft, form: str, look: RenderPreferences) -> Seen:
    """The text of a draft in a format to paste; raises what `render_options` and the renderer raise."""
    text = render_summary(drafted.summary, form, render_options(look, "preview")).pasted
    counts = _counts(drafted.summary, text)
    return Seen(text, True, counts, drafted.left_out, drafted.private, drafted.unreadable)


def preview_pages(drafted: SummaryDraft, look: RenderPreferences) -> Seen:
    """A draft as Markdown, whatever its format; raises what `render_options` and the renderer raise."""
    setting = replace(render_options(replace(look, folder=False), "preview"), photo=no_photo)
    text = render_summary(drafted.summary, "markdown", setting).data.decode("utf-8", "replace")
    text = _without_contents(_FRONT_MATTER.sub("", text), setting.words.terms.contents)
    text = "".join(_UNSEEN.sub("", piece) for piece in _pieces(text))
    counts = _counts(drafted.summary, text)
    return Seen(text, False, counts, drafted.left_out, drafted.private, drafted.unreadable)


def _without_contents(text: str, title: str) -> str:
    """The text without its table of contents, whose links do not work in the preview."""
    before, found, rest = text.partition(f"\n## {title}\n")
    begin = rest.find("\n## ")
    return before + rest[begin:] if found and begin >= 0 else text


def _pieces(text: str) -> Iterator[str]:
    """Split the text into pieces of whole lines, so that no single regular expression call takes long."""
    lines = text.splitlines(keepends=True)
    return ("".join(lines[at : at + _PIECE]) for at in range(0, len(lines), _PIECE))


def _counts(summary: Summary, text: str) -> Counts:
    return Counts(
        talks=summary.coverage.talks,
        posters=summary.coverage.posters,
        highlights=len(summary.highlights),
        actions=sum(not action.done and action.kind is not ActionKind.ASK for action in summary.actions),
        questions=sum(action.kind is ActionKind.ASK for action in summary.actions),
        photos=len(summary.photos),
        references=len(summary.references),
        words=sum(len(_WORD.findall(piece)) for piece in _pieces(text)),
    )
