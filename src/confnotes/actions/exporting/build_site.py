"""Build a site of conferences: pages that link to each other, for colleagues or for everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from confnotes.actions.exporting.photo_pictures import photo_pictures
from confnotes.actions.exporting.render_preferences import RenderPreferences, render_options
from confnotes.actions.exporting.write_site import WrittenSite, refuse_other_folder, write_site
from confnotes.errors import NotFoundError
from confnotes.exporters.forms import shown_summary
from confnotes.exporters.site.pages import site_files
from confnotes.garbage import gc_paused
from confnotes.model.content import FULL, SummaryContent
from confnotes.model.summary import Summary, SummaryOrder
from confnotes.report.summarise import draft_each
from confnotes.vault.vault import Vault

SIDES: Final = ((1200, 80_000_000), (800, 140_000_000), (480, 200_000_000))
"""As `photo_pictures.SIDES`, for photos that are files of their own."""

_CONTENTS: Final = (FULL | {SummaryContent.DIGEST}) - {SummaryContent.THEMES}
"""A site has pages of tags instead of themes."""


@gc_paused()
def build_site(
    vault: Vault,
    order: SummaryOrder,
    look: RenderPreferences,
    at: datetime,
    out: Path,
    url: str = "",
    tell: Callable[[str], None] = lambda _what: None,
) -> WrittenSite:
    """Write the pages of the conferences that the order names, else of all with notes or marks.

    Raises what `whole_targets` and `write_site` raise, and NotFoundError for an empty site.
    """
    refuse_other_folder(out)
    tell("Reading your notes")
    order = replace(order, contents=_CONTENTS)
    drafts = draft_each(vault, order, at)
    summaries = [draft.summary for draft in drafts if _is_shown(draft.summary, order)]
    if not summaries:
        raise NotFoundError("no conference has anything to show to these readers", "Take notes, or mark talks first.")
    notices = tuple(notice for draft in drafts for notice in draft.unreadable)
    return replace(_site_of(vault, summaries, order, look, out, url, tell), notices=notices)


def build_pages(
    vault: Vault,
    order: SummaryOrder,
    summary: Summary,
    look: RenderPreferences,
    out: Path,
    tell: Callable[[str], None],
) -> WrittenSite:
    """Write one summary as pages; raises what `write_site` raises."""
    return _site_of(vault, [summary], order, look, out, "", tell)


def _site_of(
    vault: Vault,
    summaries: list[Summary],
    order: SummaryOrder,
    look: RenderPreferences,
    out: Path,
    url: str,
    tell: Callable[[str], None],
) -> WrittenSite:
    """Write the pages of these summaries, whose items have different ids; raises what `write_site` raises."""
    setting = replace(render_options(look, "index"), photo=photo_pictures(vault, order, SIDES))
    shown = [shown_summary(summary, "html", setting.words) for summary in summaries]
    tell("Creating the pages")
    return write_site(out, site_files(shown, setting, url), tell)


def _is_shown(summary: Summary, order: SummaryOrder) -> bool:
    """Whether it says something; a program that was only imported is left out unless they name it."""
    items = summary.by_id.values()
    return bool(
        summary.lead or summary.overview.strip() or any(order.target or one.noted or one.marks for one in items)
    )
