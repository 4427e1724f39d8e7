"""Pages that are whole in one file: what lies beside the templates goes into them, and a policy lets in only that."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files


def package_text(name: str) -> str:
    """A file beside the templates."""
    return (files("confnotes.exporters") / "templates" / name).read_text(encoding="utf-8")


def policy(style: str, script: str) -> str:
    """The content security policy: this one stylesheet, this one script, pictures within the page, nothing else."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
