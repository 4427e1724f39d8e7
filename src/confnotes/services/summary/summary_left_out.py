"""What is not in a summary, and why: for its author, before it is handed out."""

from __future__ import annotations

from collections.abc import Sequence

from confnotes.model.summary import Summary
from confnotes.model.summary_order import LeftOut, SummaryOrder
from confnotes.services.summary.summary_items import Placed
from confnotes.services.summary.summary_sources import Source
from confnotes.vault.vault import Vault


def left_out(
    vault: Vault, order: SummaryOrder, sources: Sequence[Source], within: Sequence[Placed], summary: Summary
) -> tuple[LeftOut, ...]:
    """Each reason for which something is not told, with how many and some names."""
    return ()
