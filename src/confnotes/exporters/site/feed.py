"""The feed and the sitemap of a site, which need its address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from confnotes.markup.safe import safe_text
from confnotes.model.summary import SummaryItem
from confnotes.model.timetable import zone_named

MOST_ENTRIES: Final = 40


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A talk in the feed: its address from the site's root, title, moment, and a line of text."""

    address: str
    title: str
    moment: datetime
    text: str


def moment_of(item: SummaryItem, zone: str | None) -> datetime | None:
    """When the item began at its conference, in UTC; None without a day."""
    if item.day is None:
        return None
    start = item.start.time() if isinstance(item.start, datetime) else item.start or time(12)
    return datetime.combine(item.day, start, zone_named(zone) or UTC).astimezone(UTC)


def feed(url: str, title: str, author: str, entries: Iterable[FeedEntry]) -> bytes:
    """An Atom feed of the newest talks: https://www.rfc-editor.org/rfc/rfc4287."""
    newest = sorted(entries, key=lambda one: (one.moment, one.address), reverse=True)[:MOST_ENTRIES]
    updated = _stamp(newest[0].moment if newest else datetime.fromtimestamp(0, UTC))
    made = "".join(
        f"<entry><title>{_text(one.title)}</title><link href={quoteattr(absolute(url, one.address))}/>"
        f"<id>{escape(absolute(url, one.address))}</id><updated>{_stamp(one.moment)}</updated>"
        f"<summary>{_text(one.text)}</summary></entry>\n"
        for one in newest
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{_text(title)}</title><id>{escape(url)}</id><updated>{updated}</updated>"
        f'<link href={quoteattr(url)}/><link rel="self" href={quoteattr(absolute(url, "feed.xml"))}/>'
        f"<author><name>{_text(author or title)}</name></author>\n{made}</feed>\n"
    ).encode("utf-8", "replace")


def sitemap(url: str, addresses: Iterable[str]) -> bytes:
    """A sitemap for search engines: https://www.sitemaps.org/protocol.html."""
    made = "".join(f"<url><loc>{escape(absolute(url, one))}</loc></url>\n" for one in addresses)
    head = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{made}</urlset>\n".encode()


def absolute(url: str, address: str) -> str:
    """An address of the site with that URL."""
    return url.rstrip("/") + "/" + quote(address.removesuffix("index.html"), safe="/#")


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(text: str) -> str:
    return escape(safe_text(text, lines=False))
