"""Hosts on private networks from which the user allows to fetch."""

from __future__ import annotations

from collections.abc import Sequence

AllowedHosts = bool | Sequence[str]
"""Whether private addresses are allowed: all, none, or only those of these hosts."""


def is_allowed(host: str, allowed: AllowedHosts) -> bool:
    """Whether a private address of the host is allowed."""
    return allowed if isinstance(allowed, bool) else host in allowed
