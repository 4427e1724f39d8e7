"""Whose notes one's own are."""

from __future__ import annotations

from confnotes.model.summary_order import SummaryOrder
from confnotes.vault.user_settings import tell_odd, user_settings


def own_name(order: SummaryOrder) -> str | None:
    """The name in the order, else `author:` in the user's settings, None where neither names anybody.

    An empty name in the order is nobody, whatever the settings say.
    """
    return " ".join((configured_name() if order.author is None else order.author).split()) or None


def configured_name() -> str:
    """`author:` in the user's settings, empty where there is none."""
    author = user_settings().get("author")
    if author is not None and not isinstance(author, str):
        tell_odd("author", "a name")
    return author if isinstance(author, str) else ""
