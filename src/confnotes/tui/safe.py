"""Makes text from outside safe to show on the screen.

Textual passes control characters of content to the terminal as they are. Here every strip is cleaned before it is
written, one character for one, so that widths and columns stay right; the text itself is never changed.
"""

from __future__ import annotations

import re
from typing import Final

from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual.strip import Strip

from confnotes.tui.textual_private import clean_unstyled

_BLANK: Final = "\N{REPLACEMENT CHARACTER}"
_BIDI_AND_INVISIBLE: Final = (
    *range(0x80, 0xA0),
    0x061C,
    *(0x200E, 0x200F),
    *range(0x2028, 0x202F),
    *range(0x2066, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    *range(0xE0000, 0xE0080),
)
_SHOWN: Final[dict[int, str]] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x7F: "\N{SYMBOL FOR DELETE}",
    **dict.fromkeys(_BIDI_AND_INVISIBLE, _BLANK),
}

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

_installed = False


def make_visible(text: str) -> str:
    """The text for the screen: control and bidi characters become visible signs, one for one (tabs included)."""
    return text if text.isprintable() else text.translate(_SHOWN)


def clean_paste(text: str) -> str:
    """Pasted text for a note: line ends become "\
    ", control characters other than tabs are removed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text)


def install() -> None:
    """Clean every strip that Textual renders from now on; call it once, before the app runs."""
    global _installed
    if _installed:
        return
    _installed = True
    render_style = Strip.render_style
    render = Strip.render

    def clean_render_style(cls: type[Strip], style: Style, text: str, color_system: ColorSystem) -> str:
        if style.link and not style.link.isprintable():
            style = style.update_link(None)
        return render_style(style, make_visible(text), color_system)

    def clean_render(self: Strip, console: Console) -> str:
        clean_unstyled(self, make_visible)
        return render(self, console)

    Strip.render_style = classmethod(clean_render_style)  # type: ignore[method-assign, assignment]
    Strip.render = clean_render  # type: ignore[method-assign]
