"""How a summary is set, whatever its form, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from confnotes.exporters.theme import Theme
from confnotes.exporters.wording import Wording
from confnotes.merge.regenerate import MadePart
from confnotes.model.summary import SummaryPhoto

TEMPLATE_ENDINGS = (".j2", ".jinja", ".jinja2")


class LinkStyle(StrEnum):
    """How links inside Markdown are written: as CommonMark, for GitHub and renderers, or as Obsidian's wikilinks."""

    PLAIN = "plain"
    OBSIDIAN = "obsidian"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is fit to hand out: small enough, upright, without what its camera wrote into it."""

    data: bytes
    media_type: str
    width: int
    height: int

    @property
    def ending(self) -> str:
        """What its file ends in, `jpg`; empty for a kind that not every form can show."""
        kind = self.media_type.removeprefix("image/")
        return {"jpeg": "jpg"}.get(kind, kind if kind in ("png", "gif", "webp") else "")


def no_photo(_photo: SummaryPhoto) -> Picture | None:
    """No picture of any photo: its words stand there instead."""
    return None


@dataclass(frozen=True, slots=True)
class UserTemplate:
    """A template of the user's own: the name of its file, its text, and the templates beside it by their names."""

    name: str
    text: str
    beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def ending(self) -> str:
        """The ending of what it makes: `.md` of `report.md.j2`."""
        stem, dot, last = self.name.lower().rpartition(".")
        if f"{dot}{last}" in TEMPLATE_ENDINGS:
            _, dot, last = stem.rpartition(".")
        return f"{dot}{last}" if dot else ""


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """Words, look and what lies beside the summary.

    `name` is the stem of the file that is written. `folder`: Markdown as a folder with a page for each part.
    `bibliography` is the BibTeX of its papers, empty where there is none. `photo` gives the picture of a photo, None
    where it cannot be shown. `template` is the user's own.
    """

    words: Wording = field(default_factory=Wording)
    theme: Theme = field(default_factory=Theme)
    links: LinkStyle = LinkStyle.PLAIN
    folder: bool = False
    name: str = "summary"
    bibliography: str = ""
    photo: Callable[[SummaryPhoto], Picture | None] = no_photo
    template: UserTemplate | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """What an exporter made: the file, and the files that lie beside it by their relative paths, such as `x.bib`.

    `parts`: of which parts a file is made that can be made again around its author's edits, by the same paths; that of
    the file itself is empty. `notices` are lines for who exports it: what could not be set as it should, what helps.
    """

    data: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)
    parts: Mapping[str, tuple[MadePart, ...]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
