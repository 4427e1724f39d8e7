"""Callouts of Obsidian: quotations that begin with `[!kind]` and a title."""

from __future__ import annotations

import re
from typing import Final

CALLOUT: Final = re.compile(r"\[!([A-Za-z][A-Za-z0-9 _-]{0,30})\]([+-]?)[ \t]*")
"""The start of such a quotation: its kind, and whether it is folded."""
