"""reStructuredText as Markdown, line for line: pages of Sphinx, Pelican and Nikola are read like other pages.

https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html; tables with frames and rulers are left as they are.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from pathlib import PurePath

from confnotes.importers.facts.words import words

_MARK = re.compile(r"^\.\. (?:[\w-]+::|_[^\n]{1,200}:(?: |$))|`[^`\n]{1,200} <[^`<>\s]{1,500}>`__?", re.MULTILINE)
_UNDERLINE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*")
_SHORTEST = 4  # underline of a longer title
_EXPLICIT = re.compile(r"( *)\.\.(?: +(?:\|(?P<mark>[^|]+)\| +)?(?P<name>[\w:-]+)::(?: +(?P<said>.*))?| .*)?$")
_TARGET = re.compile(r" *(?:\.\. +_(?P<quote>`?)(?P<name>_|.{1,200}?)(?P=quote):|__)(?: +(?P<url>\S+))? *$")
_FIELD = re.compile(r"( *):((?!\s)[^:`\n]{1,60}):(?: +(.*))?$")
_LINE_BLOCK = re.compile(r"( *)\|(?: +(?!.*\|\s*$)(.*))?$")
_OF_THE_SITE = re.compile(r":(?:category|lang|orphan|save_as|slug|status|summary|tags|template|url):")
_TOP = 30  # lines
_LONGEST = 1000  # line that goes on
_DEEPEST = 8  # directives in each other
_HIDDEN = words(
    "bibliography code code-block contents figure highlight image include index literalinclude math meta plot role"
    " sourcecode toctree"
)
_UNTITLED = words("class container cssclass default-role div html raw rst-class table")
_IN_MARKS = r"(?=[^\s:`])[^`\n]{1,400}?"
_LINK = re.compile(rf"(?<![\w:`])`({_IN_MARKS})\s*<([^`<>]{{1,1000}})>`__?")
_ROLE = re.compile(rf"(?<![\w`]):[a-zA-Z][\w:.+-]*:`({_IN_MARKS})`|(?<![\w`])`({_IN_MARKS})`:[a-zA-Z][\w.+-]*:")
_NAMED = re.compile(
    rf"(?<![\w`])(?:`(?P<phrase>{_IN_MARKS})`|(?P<word>[^\W_](?:[\w.+-]{{0,60}}[^\W_])?))(?P<end>__?)(?![\w`])"
)
_FOOTNOTE = re.compile(r" ?\[(?:#?[\w-]*|\*)\]_(?!\w)")
_SUBSTITUTED = re.compile(r"\|([^|\s][^|\n]{0,80})\|")
_ROW = re.compile(r" *[-*+] +([-*+])(?: +(.*))?$")
_CELL = re.compile(r" *([-*+])(?: +(.*))?$")


def is_restructured(text: str, name: str) -> bool:
    """Whether a text is reStructuredText: by the name of its file, or by marks that no other text has."""
    ending = PurePath(name).suffix.lower()
    return ending in (".rst", ".rest") or (ending in ("", ".txt") and _MARK.search(text) is not None)


def markdown_of_restructured(text: str) -> str:
    """The text with Markdown's headings and links; directives are their content, tables from lists are HTML."""
    lines = text.split("\n")
    said = _Said()
    _title(lines, said)
    at = 0
    while at < len(lines):
        at = _element(lines, at, said)
    return said.resolved("\n".join(lines))


@dataclass(slots=True)
class _Said:
    """What names stand for: addresses and titles of sections by target, and texts by substitution; where the
    directives around a line end.
    """

    targets: dict[str, str] = field(default_factory=dict)
    nameless: list[str] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    around: list[int] = field(default_factory=list)

    def resolved(self, text: str) -> str:
        """The text with its links and without names of roles."""
        urls = iter(self.nameless)

        def link(match: re.Match[str]) -> str:
            url = re.sub(r"\s+", "", match[2])
            return _linked(match[1], self.targets.get(_name(match[2][:-1]), "") if url.endswith("_") else url)

        def role(match: re.Match[str]) -> str:
            label, _, target = (match[1] or match[2]).partition("<")
            return label.strip() if target else self.titles.get(_name(label), label)

        def named(match: re.Match[str]) -> str:
            label = match["phrase"] or match["word"]
            url = self.targets.get(_name(label)) if match["end"] == "_" else next(urls, None)
            return match[0] if url is None and not match["phrase"] else _linked(label, url or "")

        text = _SUBSTITUTED.sub(lambda match: self.marks.get(match[1], match[0]), text) if self.marks else text
        text = _NAMED.sub(named, _ROLE.sub(role, _LINK.sub(link, text))) if "`" in text or "_" in text else text
        return _FOOTNOTE.sub("", text).replace("\\ ", "")


def _linked(label: str, url: str) -> str:
    return f"[{label}]({url})" if url else label


def _name(text: str) -> str:
    return " ".join(text.lower().split())


def _title(lines: list[str], said: _Said) -> None:
    """Make titles headings, by the order of their underlines; note what names stand for the sections."""
    levels: dict[tuple[str, bool], int] = {}
    names: list[str] = []
    for at, line in enumerate(lines[:-1]):
        if (target := _TARGET.match(line)) is not None and not target["url"] and target["name"]:
            names.append(_name(target["name"]))
        under = _UNDERLINE.fullmatch(lines[at + 1])
        title = line.strip()
        if under is None or not title or _UNDERLINE.fullmatch(line) is not None:
            continue
        over = at > 0 and lines[at - 1].strip() == lines[at + 1].strip()
        apart = over or at == 0 or not lines[at - 1].strip()
        if apart and (over or line[:1] != " ") and len(lines[at + 1].strip()) >= min(_SHORTEST, len(title)):
            level = levels.setdefault((under[1], over), len(levels) + 1)
            lines[at], lines[at + 1] = f"{'#' * min(level, 6)} {title}", ""
            lines[at - 1] = "" if over else lines[at - 1]
            said.titles |= dict.fromkeys(names, title)
            names = []


def _element(lines: list[str], at: int, said: _Said) -> int:
    """Rewrite the element that begins at a line; the number of the next line."""
    line = lines[at]
    below = lines[at + 1] if at + 1 < len(lines) else ""
    part = _LINE_BLOCK.match(line)
    open_end = line.count("`") % 2 or line.count("**") % 2 or (part and part[2] and not below.lstrip().startswith("|"))
    if open_end and below.strip() and len(line) < _LONGEST and not line.rstrip().endswith(("|", "+")):
        lines[at], lines[at + 1] = "", f"{line.rstrip()} {below.strip()}"
        return at + 1
    if (target := _TARGET.match(line)) is not None:
        return _note_target(lines, at, target, said)
    if (explicit := _EXPLICIT.match(line)) is not None:
        return _directive(lines, at, explicit, said)
    if (named := _FIELD.match(line)) is not None:
        return _fields(lines, at, named)
    if part is not None:
        lines[at] = f"{part[1]}{part[2] or ''}"
    elif line.lstrip().startswith("#. "):
        lines[at] = line.replace("#.", "1.", 1)
    return at + 1


def _note_target(lines: list[str], at: int, target: re.Match[str], said: _Said) -> int:
    if target["url"] and target["name"] in (None, "_"):
        said.nameless.append(target["url"])
    elif target["url"]:
        said.targets[_name(target["name"].replace("\\:", ":"))] = target["url"]
    lines[at] = ""
    return at + 1


def _directive(lines: list[str], at: int, explicit: re.Match[str], said: _Said) -> int:
    """A directive, a substitution or a comment: its content moves to the left, if readers see it."""
    name, argument = (explicit["name"] or "").lower(), (explicit["said"] or "").strip()
    indent = len(explicit[1])
    lines[at] = ""
    said.around = [end for end in said.around if end > at]
    if len(said.around) >= _DEEPEST:
        return at + 1
    end = _end(lines, at, indent)
    said.around.append(end)
    if explicit["mark"]:
        said.marks[explicit["mark"]] = argument if name == "replace" else ""
    if explicit["mark"] or not name or name in _HIDDEN:
        lines[at:end] = [""] * (end - at)
        return end
    first = next((row for row in range(at + 1, end) if _FIELD.match(lines[row]) is None), end)
    options = {match[2]: match[3] or "" for row in lines[at + 1 : first] if (match := _FIELD.match(row))}
    lines[at + 1 : first] = [""] * (first - at - 1)
    if name in ("list-table", "csv-table"):
        _table(lines, at, first, end, options)
        lines[at] = f"**{argument}**{lines[at]}" if argument and lines[at] else lines[at]
        return end
    if name == "title":
        lines[at] = f"<title>{argument}</title>"
    elif argument and name not in _UNTITLED:
        lines[at] = f"{explicit[1]}**{argument}**" if first < end else f"{explicit[1]}{argument}"
    content = [row for row in lines[first:end] if row.strip()]
    moved = min((len(row) - len(row.lstrip()) for row in content), default=indent) - indent
    lines[first:end] = [row[moved:] for row in lines[first:end]]
    return at + 1


def _end(lines: list[str], at: int, indent: int) -> int:
    """The number of the line after the content of the directive at a line."""
    end = at + 1
    for row in range(at + 1, len(lines)):
        text = lines[row].strip()
        if text and len(lines[row]) - len(lines[row].lstrip()) <= indent:
            break
        end = row + 1 if text else end
    return end


def _table(lines: list[str], at: int, first: int, end: int, options: dict[str, str]) -> None:
    """Make the lists or values below a directive an HTML table; a cell's lines are joined."""
    rows: list[tuple[int, list[str]]] = []
    column = None
    for number in range(first, end):
        line = lines[number]
        cell = _CELL.match(line)
        if (begins := _ROW.match(line)) is not None:
            rows.append((number, [begins[2] or ""]))
            column = begins.start(1)
        elif cell is not None and cell.start(1) == column:
            rows[-1][1].append(cell[2] or "")
        elif column is None and line.strip():
            rows += [(number, cells) for cells in _values(line.strip())]
        elif line.strip():
            rows[-1][1][-1] += ("<br>" if cell or line.lstrip().startswith("|") else " ") + _cell(line.strip())
    header = [(at, cells) for cells in _values(options.get("header", "")) if rows]
    headers = len(header) + (int(options["header-rows"]) if options.get("header-rows", "").isdecimal() else 0)
    lines[at:end] = [""] * (end - at)
    for place, (number, cells) in enumerate([*header, *rows]):
        tag = "th" if place < headers else "td"
        lines[number] += f"<tr><{tag}>{f'</{tag}><{tag}>'.join(map(_cell, cells))}</{tag}></tr>"
    if rows:  # else they are in another file
        lines[at], lines[end - 1] = f"<table>{lines[at]}", f"{lines[end - 1]}</table>"


def _cell(text: str) -> str:
    return text.removeprefix("| ").strip()


def _values(line: str) -> list[list[str]]:
    return [row for row in csv.reader([line], skipinitialspace=True) if row]


def _fields(lines: list[str], at: int, named: re.Match[str]) -> int:
    """Make a field a line with a label; the fields of a site above a page are no part of it."""
    if at < _TOP and not any(line.strip() and not line.startswith(("#", "<title>")) for line in lines[:at]):
        end = next((row for row in range(at, len(lines)) if not lines[row].strip()), len(lines))
        if any(map(_OF_THE_SITE.match, lines[at:end])):
            lines[at:end] = [""] * (end - at)
            return end
    value = named[3] or ""
    below = lines[at + 1] if at + 1 < len(lines) else ""
    goes_on = not value and below[:1] == " " and bool(below.strip()) and _CELL.match(below) is None
    if goes_on:
        value, lines[at + 1] = below.strip(), ""
    lines[at] = f"{named[1]}{named[2]}: {value}".rstrip()
    return at + 1 + goes_on
