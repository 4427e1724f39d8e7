"""Taking back what `rename`, `link` or `retag` wrote last: they keep it in one place, and each takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from confnotes.cli.printing import say, say_json, tell
from confnotes.errors import ConfnotesError

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault


def take_back(vault: Vault, *, as_json: bool) -> None:
    """Take it back and tell so.

    Raises NotFoundError when there is nothing to take back, ConfnotesError when files stay that were changed since.
    """
    from confnotes.actions.links import rewrite

    record, changed = rewrite.take_back(vault)
    if as_json:
        said = {"from": record.new, "to": record.old, "changed_since": changed}
        say_json({"schema": "confnotes.renamed/1", **said, "undone": True})
    elif record.old:
        say(record.old)
        tell(f"Taken back: {record.old} is as it was.")
    else:
        tell("Taken back.")
    for path in changed:
        tell(f"{path} was changed since and stays as it is.")
    if changed:
        raise ConfnotesError(f"{len(changed)} of the files stay as they are", "mend their links by hand")
