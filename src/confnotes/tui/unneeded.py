"""What Textual would load before the first frame and confnotes never uses: a tenth of the time until then.

Textual's command palette brings fields, lists and trees with it, most of which no run shows; confnotes has a palette of
its own. asyncio brings TLS for its own connections; confnotes has none, and what loads pages imports `ssl` itself.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any, Final

_PALETTE: Final = "textual.command"


class _Nothing(ModuleType):
    """Stands for a module of classes that are named by its importers, and never used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


def leave_out() -> None:
    """Call it before Textual is imported; what is imported already stays."""
    sys.modules.setdefault(_PALETTE, _Nothing(_PALETTE))
    if "asyncio" not in sys.modules and "ssl" not in sys.modules:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # asyncio does without a module that is missing
        import_module("asyncio")
        del sys.modules["ssl"]
