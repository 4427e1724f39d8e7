"""Export a summary: draft it, and set it in a form. Papers and calendar are made of the vault, and go the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from confnotes import config
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.exporters.forms import form_named, rendered
from confnotes.exporters.languages.all import LANGUAGES
from confnotes.exporters.setting import LinkStyle, Output, Setting, no_photo
from confnotes.exporters.theme import Theme
from confnotes.exporters.wording import Wording
from confnotes.model.summary_order import SummaryOrder
from confnotes.services.papers import export_papers
from confnotes.services.program import export_agenda
from confnotes.services.summary.photo_pictures import photo_pictures
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
    alone: bool = False,
) -> Output:
    """What was ordered, in a form; `name` is the stem of its file. `alone`: nothing can lie beside it.

    Raises as `summarise` and `rendered` do, UsageError for a language or theme that there is not, ConfnotesError for a
    form that needs what is not installed.
    """
    look, chosen = look or Look(), form_named(form)
    if chosen.lacks:
        raise ConfnotesError(f"{chosen.title} needs what is not installed here", chosen.lacks)
    if form in _OF_THE_VAULT:
        return Output(_OF_THE_VAULT[form](vault, order, at or config.now()))
    setting = replace(setting_of(vault, look, name), photo=photo_pictures(vault, order))
    if chosen.beside and alone:
        setting = replace(setting, photo=no_photo)
    elif chosen.beside:
        setting = replace(setting, bibliography=bibliography(vault, order, at))
    return rendered(summarise(vault, order, at), form, setting)


def setting_of(vault: Vault, look: Look, name: str) -> Setting:
    """The setting for a look; raises UsageError for a language or theme that there is not."""
    if look.language not in LANGUAGES:
        raise UsageError(f"there is no language “{look.language}”", f"choose one of: {', '.join(LANGUAGES)}")
    return Setting(Wording(LANGUAGES[look.language]), Theme(), look.links, look.folder, name)


def bibliography(vault: Vault, order: SummaryOrder, at: datetime | None) -> str:
    """The BibTeX of the papers of what was ordered, empty where there is none."""
    try:
        return _papers(vault, order, at).decode()
    except NotFoundError:
        return ""


def _papers(vault: Vault, order: SummaryOrder, at: datetime | None) -> bytes:
    return export_papers.export(
        vault,
        order.target,
        audience=order.audience,
        at=at,
        conference=order.conference,
        everything=order.everything,
    )


def _schedule(vault: Vault, order: SummaryOrder, at: datetime) -> bytes:
    return export_agenda.export(
        vault,
        order.target,
        "ics",
        at,
        everything=order.everything,
        conference=order.conference,
        audience=order.audience,
    )


_OF_THE_VAULT: dict[str, Callable[[Vault, SummaryOrder, datetime], bytes]] = {"bibtex": _papers, "ics": _schedule}
