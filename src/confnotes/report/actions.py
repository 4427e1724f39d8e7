"""Next steps after a conference: tasks, papers to read, people to contact, and open questions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from confnotes.markup import mentions, tags
from confnotes.markup.canonical import canonical
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.names import fold
from confnotes.markup.plain import plain_text
from confnotes.markup.references import find_references
from confnotes.model.note import Task
from confnotes.model.program import ResourceKind
from confnotes.model.summary import ActionKind, SummaryAction, SummaryItem, SummaryReference, belongs_to
from confnotes.report.follow_ups import follow_ups
from confnotes.report.indexes import person_meant
from confnotes.report.items import main_speaker
from confnotes.report.reading_list import lines_to_read

_INNER_LINK = re.compile(r"\]\(#([a-z][a-z0-9-]*)\)")
_ORDER = tuple(ActionKind)
_READ = re.compile(
    r"""\b(?:re-?)?(?:read|skim)(?:ing)?\b | \b(?:nach)?lesen\b | \blire\b | \bleer\b | \bleggere\b | 读 | 讀 | 読""",
    re.VERBOSE | re.IGNORECASE,
)
_READ_BEFORE = re.compile(
    r"""(?P<mark>[*_]{0,2})
        (?:(?:to|must)[- ]read|worth[ ](?:reading|a[ ]read)|read(?:[ ](?:this|it|that|next)(?=[ ]?:))?
          |zu[ ]lesen|lesen|lire|leer|leggere)
        (?:[ ]?[:：](?P=mark)|(?P=mark)[ ]?[:：]
          |(?P=mark)[ ](?!(?:about|on|up|through|into|out|it|this|that|them)\b))  # “read about it” names no title
        [ ]*""",
    re.VERBOSE | re.IGNORECASE,
)
_WRITE = re.compile(
    r"""(?<!\b(?:a|s)[ ])(?<!\b(?:an|my)[ ])(?<!\b(?:the|his|her|our)[ ])(?<!\b(?:this|that)[ ])(?<!\btheir[ ])
        \b(?:write|e-?mail|mail|ask|ping|contact|message|dm|send|show|tell|thank|invite|call|meet|introduce|remind|reply
          |answer|talk[ ](?:to|with)|follow[- ]up|catch[ ]up|connect|reach[ ]out|get[ ]in[ ]touch|share
          |schreib\w*|frag\w*|anrufen|einladen|danken
          |écri\w+|demander|appeler|remercier|escrib\w+|preguntar|llamar|scriver\w*|chieder\w*)\b
        |写信|联系|問い合わせ|メール""",
    re.VERBOSE | re.IGNORECASE,
)
_TO_THEM = re.compile(
    r"""^(?:(?:ask|e-?mail|mail|contact|ping|message|thank)\b
          (?=[ ](?:for|about|whether|if|how|why|what|when|where|who|which|them|him|her|again
            |the[ ](?:author|speaker|presenter)s?)\b)
        |write[ ](?:to[ ])?(?:them|him|her|the[ ](?:author|speaker|presenter)s?)\b)""",
    re.VERBOSE | re.IGNORECASE,
)


class Actions:
    """Collects next steps without duplicates.

    `items` are attended ones, whose people the user may have met; `all_items` are those that notes may link to.
    """

    def __init__(
        self,
        items: Sequence[SummaryItem],
        all_items: Iterable[SummaryItem],
        references: Sequence[SummaryReference],
    ) -> None:
        self._items = items
        self._references = references
        self._numbers = {canonical(one.resource.url): one.number for one in references}
        self._by_id = {item.id: item for item in all_items}
        self._names = {fold(one.name): one.name for item in items for one in item.speakers}
        for item in items:
            for mention in item.mentions:
                self._names.setdefault(person_meant(mention, self._names), mention)
        self._found: dict[tuple[ActionKind, str, str | None], SummaryAction] = {}
        self._read: set[int] = set()

    def all(
        self,
        named: Mapping[tuple[str, int], str],
        overview_tasks: Iterable[Task],
        to_read: Collection[str],
    ) -> tuple[SummaryAction, ...]:
        """All next steps, open ones first; tasks done in the overview are left out.

        `named` maps a task (item id and line) to the address of the paper it links to; `to_read` are the addresses of
        papers marked as to read.
        """
        for item in sorted(self._items, key=lambda item: item.leads):
            for task in item.tasks:
                self._add(self._of_task(task, item, named.get((item.id, task.line))), again=item.leads)
            for question in item.questions:
                if question.answer is None:
                    self._add(SummaryAction(ActionKind.ASK, question.text, item.id), again=item.leads)
            self._add_follow_ups(item)
        for task in overview_tasks:
            if not task.done:
                self._add(self._of_task(task, None, None), again=True)
        for item in self._items:
            for words, number in lines_to_read(item, self._number, self._read):
                self._add(SummaryAction(ActionKind.READ, _to_read(words), item.id, reference=number))
        for reference in self._references:
            if canonical(reference.resource.url) in to_read and reference.number not in self._read:
                self._add(self._of_reference(reference))
        return tuple(sorted(self._found.values(), key=lambda one: (_ORDER.index(one.kind), one.done)))

    def _add_follow_ups(self, item: SummaryItem) -> None:
        for text in (text for note in item.notes for text in (note.text, note.view)):
            for line in follow_ups(text):
                asked = SummaryAction(ActionKind.ASK, line.text, item.id)
                task = self._of_task(Task(line.text, done=False, line=0), item, None)
                self._add(asked if line.asks else task, again=item.leads)

    def _add(self, action: SummaryAction, *, again: bool = False) -> None:
        """Add a next step; one from a day page or the overview may be a duplicate (`again`)."""
        if action.reference is not None:
            self._read.add(action.reference)
        words = fold(plain_text(action.text)).strip(" .!?")
        key = (action.kind, words, action.item)
        known = next((one for one in self._found if one[:2] == key[:2]), None) if again else key
        if known in self._found:
            self._found[known] = replace(self._found[known], done=self._found[known].done or action.done)
        elif words:
            self._found[key] = action

    def _of_task(self, task: Task, item: SummaryItem | None, paper: str | None) -> SummaryAction:
        where = item.id if item else None
        text = tags.without_outer(task.text) or task.text
        reference = self._number(text, paper)
        if _WRITE.search(text):
            text, person = self._written_to(text, item)
            if person is not None:
                return SummaryAction(ActionKind.WRITE, text, where, task.done, person, reference)
        begins = _READ.search(text)
        if begins and (reference is not None or not text[: begins.start()].strip(" *_")):
            return SummaryAction(ActionKind.READ, _to_read(text), where, task.done, reference=reference)
        return SummaryAction(ActionKind.DO, text, where, task.done)

    def _number(self, text: str, paper: str | None = None) -> int | None:
        """The reference number that a line mentions: by address, or as the paper of a linked talk."""
        for resource in find_references(text):
            if (number := self._numbers.get(canonical(resource.url))) is not None:
                return number
        if paper is not None:
            return self._numbers.get(canonical(paper))
        for match in _INNER_LINK.finditer(text):
            for link in self._by_id[match[1]].links if match[1] in self._by_id else ():
                if link.number is not None and link.resource.kind is ResourceKind.PAPER:
                    return link.number
        return None

    def _written_to(self, text: str, item: SummaryItem | None) -> tuple[str, str | None]:
        """A task to contact somebody, and the person: the one it names, with the full name; without a name, the talk's
        speaker.
        """
        for start, end, name in mentions.find(text):
            person = self._names.get(person_meant(name, self._names), name)
            mention = text[start:end] if person == name else mentions.format_mention(person, text[end:]) or person
            return f"{text[:start]}{mention}{text[end:]}", person
        folded = f" {fold(plain_text(text))} "
        for key, name in self._names.items():
            if " " in key and f" {key} " in folded:
                return text, name
        speaker = main_speaker(item.speakers) if item is not None and _TO_THEM.match(text) else None
        return text, speaker.name if speaker else None

    def _of_reference(self, reference: SummaryReference) -> SummaryAction:
        item = self._by_id.get(reference.items[0]) if reference.items else None
        title = (reference.resource.title or "").strip()
        if len(title.split()) < 3 and item is not None and belongs_to(reference, item):
            title = item.title
        return SummaryAction(
            ActionKind.READ,
            escape_text(title or reference.resource.url),
            item.id if item else None,
            reference=reference.number,
        )


def _to_read(text: str) -> str:
    """The item to read, without the words and tags that mark it."""
    words = tags.without_outer(text)
    match = _READ_BEFORE.match(words)
    return (words[match.end() :] if match else words) or text
