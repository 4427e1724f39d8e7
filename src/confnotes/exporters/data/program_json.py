"""A program as the JSON object of `confnotes import --json`: schema `confnotes.program/1`.

It is complete, so that it can be imported again.
"""

from __future__ import annotations

from typing import Any

from confnotes.model.program import ReadProgram
from confnotes.model.schema import columns, plain

SCHEMA = "confnotes.program/1"
_warning = columns("line message")


def program_object(read: ReadProgram) -> dict[str, object]:
    """The object for `json.dumps`; facts that the source lacks are None or an empty list."""
    program = plain(read.program)
    for session in program["sessions"]:
        session["talks"] = [_id_first(talk) for talk in session["talks"]]
    program["sessions"] = [_id_first(session) for session in program["sessions"]]
    return {
        "schema": SCHEMA,
        "format": read.format,
        **program,
        "warnings": [_warning(warning) for warning in read.warnings],
    }


def _id_first(fields: dict[str, Any]) -> dict[str, Any]:
    return {"id": fields["id"], **fields}
