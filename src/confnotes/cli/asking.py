"""When commands ask before they write.

On a terminal, a command that changes several files shows what will change and asks; `--yes` skips the question. A
script cannot be asked, so there it writes at once. `--dry-run` shows the changes and writes nothing, everywhere. Only
what cannot be undone needs `--yes` in a script.
"""

from __future__ import annotations

import click

from confnotes.cli.printing import can_ask, tell
from confnotes.errors import UsageError


def confirm_writing(question: str, *, yes: bool, dry_run: bool = False, is_final: bool = False) -> bool:
    """Whether to write, by the options or the user's answer; reports if not.

    Raises UsageError without a terminal if the change cannot be undone.
    """
    if not dry_run and not yes and is_final and not can_ask():
        raise UsageError("this cannot be undone", "Add --yes to do it without asking.")
    if not dry_run and (yes or not can_ask() or click.confirm(question, err=True)):
        return True
    tell("Nothing was written.")
    return False
