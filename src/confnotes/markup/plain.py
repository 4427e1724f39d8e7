"""Text that is safe to show, and Markdown as a person would read it aloud."""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and line feed, DEL, C1
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"  # tag characters, which nobody sees
)
_ESCAPE_SEQUENCE = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI
    "|(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\\\|\x9c)"  # OSC, DCS, SOS, PM, APC
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[\t\n]+")

_STAMP = re.compile(r"[ \t]*(?<![^ \t])\^[A-Za-z0-9-]+[ \t]*$")
_PREFIX = re.compile(
    r"[ \t]*(?:>[ \t]?)*[ \t]*(?:#{1,6}(?:[ \t]+|$)|(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\](?:[ \t]+|$))?)?(?:\?[ \t]+)?"
)
_INLINE = re.compile(
    r"""(?P<code>`+)(?!`)
    | !?\[\[ (?P<target>[^\[\]|\n]{1,500}) (?:\|(?P<alias>[^\[\]\n]{0,500}))? \]\]
    | !?\[ (?P<label>[^\[\]\n]{0,500}) \] \( [^()\s]{0,2000} (?:\([^()\s]{0,500}\)[^()\s]{0,500})? (?:\s+"[^"\n]{0,300}")? \)
    | <(?P<auto>(?:https?://|mailto:)[^<>\s]{1,2000})>
    | (?P<tag></?[A-Za-z][^<>\n]{0,500}>)
    | (?P<comment>%%)
    | \\(?P<escaped>[!-/:-@\[-`{-~])
    | (?P<mark>\*{1,3}|~~|==|(?<![^\W_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![^\W_]))
    """,
    re.VERBOSE,
)
_CLOSING_HASHES = re.compile(r"[ \t]+#+[ \t]*$")


def safe_text(text: str, *, lines: bool = True) -> str:
    """A text from outside without what could drive a terminal or deceive a reader.

    Escape sequences, control characters, bidi overrides and invisible characters go; tabs stay, and line ends become
    `\\n`. Without `lines` the whole is one line. Joiners that spell emoji and scripts stay.
    """
    if text.isascii() and text.isprintable():
        return text
    if "\x1b" in text or "\x9b" in text or "\x9d" in text or "\x90" in text:
        text = _ESCAPE_SEQUENCE.sub("", text)
    text = _UNSAFE.sub("", _LINE_ENDS.sub("\n", text))
    return text if lines else _BLANKS.sub(" ", text).strip()


def plain_text(line: str) -> str:
    """One line of Markdown as readable text: no markers, stamps or private parts; links read as their labels."""
    from confnotes.markup.stamps import without_stamp

    text = line.rstrip()
    if "^" in text:
        text = _STAMP.sub("", without_stamp(text))
    prefix = _PREFIX.match(text)
    if prefix and prefix.end():
        heading = "#" in prefix[0]
        text = text[prefix.end() :]
        if heading:
            text = _CLOSING_HASHES.sub("", text)
    return safe_text(_inline(text), lines=False)


def _inline(text: str) -> str:
    parts: list[str] = []
    at = 0
    while match := _INLINE.search(text, at):
        parts.append(text[at : match.start()])
        at = match.end()
        kind = match.lastgroup
        if match["code"] is not None:
            end = text.find(match["code"], at)
            if end < 0:
                parts.append(match["code"])
            else:
                parts.append(text[at:end].strip() or " ")
                at = end + len(match["code"])
        elif match["target"] is not None:
            parts.append((match["alias"] or match["target"].replace("#^", "#").strip("#").replace("#", " › ")).strip())
        elif match["label"] is not None:
            parts.append(_inline(match["label"]))
        elif match["auto"] is not None:
            parts.append(match["auto"].removeprefix("mailto:"))
        elif match["escaped"] is not None:
            parts.append(match["escaped"])
        elif kind == "comment":
            end = text.find("%%", at)
            at = len(text) if end < 0 else end + 2
    parts.append(text[at:])
    return "".join(parts)
