"""Whose notes one's own are."""

from __future__ import annotations

from confnotes import config
from confnotes.errors import ConfnotesError
from confnotes.model.summary_order import SummaryOrder


def own_name(order: SummaryOrder) -> str | None:
    """The name in the order, else `author:` in the user's settings, None where neither names anybody.

    An empty name in the order is nobody, whatever the settings say.
    """
    return " ".join((configured_name() if order.author is None else order.author).split()) or None


def configured_name() -> str:
    """`author:` in the user's settings, empty where there is none."""
    from confnotes.markup.yaml12 import load

    try:
        value = load(config.settings_file().read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ConfnotesError):
        return ""
    author = value.get("author") if isinstance(value, dict) else None
    return author if isinstance(author, str) else ""
