"""Build hook: the README for package indexes, where its relative links lead to the project's address.

The address stands once, as `Homepage` in `[project.urls]` of pyproject.toml.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

# The target of a Markdown link or image, or of an HTML attribute, unless it has a scheme or is an anchor.
_RELATIVE = re.compile(r'(\]\(|\b(?:src|href|srcset)=")(?![a-z][a-z0-9+.-]*:|[#/])([^)\s"]+)', re.IGNORECASE)
_PICTURES = frozenset({".gif", ".jpg", ".png", ".svg", ".webp"})


class ReadmeHook(MetadataHookInterface):
    """Fills in the dynamic `readme` of the project's metadata."""

    def update(self, metadata: dict[str, Any]) -> None:
        address = metadata["urls"]["Homepage"].rstrip("/")

        def absolute(match: re.Match[str]) -> str:
            kind = "raw" if Path(match[2]).suffix.lower() in _PICTURES else "blob"
            return f"{match[1]}{address}/{kind}/HEAD/{match[2]}"

        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": _RELATIVE.sub(absolute, text)}
