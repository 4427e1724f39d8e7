"""What a query finds, by definition: every file is read and every document looked at, without any index."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from confnotes.catalogue.searching.searchable import Harvester, all_marks
from confnotes.markup.link_names import LinkNames
from confnotes.markup.names import bare
from confnotes.model import query as asked
from confnotes.model.hit import HitKind
from confnotes.model.mark import FLAGS, Mark, Marks
from confnotes.search.analyse import Token, analyse, compose, is_cjk, places, raw_tokens, words
from confnotes.search.document import TEXT, IndexDocument, minutes
from confnotes.search.languages import stem
from confnotes.search.parse import parse
from confnotes.vault.vault import Vault

Thing = tuple[str, str]
"""What is shown once: the kind of a hit and its folded id."""

_OF_NOTES = {"tag", "link", "stamp", "task", "question"}


@dataclass(frozen=True)
class _Read:
    """A document and the words of each of its texts."""

    document: IndexDocument

    @cached_property
    def texts(self) -> Mapping[str, list[list[Token]]]:
        one = self.document
        whole = [text for texts in one.words.values() for text in texts] + [one.body, one.abstract]
        by_field: dict[str, Iterable[str]] = {**one.words, TEXT: whole}
        return {
            field: [[analyse(raw) for raw in raw_tokens(compose(text))] for text in texts]
            for field, texts in by_field.items()
        }

    def terms(self, field: str) -> set[str]:
        return {term for text in self.texts.get(field, []) for token in text for term in (*token.stream, *token.extra)}

    def has_in_order(self, field: str, wanted: tuple[str, ...]) -> bool:
        streams = [tuple(term for token in text for term in token.stream) for text in self.texts.get(field, [])]
        return any(
            stream[at : at + len(wanted)] == wanted for stream in streams for at in range(len(stream) - len(wanted) + 1)
        )

    def has_compound(self, field: str, wanted: tuple[str, ...]) -> bool:
        """Whether the words stand one after the other, the last in any form."""
        streams = [tuple(term for token in text for term in token.stream) for text in self.texts.get(field, [])]
        size = len(wanted)
        return any(
            stream[at : at + size - 1] == wanted[:-1] and stem(stream[at + size - 1]) == stem(wanted[-1])
            for stream in streams
            for at in range(len(stream) - size + 1)
        )

    def labels(self, field: str) -> set[str]:
        return {bare(value) for value in self.document.labels.get(field, ())}


class Files:
    """The files as they are now, all of them read."""

    def __init__(self, root: Path) -> None:
        vault = Vault.open(root)
        harvester = Harvester(vault)
        self.marks: Marks = all_marks(vault)
        self.read = [_Read(document) for path in sorted(vault.files()) for document in harvester.load(path).documents]
        self.notes = [vault.note(path) for path in vault.note_paths()]
        self.names = LinkNames.of(self.notes)

    def found(self, text: str, today: date | None = None, *, typing: bool = False) -> set[Thing]:
        """Everything that the text finds."""
        root = parse(text, typing=typing, today=today).root
        noted = {one.document.talk for one in self.read if one.document.kind is HitKind.NOTE}
        return {
            (one.document.kind.value, bare(one.document.id))
            for one in self.read
            if self.holds(root, one) and not (one.document.kind is HitKind.TALK and one.document.talk in noted)
        }

    def holds(self, node: asked.Node, one: _Read) -> bool:
        document = one.document
        match node:
            case asked.Everything():
                return True
            case asked.Maybe():
                return True
            case asked.And(parts):
                return all(self.holds(part, one) for part in parts)
            case asked.Or(parts):
                return any(self.holds(part, one) for part in parts)
            case asked.Not(asked.Has(what)):
                kinds = {"note"} if what in _OF_NOTES else {"note", "talk"}
                return document.kind.value in kinds and what not in one.labels("has")
            case asked.Not(part):
                return not self.holds(part, one)
            case asked.Has(what):
                return what in one.labels("has")
            case asked.Is(state):
                return state in one.labels("is") or document.talk in self._marked(state)
            case asked.Dated(first, end):
                if document.date:
                    begin = last = minutes(document.date)
                else:
                    year = int(next(iter(document.labels.get("year", ())), 0))
                    begin, last = (minutes(datetime(year, 1, 1)), minutes(datetime(year, 12, 31))) if year else (0, 0)
                return begin > 0 and (not first or begin >= minutes(first)) and (not end or last < minutes(end))
            case asked.Rated(low, high):
                return low <= self.marks.ratings.get(document.talk or "", document.rating or 0) <= high
            case asked.LinksTo(name):
                return self._links(document, name)
            case asked.InField("kind" | "lang" | "tag" as field, text):
                return _label(one.labels(field), text, nested=field == "tag")
            case asked.InField(field, text):
                return _text(one, field, text)
            case asked.Word() | asked.Typing() | asked.Prefix() | asked.Phrase():
                return _text(one, TEXT, node)
        raise AssertionError(node)

    def _marked(self, state: str) -> Collection[str | None]:
        return self.marks[Mark(state)] if state in FLAGS else ()

    def _links(self, document: IndexDocument, name: str) -> bool:
        if document.kind is not HitKind.NOTE:
            return False
        meant = self.names.resolve(name)
        for note in self.notes:
            if str(note.path) == document.id:
                for link in note.links:
                    leads = self.names.resolve(link.target, document.id)
                    if (
                        (set(leads) & set(meant) - {document.id})
                        if meant
                        else not leads and bare(link.target) == bare(name)
                    ):
                        return True
        return False


def _text(one: _Read, field: str, text: asked.Text) -> bool:
    terms = one.terms(field)
    if isinstance(text, asked.Phrase):
        wanted = words(text.text)
        return wanted[0] in terms if len(wanted) == 1 else one.has_in_order(field, wanted)
    tokens = [place.token for place in places(compose(text.text))]
    last: Callable[[Token], bool] = {
        asked.Word: lambda token: _word(one, field, token, terms),
        asked.Prefix: lambda token: _begun(one, field, token, terms),
        asked.Typing: lambda token: _word(one, field, token, terms) or _begun(one, field, token, terms),
    }[type(text)]
    return bool(tokens) and all(_word(one, field, token, terms) for token in tokens[:-1]) and last(tokens[-1])


def _word(one: _Read, field: str, token: Token, terms: set[str]) -> bool:
    if len(token.stream) == 1:
        return any(stem(term) == stem(token.stream[0]) for term in terms)
    if is_cjk(token.stream[0]):
        return set(token.extra) <= terms and one.has_in_order(field, token.stream)
    stems = {stem(term) for term in terms}
    return not stems.isdisjoint(map(stem, token.extra)) or one.has_compound(field, token.stream)


def _begun(one: _Read, field: str, token: Token, terms: set[str]) -> bool:
    start = token.extra[0] if len(token.stream) > 1 and token.extra else token.stream[-1]
    if is_cjk(start):
        return _word(one, field, token, terms)
    return any(term.startswith(start) for term in terms)


def _label(labels: set[str], text: asked.Text, *, nested: bool) -> bool:
    value = bare(compose(text.text)).lstrip("#")
    if isinstance(text, asked.Typing | asked.Prefix):
        return any(label.startswith(value) for label in labels)
    return value in labels or (nested and any(label.startswith(f"{value}/") for label in labels))
