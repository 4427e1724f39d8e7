"""What identifies a version of a web page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Validators:
    """A server's identification of a version: its `ETag` and `Last-Modified`, verbatim."""

    etag: str | None = None
    last_modified: str | None = None


NO_VALIDATORS = Validators()
