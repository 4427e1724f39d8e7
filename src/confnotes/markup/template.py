"""Templates: plain text with `{{placeholders}}`, filled once and never executed.

- A line is left out if all its placeholders are empty.
- A line with a placeholder for several values (`- {{speaker}}:`) is repeated for each of them.
- `{{cursor}}` sets the cursor, and is removed.
- Values are text: `[[`, `#tag`, `%%` and marks at the start of a line are escaped, and a `{{...}}` in a value is not
filled again. Within `[[{{...}}]]` a value becomes a valid link.
- Unknown placeholders stay as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field

from confnotes.errors import ConfnotesError
from confnotes.markup.code import LINE_START
from confnotes.markup.frontmatter import bounds
from confnotes.markup.names import file_stem
from confnotes.markup.safe import safe_text
from confnotes.model.fast_dataclass import fast_dataclass

MOST_CHARACTERS = 500_000  # a template may repeat a placeholder, and its value may be long
CURSOR = "cursor"

_PLACEHOLDER = re.compile(r"\{\{[ \t]*([A-Za-z][\w-]{0,40})[ \t]*\}\}")
_FILLED = re.compile(rf"(?P<link>\[\[{_PLACEHOLDER.pattern}\]\])|{_PLACEHOLDER.pattern}")
_IN_YAML = re.compile("\ue000([A-Za-z][\\w-]*)\ue001")
_LEAD = re.compile(r"[ \t>]*")
_ACTS_AT_BEGIN = re.compile(r"([ \t]*)(?=[?#>|=~!`*+-]|\[.\])")
_ACTS = re.compile(
    r"(?<=\[)(?=\[)|(?<=%)(?=%)|(?<!\S)(?=#\S)|(?<![\w@./+\\-])(?=@)|(?<=[ \t])(?=\^[A-Za-z0-9-]+[ \t]*$)"
)
_EMPTY_PLACE = re.compile(
    r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+\[[ ]\])?(?:[ \t]+[^\n]*:)?|\?|[^\s#>-][^\n]*:)?[ \t]*"
)


@fast_dataclass(frozen=True, slots=True)
class Values:
    """The values of placeholders: `single` values, and lists in `several`; all from outside, and only text."""

    single: Mapping[str, str] = field(default_factory=dict)
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def knows(self, name: str) -> bool:
        """Whether this placeholder exists."""
        return name in self.single or name in self.several or name == CURSOR

    def count(self, names: list[str]) -> int:
        """How often to repeat a line with these placeholders; 0 to leave it out."""
        given = [name for name in names if name != CURSOR and self.knows(name)]
        several = [len(self.several[name]) for name in given if name in self.several]
        if given and not any(self.single.get(name) or self.several.get(name) for name in given):
            return 0
        return max([*several, 1]) if given else 1

    def value(self, name: str, number: int) -> str | None:
        """The value of the placeholder in the `number`th repetition of its line; None if it is unknown."""
        if name in self.several:
            among = self.several[name]
            return among[number] if number < len(among) else ""
        return "" if name == CURSOR else self.single.get(name)


@fast_dataclass(frozen=True, slots=True)
class Filled:
    """A filled template: fields for the front matter, the text, and the cursor's position in it.

    `problem` says why the template's front matter was left out.
    """

    fields: Mapping[str, object]
    text: str
    cursor: int | None
    problem: str | None = None


def fill(template: str, values: Values) -> Filled:
    """The template with its placeholders filled; raises ConfnotesError if the result is too long."""
    template = template.removeprefix("\ufeff").replace("\r\n", "\n")
    fields: Mapping[str, object] = {}
    problem = None
    where = bounds(template)
    if where is not None:
        start, end, text_start = where
        try:
            fields = _fields(template[start:end], values)
        except ConfnotesError as error:
            problem = f"cannot read its front matter: {error.message}"
        template = template[text_start:]
    lines: list[str] = []
    cursor = None
    length = 0
    for line in template.split("\n"):
        for fresh, begin in _filled_lines(line, values):
            if begin is not None and cursor is None:
                cursor = length + begin
            lines.append(fresh)
            length += len(fresh) + 1
            if length > MOST_CHARACTERS:
                raise ConfnotesError(f"longer than {MOST_CHARACTERS:,} characters", "Make it shorter.")
    text = "\n".join(lines)
    return Filled(fields, text, _first_empty(text) if cursor is None else cursor, problem)


def placeholders(template: str) -> Iterator[tuple[int, str]]:
    """Every placeholder of a template with its line, from 1."""
    for number, line in enumerate(template.split("\n"), 1):
        for match in _PLACEHOLDER.finditer(line):
            yield number, match[1].lower()


def front_matter_problem(template: str) -> str | None:
    """Why the template's front matter cannot be read; None if it can, or if there is no front matter."""
    return fill(template, Values()).problem


def as_text(value: str, *, at_begin: bool) -> str:
    """A value escaped as Markdown text; `at_begin` if it begins a line."""
    value = _ACTS.sub(r"\\", value)
    return _ACTS_AT_BEGIN.sub(r"\1\\", value, count=1) if at_begin and _ACTS_AT_BEGIN.match(value) else value


def _filled_lines(line: str, values: Values) -> Iterator[tuple[str, int | None]]:
    """The lines for a line of the template, each with the cursor's position in it, if any."""
    names = [match[1].lower() for match in _PLACEHOLDER.finditer(line)]
    for number in range(values.count(names)):
        yield _filled_line(line, values, number)


def _filled_line(line: str, values: Values, number: int) -> tuple[str, int | None]:
    made = ""
    at = 0
    cursor = None
    for match in _FILLED.finditer(line):
        name = (match[2] or match[3]).lower()
        made += line[at : match.start()]
        at = match.end()
        value = values.value(name, number)
        if value is None:
            made += match[0]
        elif name == CURSOR:
            cursor = len(made)
        elif match["link"]:
            made += link_to(value) if value else ""
        else:
            lead = _LEAD.match(line)
            break_ = "\n" + (lead[0] if lead else "")
            begins = LINE_START.match(made) is not None
            parts = [as_text(part, at_begin=begins or row > 0) for row, part in enumerate(value.split("\n"))]
            made += break_.join(parts)
    return made + line[at:], cursor


def link_to(name: str) -> str:
    """A wikilink to something of this name, whatever characters the name has."""
    name = safe_text(name, lines=False)
    stem = file_stem(name)
    return f"[[{stem}]]" if stem == name else f"[[{stem}|{name.translate(_IN_LINK)}]]"


_IN_LINK = str.maketrans({"[": "(", "]": ")", "|": "/"})


def _fields(yaml: str, values: Values) -> dict[str, object]:
    """The template's front matter with its placeholders filled; fields with only empty placeholders are left out."""
    from confnotes.markup.yaml12 import load

    marked = _PLACEHOLDER.sub("\ue000\\1\ue001", yaml)
    loaded = load(marked)
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise ConfnotesError("not a list of fields", "")
    found = {}
    for key, value in loaded.items():
        fresh = _field(value, values)
        if fresh not in ([], "") or value in ([], ""):
            found[_IN_YAML.sub(r"{{\1}}", str(key))] = fresh
    return found


def _field(value: object, values: Values) -> object:
    if isinstance(value, str):
        return ", ".join(_texts(value, values))
    if isinstance(value, list):
        items: list[object] = []
        for item in value:
            items += _texts(item, values) if isinstance(item, str) else [_field(item, values)]
        return items
    if isinstance(value, dict):
        return {str(key): _field(inner, values) for key, inner in value.items()}
    return value


def _texts(text: str, values: Values) -> list[str]:
    names = [match[1].lower() for match in _IN_YAML.finditer(text)]
    return [_filled_text(text, values, number) for number in range(values.count(names))] if names else [text]


def _filled_text(text: str, values: Values, number: int) -> str:
    def filled(match: re.Match[str]) -> str:
        value = values.value(match[1].lower(), number)
        if value is None:
            return f"{{{{{match[1]}}}}}"
        in_link = text.endswith("[[", 0, match.start()) and text.startswith("]]", match.end())
        return link_to(value)[2:-2] if in_link and value else value

    return _IN_YAML.sub(filled, text)


def _first_empty(text: str) -> int | None:
    """The end of the first line to fill in: a blank one, a bare marker, a label without text."""
    at = 0
    for line in text.split("\n"):
        if _EMPTY_PLACE.fullmatch(line):
            return at + len(line)
        at += len(line) + 1
    return None
