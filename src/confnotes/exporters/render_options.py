"""Options for rendering a summary in any format, and the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import StrEnum

from confnotes.exporters.theme import Theme
from confnotes.exporters.wording import Wording
from confnotes.merge.regenerate import MadePart
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.summary import SummaryPhoto

TEMPLATE_ENDINGS = (".j2", ".jinja", ".jinja2")


class LinkStyle(StrEnum):
    """The link syntax in Markdown: CommonMark for GitHub and other viewers, or Obsidian's wikilinks."""

    PLAIN = "plain"
    OBSIDIAN = "obsidian"


@fast_dataclass(frozen=True, slots=True)
class Picture:
    """A picture for export: reduced, upright, without camera metadata."""

    data: bytes
    media_type: str
    width: int
    height: int

    @property
    def ending(self) -> str:
        """Its file extension, `jpg`; empty for a kind that some formats cannot show."""
        kind = self.media_type.removeprefix("image/")
        return {"jpeg": "jpg"}.get(kind, kind if kind in ("png", "gif", "webp") else "")


def no_photo(_photo: SummaryPhoto) -> Picture | None:
    """Never returns a picture: captions are shown instead of photos."""
    return None


@fast_dataclass(frozen=True, slots=True)
class UserTemplate:
    """A user's template: its file name, its text, and the other templates in its folder by name."""

    name: str
    text: str
    beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def ending(self) -> str:
        """The extension of its output: `.md` for `report.md.j2`."""
        stem, dot, last = self.name.lower().rpartition(".")
        if f"{dot}{last}" in TEMPLATE_ENDINGS:
            _, dot, last = stem.rpartition(".")
        return f"{dot}{last}" if dot else ""


@fast_dataclass(frozen=True, slots=True)
class RenderOptions:
    """Words, theme and additional content of a summary.

    `name` is the stem of the output file. `folder`: Markdown as a folder with a page per part. `bibliography` is the
    BibTeX of its papers, or "". `network` is the one for which posts are cut, `front_matter` the site generator that
    Markdown is for, `moment` the time of the export in seconds since 1970. `photo` returns the picture of a photo, or
    None. `template` is the user's own.
    """

    words: Wording = field(default_factory=Wording)
    theme: Theme = field(default_factory=Theme)
    links: LinkStyle = LinkStyle.PLAIN
    folder: bool = False
    name: str = "summary"
    bibliography: str = ""
    network: str = "mastodon"
    front_matter: str = ""
    moment: float = 0
    photo: Callable[[SummaryPhoto], Picture | None] = no_photo
    template: UserTemplate | None = None


@fast_dataclass(frozen=True, slots=True)
class Output:
    """The result of an exporter: the file, and additional files by relative path, such as `x.bib`.

    `parts` are the parts of files that can be regenerated around edits, by the same paths; the path of the main file is
    "". `notices` are messages for the user: what could not be rendered properly, and what helps. `text` and `page` are
    what to paste instead of the file, as plain text and as HTML. `notes` are the paths of the notes of each item, by
    its id, `conferences` those of the conference notes.
    """

    data: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)
    parts: Mapping[str, tuple[MadePart, ...]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    text: str = ""
    page: str = ""
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conferences: tuple[str, ...] = ()

    @property
    def pasted(self) -> str:
        """What to paste elsewhere, as plain text."""
        return self.text or self.data.decode("utf-8", "replace")
