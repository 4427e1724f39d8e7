"""The languages that there are."""

from __future__ import annotations

from confnotes.exporters.languages.english import ENGLISH

LANGUAGES = {catalog.code: catalog for catalog in (ENGLISH,)}
"""By the code of ISO 639-1."""
