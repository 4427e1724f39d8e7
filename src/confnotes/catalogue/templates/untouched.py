"""Unfilled template text in a note: labels without text, headings without content, prompts.

A prompt is a question or open task of the template, until it is answered or done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from confnotes.catalogue.templates.template_files import all_templates
from confnotes.errors import ConfnotesError
from confnotes.markup import headings, questions, tasks, wikilinks
from confnotes.markup.code import code_lines
from confnotes.markup.frontmatter import bounds
from confnotes.markup.stamps import without_stamp
from confnotes.model.note import Note, Outline
from confnotes.vault.vault import Vault

_OF_PEOPLE = re.compile(r"(?:\[\[)?\{\{[ \t]*(?:speaker|panelist)[ \t]*\}\}(?:\]\])?", re.IGNORECASE)
_LABEL = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+\[ \])?(?:[ \t]+\S.*:)?|\?|[^\s#>-].*:)")
_MOST_PEOPLE = 30  # of a talk whose links are compared


class Untouched:
    """The labels, headings and prompts of templates."""

    def __init__(self, templates: Iterable[str]) -> None:
        lines = {line for text in templates for line in _waiting(text)}
        self._lines = frozenset(line for line in lines if "{{" not in line)
        self._of_people = tuple(line for line in lines if "{{" not in _OF_PEOPLE.sub("", line) and "{{" in line)
        self._prompts = _prompts(self._lines)

    @classmethod
    def of(cls, vault: Vault) -> Untouched:
        """Those of all templates that notes of this vault start with."""
        try:
            return cls(one.text for one in all_templates(vault))
        except (ConfnotesError, OSError):
            return cls(())

    @property
    def fingerprint(self) -> object:
        """Equal for two that leave the same of a note."""
        return sorted(self._lines), sorted(self._of_people)

    def body_without(self, note: Note) -> str:
        """The note's body without unfilled template text; headings with content are kept."""
        left_out = {line - note.body_line for line in self.lines_of(note)}
        if not left_out:
            return note.body
        return "\n".join(line for row, line in enumerate(note.body.split("\n")) if row not in left_out)

    def prompts_of(self, vault: Vault, outline: Outline) -> frozenset[int]:
        """The prompt lines of a note known by its outline; the note is read only if it may have some."""
        if not self._may_have(outline):
            return frozenset()
        try:
            return self.lines_of(vault.note(str(outline.path)))
        except ConfnotesError:
            return frozenset()

    def without_prompts(self, note: Note) -> Note:
        """The note without untouched tasks and questions from its template."""
        if not self._may_have(note):
            return note
        left_out = self.lines_of(note)
        return replace(
            note,
            tasks=tuple(task for task in note.tasks if task.line not in left_out),
            questions=tuple(question for question in note.questions if question.line not in left_out),
        )

    def _may_have(self, outline: Outline) -> bool:
        asked = {task.text for task in outline.tasks if not task.done}
        asked |= {question.text for question in outline.questions if question.answer is None}
        if not asked:
            return False
        return not self._prompts.isdisjoint(asked) or not _prompts(self._for_people(outline)).isdisjoint(asked)

    def lines_of(self, note: Note) -> frozenset[int]:
        """The numbers of unfilled template lines in the note's file, from 1."""
        known = self._lines | self._for_people(note)
        lines = note.body.split("\n")
        bare = [without_stamp(line).rstrip() for line in lines]
        if known.isdisjoint(bare):
            return frozenset()
        code = code_lines(lines)
        kept: list[str] = []
        found = set()
        for row in range(len(lines) - 1, -1, -1):
            if code[row] or bare[row] not in known or _has_something(bare[row], kept):
                kept.append(lines[row])
            else:
                found.add(note.body_line + row)
        return frozenset(found)

    def _for_people(self, note: Outline) -> set[str]:
        given = note.fields.get("speakers")
        links = given[:_MOST_PEOPLE] if isinstance(given, list) else []
        names = {name for link in links if isinstance(link, str) for name in _names(link)}
        return {name.join(_OF_PEOPLE.split(line)) for line in self._of_people for name in names}


def _waiting(template: str) -> Iterator[str]:
    """The lines of a template that wait for input."""
    where = bounds(template)
    for line in template[where[2] if where else 0 :].split("\n"):
        bare = line.replace("{{cursor}}", "").rstrip()
        if bare and (_LABEL.fullmatch(bare) or headings.find(bare) or _is_prompt(bare)):
            yield bare


def _is_prompt(line: str) -> bool:
    task = tasks.find(line)
    return not task.done if task is not None else questions.find(line) is not None


def _prompts(lines: Iterable[str]) -> frozenset[str]:
    """The prompts among these lines."""
    asked = {task.text for line in lines if (task := tasks.find(line))}
    return frozenset(asked | {question[2] for line in lines if (question := questions.find(line))})


def _names(link: str) -> Iterator[str]:
    """A person as templates write one: the link, and the name alone."""
    yield link
    found = wikilinks.WIKILINK.fullmatch(link)
    if found is not None:
        yield (found[3] or found[1]).strip()
    else:
        yield link.strip()


def _has_something(line: str, below: list[str]) -> bool:
    """Whether the line has content; `below` are the kept lines below it, nearest last."""
    heading = headings.find(line)
    if heading is None:
        return bool(below) and below[-1].startswith((" ", "\t", "!")) and bool(below[-1].strip())
    following = next((each for each in reversed(below) if each.strip()), None)
    if following is None:
        return False
    other = headings.find(following)
    return other is None or other[0] > heading[0]
