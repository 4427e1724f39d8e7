"""What tells versions of a web page apart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said to tell versions of a page apart: its `ETag` and `Last-Modified`, as they stood."""

    etag: str | None = None
    last_modified: str | None = None


NO_VALIDATORS = Validators()
