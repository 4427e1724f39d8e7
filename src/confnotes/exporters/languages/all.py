"""The languages that there are."""

from __future__ import annotations

from confnotes.exporters.languages.english import ENGLISH
from confnotes.exporters.languages.french import FRENCH
from confnotes.exporters.languages.german import GERMAN
from confnotes.exporters.languages.japanese import JAPANESE
from confnotes.exporters.languages.spanish import SPANISH

LANGUAGES = {catalog.code: catalog for catalog in (ENGLISH, GERMAN, SPANISH, FRENCH, JAPANESE)}
"""By the code of ISO 639-1."""
