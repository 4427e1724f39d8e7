"""Appearance of a summary as chosen by the user: names of languages, themes and files."""

from __future__ import annotations

import os
import re
from pathlib import Path

from confnotes import system
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.exporters.forms import FORMS, form_of_file
from confnotes.exporters.languages.catalog import LANGUAGES, catalog
from confnotes.exporters.render_options import TEMPLATE_ENDINGS, LinkStyle, RenderOptions, UserTemplate
from confnotes.exporters.theme import THEMES, Theme, load_theme
from confnotes.exporters.wording import Wording
from confnotes.model.fast_dataclass import fast_dataclass

_LONGEST_THEME = 200_000


@fast_dataclass(frozen=True, slots=True)
class RenderPreferences:
    """Appearance of a summary: language code, theme name or file, template file, network of posts."""

    language: str = "en"
    theme: str = "paper"
    links: LinkStyle = LinkStyle.PLAIN
    folder: bool = False
    template: str | None = None
    network: str = "mastodon"
    front_matter: str = ""


def render_options(look: RenderPreferences, name: str) -> RenderOptions:
    """Render options for these preferences, without papers and photos; of `de_AT`, only `de` is used.

    Raises UsageError for an unknown language or theme, ConfnotesError for an invalid theme file.
    """
    language = re.split("[-_.@]", look.language.casefold())[0]
    if language not in LANGUAGES:
        there = ", ".join(f"{code} ({catalog(code).name})" for code in LANGUAGES)
        raise UsageError(f"unknown language “{look.language}”", f"Use one of: {there}.")
    theme = _theme(look.theme)
    return RenderOptions(
        Wording(catalog(language)),
        theme,
        look.links,
        look.folder,
        name,
        network=look.network,
        front_matter=look.front_matter,
    )


def _theme(name: str) -> Theme:
    """A theme by name, else by file."""
    path = system.user_path(name)
    if name in THEMES or (not path.suffix and not path.is_file()):
        return load_theme(name)
    return load_theme(text_of(path, "theme", _LONGEST_THEME))


def text_of(path: Path, what: str, most_bytes: int) -> str:
    """Read a regular text file; `what` names its purpose in errors. Raises NotFoundError, ConfnotesError."""
    try:
        text = system.read_file(path, most_bytes).decode("utf-8-sig")
        if not text:
            raise ConfnotesError(f"not a {what} file: {path}", "Choose another file.")
        return text
    except FileNotFoundError:
        raise NotFoundError(f"file not found: {path}", "Check the path.") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise ConfnotesError(f"cannot read {path}: {reason}", f"Choose another {what}.") from error


_MOST_BYTES = 1 << 20
_MOST_FILES = 100


def read_template(name: str) -> UserTemplate:
    """Read the template and the others in its folder, which it may include; raises what `text_of` raises."""
    path = system.user_path(name)
    text = text_of(path, "template", _MOST_BYTES)
    beside = {}
    try:
        around = sorted(one for one in path.parent.iterdir() if one.suffix.lower() in TEMPLATE_ENDINGS)
    except OSError:
        around = []
    for one in around[:_MOST_FILES]:
        if one.name != path.name and one.is_file() and not one.is_symlink() and one.stat().st_size <= _MOST_BYTES:
            beside[one.name] = one.read_text(encoding="utf-8", errors="replace")
    return UserTemplate(path.name, text, beside)


def ending_of(template: str) -> str:
    """The extension of a template's output: `.tex` for `letter.tex.j2`."""
    return UserTemplate(Path(template).name, "").ending or ".txt"


def form_of_template(template: str) -> str:
    """The format with the extension of the template's output; else Markdown."""
    form = form_of_file(f"x{ending_of(template)}")
    return form if form and not FORMS[form].binary else "markdown"


_OBSIDIAN = (".confnotes", ".obsidian")


def links_at(out: Path) -> LinkStyle:
    """Wikilinks for files inside a vault of confnotes or Obsidian, else Markdown links."""
    folders = Path(os.path.abspath(out)).parents  # noqa: PTH100  (as it is named: a link may lead elsewhere)
    inside = any((folder / name).is_dir() for folder in folders for name in _OBSIDIAN)
    return LinkStyle.OBSIDIAN if inside else LinkStyle.PLAIN
