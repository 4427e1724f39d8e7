"""`--undo` of `rename`, `link` and `retag`, which keep their last change in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from confnotes.cli.printing import say, say_json, tell
from confnotes.errors import ConfnotesError

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault


def undo_rewrite(vault: Vault, *, as_json: bool) -> None:
    """Undo the last change and report it.

    Raises NotFoundError without a change to undo, and ConfnotesError if files that changed since then were kept.
    """
    from confnotes.actions.links import rewrite

    record, changed = rewrite.take_back(vault)
    if as_json:
        said = {"from": record.new, "to": record.old, "changed_since": changed}
        say_json({"schema": "confnotes.renamed/1", **said, "undone": True})
    elif record.old:
        say(record.old)
        tell(f"Undone: renamed back to {record.old}.")
    else:
        tell("Undone.")
    for path in changed:
        tell(f"Not undone, because it changed since then: {path}")
    if changed:
        raise ConfnotesError(f"{len(changed)} of the files could not be undone", "Correct their links by hand.")
