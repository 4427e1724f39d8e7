"""Front matter: the YAML between `---` lines at the top of a note, read and changed without touching the rest.

Unknown keys, their order, comments, quoting, line ends and a byte order mark survive; a changed field changes its own
lines. What cannot be parsed is reported, and never rewritten.
"""

from __future__ import annotations

from collections.abc import Mapping

from confnotes.markup.frontmatter_read import FrontMatter, bounds, render, split

__all__ = ["FrontMatter", "bounds", "render", "set_fields", "split"]


def set_fields(text: str, changes: Mapping[str, object]) -> str:
    """The text with fields set, or removed where the value is None; every other byte is kept.

    A field that has the value already is not touched. Without front matter a new one is put on top.
    Raises ConfnotesError when the front matter cannot be read, or cannot be changed safely.
    """
    from confnotes.markup.frontmatter_edit import set_fields as edit

    return edit(text, changes)
