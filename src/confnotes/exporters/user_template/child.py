"""Render one template in a separate process with limited time and memory and without writable files.

    python -m confnotes.exporters.user_template.child SECONDS < JOB > ANSWER

JOB is a pickled `Job` from the parent. ANSWER is a line `made` or `refused`, followed by the text or the reason.
"""

from __future__ import annotations

import pickle
import re
import sys
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from confnotes.exporters.render_options import UserTemplate
from confnotes.exporters.wording import Wording
from confnotes.markup.canonical import is_allowed
from confnotes.model.summary import Summary
from confnotes.system import limit_process

if TYPE_CHECKING:
    from types import TracebackType

MEMORY = 1 << 30
MOST_OUTPUT = 32 * 1024 * 1024
_TEXTS = frozenset({"text", "view", "claim", "overview"})
_LINE_ID = re.compile(r"[ \t]+\^([a-z][a-z0-9-]*)[ \t]*$", re.MULTILINE)
MADE, REFUSED = b"made\n", b"refused\n"


@dataclass(frozen=True, slots=True)
class Job:
    """The template, its data and options."""

    template: UserTemplate
    summary: Summary
    words: Wording


class RefusedError(Exception):
    """The template cannot be rendered; the text says where and why."""


def render_template(job: Job) -> str:
    """The rendered text; raises RefusedError."""
    from jinja2 import TemplateError, TemplateSyntaxError
    from jinja2.exceptions import TemplateNotFound

    from confnotes.exporters.user_template.escaping import escapes_for
    from confnotes.exporters.user_template.sandbox import Sandbox

    template, terms = job.template, job.words.terms
    sources = {**template.beside, template.name: template.text}
    sandbox = Sandbox(sources, escapes_for(template.ending, terms), job.words)
    made: list[str] = []
    size = 0
    try:
        values = {"summary": fit_for_templates(job.summary), "words": job.words, "terms": terms}
        for piece in sandbox.get_template(template.name).generate(values):
            size += len(piece)
            if size > MOST_OUTPUT:
                raise RefusedError(f"{template.name}: output larger than {MOST_OUTPUT >> 20} MB")
            made.append(piece)
    except TemplateSyntaxError as error:
        raise RefusedError(f"{error.filename or template.name}, line {error.lineno}: {error.message}") from error
    except TemplateNotFound as error:
        where = _where(error.__traceback__, template.name, set(sources))
        raise RefusedError(f"{where}: template not found in its folder: {error.message}") from error
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise RefusedError(f"{_where(error.__traceback__, template.name, set(sources))}: {error}") from error
    except RecursionError as error:
        raise RefusedError(f"{_where(error.__traceback__, template.name, set(sources))}: endless recursion") from error
    except MemoryError as error:
        raise RefusedError(f"{template.name}: uses more than {MEMORY >> 20} MB of memory") from error
    return "".join(made)


def fit_for_templates(summary: Summary) -> Summary:
    """The summary without addresses other than http, https and mailto, because templates may link them, and without
    line ids, because nothing links to them.
    """
    items = summary.by_id.values()
    ids = {one.id for item in items for one in item.takeaways} | {one.id for item in items for one in item.questions}
    fit: Summary = _fit(summary.as_data(), frozenset(ids))
    return fit


def _fit(value: Any, ids: frozenset[str]) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        pairs = [(one.name, getattr(value, one.name)) for one in fields(value) if one.init]
        changes = {name: after for name, before in pairs if (after := _field(name, before, ids)) is not before}
        return replace(value, **changes) if changes else value
    if isinstance(value, tuple):
        made = tuple(_fit(one, ids) for one in value)
        return value if all(one is other for one, other in zip(value, made, strict=True)) else made
    return value


def _field(name: str, value: Any, ids: frozenset[str]) -> Any:
    if not isinstance(value, str):
        return _fit(value, ids)
    if name == "url":
        return value if is_allowed(value) else ""
    if name in _TEXTS and "^" in value:
        return _LINE_ID.sub(lambda match: "" if match[1] in ids else match[0], value)
    return value


def _where(traceback: TracebackType | None, name: str, names: set[str]) -> str:
    """The template and line where the error occurred."""
    place = name
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file in names:
            place = f"{file}, line {traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place


def main() -> None:
    """Run one job."""
    limit_process(int(sys.argv[1]), MEMORY)
    job = pickle.load(sys.stdin.buffer)
    try:
        answer = MADE + render_template(job).encode("utf-8", "replace")
    except RefusedError as error:
        answer = REFUSED + str(error).encode("utf-8", "replace")
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    # Import under its real name, so that the parent's pickle has the same class.
    from confnotes.exporters.user_template import child

    child.main()
