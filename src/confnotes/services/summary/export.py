"""Export a summary: draft it, and set it in a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from confnotes.errors import UsageError
from confnotes.exporters.forms import rendered
from confnotes.exporters.languages.all import LANGUAGES
from confnotes.exporters.setting import LinkStyle, Output, Setting
from confnotes.exporters.theme import Theme
from confnotes.exporters.wording import Wording
from confnotes.model.summary import Summary
from confnotes.model.summary_order import SummaryOrder
from confnotes.services.summary.summarise import summarise
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Look:
    """How a summary is to look: language by its code, theme by its name or file, template by its file."""

    language: str = "en"
    theme: str = "paper"
    links: LinkStyle = LinkStyle.PLAIN
    folder: bool = False
    template: str | None = None


def export(
    vault: Vault,
    order: SummaryOrder,
    form: str,
    look: Look | None = None,
    at: datetime | None = None,
    *,
    name: str = "summary",
) -> Output:
    """The summary that was ordered, in a form; `name` is the stem of its file.

    Raises as `summarise` and `rendered` do, UsageError for a language or theme that there is not.
    """
    setting = setting_of(vault, look or Look(), name)
    return rendered(summarise(vault, order, at), form, setting)


def setting_of(vault: Vault, look: Look, name: str, summary: Summary | None = None) -> Setting:
    """The setting for a look; raises UsageError for a language or theme that there is not."""
    if look.language not in LANGUAGES:
        raise UsageError(f"there is no language “{look.language}”", f"choose one of: {', '.join(LANGUAGES)}")
    return Setting(Wording(LANGUAGES[look.language]), Theme(), look.links, look.folder, name)
