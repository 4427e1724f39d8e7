"""Comments of HTML, `<!-- ... -->`, which no reader of Markdown shows: what stands in them was not meant to be read."""

from __future__ import annotations

from confnotes.markup.code import blank_code

_BEGIN, _END = "<!--", "-->"


def without_comments(text: str) -> str:
    """The text without them; one that is not closed goes to the end where it begins a line, else it is text."""
    if _BEGIN not in text:
        return text
    visible = blank_code(text)
    parts: list[str] = []
    at = 0
    while (begin := visible.find(_BEGIN, at)) >= 0:
        end = visible.find(_END, begin + len(_BEGIN))
        alone = not visible[visible.rfind("\n", 0, begin) + 1 : begin].strip(" \t>")
        if end < 0 and not alone:
            break
        parts.append(text[at:begin])
        at = len(text) if end < 0 else end + len(_END)
    return "".join([*parts, text[at:]])
