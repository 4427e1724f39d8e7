"""Whose notes one's own are."""

from __future__ import annotations

from confnotes import config
from confnotes.errors import ConfnotesError
from confnotes.model.summary_order import SummaryOrder


def own_name(order: SummaryOrder) -> str | None:
    """The name in the order, else `author:` in the user's settings, None where neither names anybody."""
    return " ".join((order.author or _configured()).split()) or None


def _configured() -> str:
    from confnotes.markup.yaml12 import load

    try:
        value = load(config.settings_file().read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ConfnotesError):
        return ""
    author = value.get("author") if isinstance(value, dict) else None
    return author if isinstance(author, str) else ""
