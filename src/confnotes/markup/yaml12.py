"""YAML 1.2: users get the values that they wrote.

Scalars follow the core schema (https://yaml.org/spec/1.2.2/#103-core-schema): `14:30`, `2019-12-10` and `NO` are text;
only null, true, false and plain numbers are not. Mapping keys are always text, as written. Tags, duplicate keys and a
second document are refused, and so are anchors, aliases and merge keys, except in files of others, in which a key may
also be repeated: with the same value, or so that its last value counts.

The text is read event by event, by libyaml if available: nothing recurses, so deep nesting can be refused in time (the
C composer crashes on it).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from confnotes.errors import ConfnotesError
from confnotes.markup.yaml_scalar import scalar
from confnotes.markup.yamlwrite import MAX_DEPTH
from confnotes.model.fast_dataclass import fast_dataclass

if TYPE_CHECKING:
    from yaml.events import Event

MAX_BYTES = 32 * 1024 * 1024  # as for any text file; a program of 20,000 talks takes about half

_MERGE_KEY = "<<"
_HINT = "Correct it in a text editor. Nothing was changed."
_MOST_REPEATED = 100_000  # values that aliases repeat, which may contain aliases: ten short lines could make a billion
_LETTERS_OF_A_VALUE = 64  # a longer text counts as several: an abstract of a megabyte may be repeated a few times
SECOND_COLON = "a second “: ” in one value; put the value in quotes"  # a reason that importers mend


class YamlError(ConfnotesError):
    """Text outside the supported YAML; `line` counts from 1 in that text, `reason` contains no line."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(f"line {line}: {reason}", _HINT)
        self.reason = reason
        self.line = line


class LinedFields(dict[str, object]):
    """A mapping that knows the line of each key."""

    __slots__ = ("lines",)

    def __init__(self, fields: Mapping[str, object] | None = None, lines: Mapping[str, int] | None = None) -> None:
        super().__init__(fields or {})
        self.lines: dict[str, int] = dict(lines or {})


@fast_dataclass(frozen=True, slots=True)
class YamlPlace:
    """The place of a value: character offsets, and lines counted from 0."""

    start: int
    end: int
    line: int
    last_line: int


@fast_dataclass(frozen=True, slots=True)
class YamlEntry:
    """A key of the outermost mapping and its value: their places and the value's style.

    `style` is `plain`, `quoted`, `block` (`|` or `>`), `flow` or `nested` (a block list or mapping). `items` are the
    places of the scalars of a block list, empty if it contains anything else.
    """

    key: str
    at: YamlPlace
    column: int
    value: YamlPlace
    style: str
    items: tuple[YamlPlace, ...] = ()


def load(text: str, *, max_bytes: int = MAX_BYTES, aliases: bool = False, repeats: list[int] | None = None) -> object:
    """Read one YAML document; None for an empty one. With `aliases`, anchors, aliases and merge keys are read, too.

    With `repeats`, the last value of a repeated key counts, and its line is added to `repeats`.

    Raises YamlError (a ConfnotesError) with the line, and ConfnotesError if the text is larger than `max_bytes`.
    """
    return _Reader(text, max_bytes, anchors={} if aliases else None, repeats=repeats).read()


def load_entries(text: str) -> tuple[object, tuple[YamlEntry, ...]]:
    """Read one document with the place of each key of its outermost block mapping; raises like `load`."""
    reader = _Reader(text, MAX_BYTES, keep_places=True)
    value = reader.read()
    return value, tuple(reader.entries)


def load_lined(lines: Sequence[tuple[int, str]]) -> object:
    """Read one document from numbered lines; its mappings are `LinedFields`. Raises like `load`, with the number of the
    line.
    """
    numbers = [number for number, _ in lines] or [1]
    try:
        return _Reader("\n".join(line for _, line in lines), MAX_BYTES, numbers=numbers).read()
    except YamlError as error:
        raise YamlError(error.reason, numbers[min(error.line, len(numbers)) - 1]) from None


@dataclass(slots=True)
class _Frame:
    """A list or mapping being read."""

    value: list[object] | dict[str, object]
    key: str | None = None
    anchor: str | None = None
    merges: bool = False
    merged: tuple[object, ...] = ()
    again: int = 0  # the line of a key that was there before
    repeats: list[int] | None = None

    def take(self, value: object) -> None:
        if isinstance(self.value, dict):
            assert self.key is not None
            if self.merges:
                self.merged += tuple(value) if isinstance(value, list) else (value,)
            else:
                if self.again and self.value[self.key] != value:
                    if self.repeats is None:
                        raise YamlError(f"duplicate key “{self.key}”", self.again)
                    self.repeats.append(self.again)
                self.value[self.key] = value
            self.key, self.merges, self.again = None, False, 0
        else:
            self.value.append(value)

    def close(self) -> list[object] | dict[str, object]:
        """The whole list or mapping, with the merged mappings' keys that it lacks."""
        if isinstance(self.value, dict):
            for each in self.merged:
                fields = each.items() if isinstance(each, dict) else ()
                self.value |= {key: value for key, value in fields if key not in self.value}
        return self.value


@dataclass(slots=True)
class _Reader:
    """Converts the events of one document to values, without recursion."""

    text: str
    max_bytes: int
    keep_places: bool = False
    entries: list[YamlEntry] = field(default_factory=list)
    numbers: Sequence[int] | None = None
    documents: int = 0
    anchors: dict[str, object] | None = None
    repeated: int = 0
    repeats: list[int] | None = None

    def read(self) -> object:
        import yaml
        from yaml.error import MarkedYAMLError, YAMLError

        if len(self.text) > self.max_bytes or (
            len(self.text) * 4 > self.max_bytes and len(self.text.encode("utf-8", "replace")) > self.max_bytes
        ):
            raise ConfnotesError(f"YAML larger than {self.max_bytes // 1024} KB", "Split it, or import it.")
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            parser = loader(self.text)
            try:
                return self._consume(parser)
            finally:
                parser.dispose()
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise YamlError(_plain_reason(error), mark.line + 1 if mark else 1) from None
        except UnicodeEncodeError as error:
            raise YamlError("a half character (lone surrogate)", self.text.count("\n", 0, error.start) + 1) from None
        except YAMLError as error:
            position = getattr(error, "position", None)
            line = self.text.count("\n", 0, position) + 1 if isinstance(position, int) else 1
            raise YamlError("a character that YAML does not allow", line) from None

    def _consume(self, parser: Any) -> object:
        from yaml import events as ev

        scalar_event, starts = ev.ScalarEvent, (ev.MappingStartEvent, ev.SequenceStartEvent)
        ends = (ev.MappingEndEvent, ev.SequenceEndEvent)
        get_event = parser.get_event
        stack: list[_Frame] = []
        frame: _Frame | None = None
        result: object = None
        tracker = _Tracker(self.entries) if self.keep_places else None
        while True:
            event = get_event()
            kind = type(event)
            if kind is scalar_event:
                is_key = frame is not None and frame.key is None and isinstance(frame.value, dict)
                if tracker is not None:
                    tracker.scalar(event, len(stack), is_key)
                if is_key:
                    assert frame is not None
                    self._take_key(frame, event)
                    continue
                value = self._scalar(event)
            elif kind in starts:
                frame = self._opened(event, kind is starts[0], frame, len(stack))
                if tracker is not None:
                    tracker.open(event, len(stack))
                stack.append(frame)
                continue
            elif kind in ends:
                value = self._closed(stack.pop())
                frame = stack[-1] if stack else None
                if tracker is not None:
                    tracker.close(event, len(stack))
            elif kind is ev.StreamEndEvent:
                return result
            elif kind is ev.AliasEvent:
                value = self._repeated(event, frame)
            else:
                self._refuse_more(event)
                continue
            if frame is None:
                result = value
            else:
                frame.take(value)

    def _take_key(self, frame: _Frame, event: Any) -> None:
        key: str = event.value
        if event.anchor is not None or event.tag is not None:
            self._take_decoration(event)
        frame.merges = key == _MERGE_KEY and event.implicit[0]
        if frame.merges and self.anchors is None:
            raise YamlError("a merge key (<<); write the fields out", event.start_mark.line + 1)
        if key in frame.value:
            frame.again = event.start_mark.line + 1
            if self.anchors is None:
                raise YamlError(f"duplicate key “{key}”", frame.again)
        frame.key = key
        if self.numbers is not None:
            assert isinstance(frame.value, LinedFields)
            frame.value.lines[key] = self.numbers[min(event.start_mark.line, len(self.numbers) - 1)]

    def _opened(self, event: Any, is_mapping: bool, frame: _Frame | None, depth: int) -> _Frame:
        """The frame of a list or mapping inside another one."""
        if event.anchor is not None or event.tag is not None:
            self._take_decoration(event)
        if frame is not None and frame.key is None and isinstance(frame.value, dict):
            raise YamlError("a list or mapping in place of a key", event.start_mark.line + 1)
        if depth >= MAX_DEPTH:
            raise YamlError(f"nested more than {MAX_DEPTH} deep", event.start_mark.line + 1)
        mapping: dict[str, object] = {} if self.numbers is None else LinedFields()
        return _Frame(mapping if is_mapping else [], anchor=event.anchor, repeats=self.repeats)

    def _scalar(self, event: Any) -> object:
        """The value of a scalar, kept under its anchor."""
        value: object = scalar(event.value) if event.implicit[0] else event.value
        if event.anchor is not None or event.tag is not None:
            self._take_decoration(event)
            self._keep(event.anchor, value)
        return value

    def _closed(self, frame: _Frame) -> object:
        """A whole list or mapping, kept under its anchor."""
        value = frame.close()
        self._keep(frame.anchor, value)
        return value

    def _keep(self, anchor: str | None, value: object) -> None:
        if anchor is not None and self.anchors is not None:
            self.anchors[anchor] = value

    def _repeated(self, event: Any, frame: _Frame | None) -> object:
        """The value of an alias in a list or mapping.

        Raises YamlError if aliases are refused, for an unknown one, for one in place of a key, and for too many.
        """
        line = event.start_mark.line + 1
        if frame is not None and frame.key is None and isinstance(frame.value, dict):
            raise YamlError(f"an alias (*{event.anchor}) in place of a key", line)
        if self.anchors is None or event.anchor not in self.anchors:
            raise YamlError(f"an alias (*{event.anchor}); write the value out", line)
        inside = [self.anchors[event.anchor]]
        while inside:
            each = inside.pop()
            self.repeated += 1 + (len(each) // _LETTERS_OF_A_VALUE if isinstance(each, str) else 0)
            if self.repeated > _MOST_REPEATED:
                raise YamlError("too many repeated values", line)
            inside += each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
        return self.anchors[event.anchor]

    def _take_decoration(self, event: Any) -> None:
        """Raise YamlError for a tag, and for an anchor if these are refused."""
        line = event.start_mark.line + 1
        if event.tag is not None:
            raise YamlError(f"a tag ({event.tag}); write the plain value", line)
        if self.anchors is None:
            raise YamlError(f"an anchor (&{event.anchor}); write the value out where it is needed", line)

    def _refuse_more(self, event: Any) -> None:
        """Raise YamlError for a second document or a directive."""
        from yaml import events as ev

        line = event.start_mark.line + 1
        if isinstance(event, ev.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise YamlError("a second document (---)", line)
            if event.tags or event.version:
                raise YamlError("a directive (%)", line)


def _plain_reason(error: Any) -> str:
    """PyYAML's error message, in plain words for errors that users meet."""
    problem = str(error.problem or "not valid YAML")
    if "mapping values are not allowed" in problem:
        return SECOND_COLON
    if "cannot start any token" in problem:
        return "a value begins with a character that needs quotes, or a tab indents"
    if "could not find expected ':'" in problem:
        return "a line without “key: ”"
    if "did not find expected" in problem or "expected <block end>" in problem:
        return "wrong indentation or unbalanced brackets"
    if "nesting depth" in problem:  # libyaml's own limit, which it finds before the events that are counted here
        return f"nested more than {MAX_DEPTH} deep"
    return problem


class _Tracker:
    """Records the places of the keys and values of the outermost mapping."""

    def __init__(self, entries: list[YamlEntry]) -> None:
        self._entries = entries
        self._key: Event | None = None
        self._first: Event | None = None
        self._last_line = 0
        self._flow = False
        self._block_root = False
        self._items: list[YamlPlace] | None = None

    def scalar(self, event: Any, depth: int, is_key: bool) -> None:
        if depth == 1 and self._block_root:
            if is_key:
                self._key = event
                return
            self._first = event
            self._last_line = _last_line(event)
            style = {"|": "block", ">": "block", "'": "quoted", '"': "quoted"}.get(event.style or "", "plain")
            self._finish(style, event)
            return
        self._last_line = max(self._last_line, _last_line(event))
        if depth == 2 and self._items is not None:
            self._items.append(_place(event))

    def open(self, event: Any, depth: int) -> None:
        if depth == 0:
            self._block_root = type(event).__name__ == "MappingStartEvent" and not event.flow_style
        elif depth == 1 and self._block_root:
            self._first = event
            self._flow = bool(event.flow_style)
            self._last_line = event.start_mark.line
            self._items = [] if type(event).__name__ == "SequenceStartEvent" else None
        elif depth == 2:
            self._items = None

    def close(self, event: Any, depth: int) -> None:
        if event.end_mark.index > event.start_mark.index:  # a flow collection's bracket
            self._last_line = max(self._last_line, event.end_mark.line)
        if depth == 1 and self._block_root:
            self._finish("flow" if self._flow else "nested", event)

    def _finish(self, style: str, last: Any) -> None:
        key, first = self._key, self._first
        assert key is not None and first is not None
        start: Any = first.start_mark
        at: Any = key
        self._entries.append(
            YamlEntry(
                at.value,
                _place(at),
                at.start_mark.column,
                YamlPlace(start.index, last.end_mark.index, start.line, max(self._last_line, at.start_mark.line)),
                style,
                tuple(self._items or ()) if style == "nested" else (),
            )
        )
        self._items = None


def _last_line(event: Any) -> int:
    """The last line of a scalar; the end mark of a `|` block is at the start of the next line."""
    end = event.end_mark
    line: int = end.line
    return max(event.start_mark.line, line - 1) if event.style in ("|", ">") and end.column == 0 else line


def _place(event: Any) -> YamlPlace:
    return YamlPlace(event.start_mark.index, event.end_mark.index, event.start_mark.line, _last_line(event))
