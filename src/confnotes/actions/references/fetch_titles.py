"""Fetch titles of references, politely: one page at a time, with a pause per host and a time limit.

Fetches only on request, only from public addresses, and does not retry recent failures.
"""

from __future__ import annotations

import json
import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from html import unescape
from typing import NamedTuple
from urllib.parse import quote

from confnotes.catalogue.papers.paper_library import fetched_titles
from confnotes.errors import NetworkError, StoppedError, UsageError
from confnotes.markup.canonical import canonical, is_web, parts, to_ask
from confnotes.markup.talk_references import is_bare
from confnotes.model.program import Resource, ResourceKind
from confnotes.vault import titles_file
from confnotes.vault.settings import FETCH_TITLES, set_setting, setting_value
from confnotes.vault.titles_file import FetchedTitle, clean_title
from confnotes.vault.vault import Vault
from confnotes.web.fetch_page import AnsweredError, Fetching, fetch_page

ASK_AGAIN_AFTER = timedelta(days=30)
_WITH_TITLES = frozenset(
    {ResourceKind.PAPER, ResourceKind.VIDEO, ResourceKind.SLIDES, ResourceKind.CODE, ResourceKind.OTHER}
)
_PAGE_BYTES = 4 * 1024 * 1024  # of a page; only its head is read
_OFFLINE_AFTER = 2  # hosts that cannot be reached, before any answered
_KEEP_EVERY = 20  # titles, so that an interruption loses few


@dataclass(frozen=True, slots=True)
class TitleOptions:
    """Options: total time, time per page and pause per host in seconds; maximum number of pages; whether private
    addresses are allowed; cancel and progress callbacks.
    """

    seconds: float = 60.0
    page_seconds: float = 10.0
    pause: float = 1.0
    most: int = 20
    allow_private: bool = False
    cancelled: Callable[[], bool] | None = None
    progress: Callable[[int, int], None] | None = None


@dataclass(frozen=True, slots=True)
class FetchedTitles:
    """Result: titles by canonical address, the number without a title, the number not asked yet, and why the fetch
    failed, or None.
    """

    titles: dict[str, str]
    without: int = 0
    left: int = 0
    failure: str | None = None


def untitled_urls(vault: Vault, resources: Iterable[Resource], today: date) -> list[str]:
    """Addresses of these resources that lack a title and were not asked for recently."""
    known = fetched_titles(vault)
    found: dict[str, str] = {}
    for resource in resources:
        address = canonical(resource.url)
        asked = known.get(address)
        again = asked is None or (asked.title is None and today - asked.fetched > ASK_AGAIN_AFTER)
        if again and resource.kind in _WITH_TITLES and is_bare(resource) and is_web(address):
            found.setdefault(address, resource.url)
    return list(found.values())


def fetch_titles(vault: Vault, urls: Iterable[str], today: date, manner: TitleOptions | None = None) -> FetchedTitles:
    """Fetch the titles of these addresses and store them in the vault.

    A missing network is not an error: `failure` says so. Raises ConfnotesError if the vault cannot be written.
    """
    manner = manner or TitleOptions()
    turns = _Turns(list(urls), manner)
    found: dict[str, FetchedTitle] = {}
    kept: set[str] = set()
    failure: str | None = None
    unreachable: set[str] = set()

    def keep_fresh() -> None:
        fresh = {address: title for address, title in found.items() if address not in kept}
        if fresh:
            keep_titles(vault, fresh)
            kept.update(fresh)

    try:
        while (url := turns.next()) is not None:
            try:
                title = _title(url, manner, turns.left())
            except AnsweredError as error:
                if error.is_passing:
                    turns.leave_out(url)
                    continue
                title = None
            except (NetworkError, UsageError) as error:
                turns.leave_out(url)
                failure = error.message
                unreachable.add(turns.host(url))
                if not found and len(unreachable) >= _OFFLINE_AFTER:
                    break
                continue
            found[canonical(url)] = FetchedTitle(title, today)
            if len(found) - len(kept) >= _KEEP_EVERY:
                keep_fresh()
    except (StoppedError, TimeoutError):
        failure = None
    finally:
        keep_fresh()
    titles = {address: one.title for address, one in found.items() if one.title}
    return FetchedTitles(titles, len(found) - len(titles), turns.waiting, None if found else failure)


def _title(url: str, manner: TitleOptions, left: float) -> str | None:
    asked = title_request(url)
    how = Fetching(
        seconds=min(manner.page_seconds, left),
        max_bytes=_PAGE_BYTES,
        allow_private=manner.allow_private,
        typed=False,
        cancelled=manner.cancelled,
        accept=asked.accept,
    )
    return asked.read(fetch_page(asked.url, how).data)


class _Turns:
    """Round-robin over hosts, each with its pause."""

    def __init__(self, urls: list[str], manner: TitleOptions) -> None:
        self._manner = manner
        self._end = time.monotonic() + manner.seconds
        self._hosts: deque[tuple[str, deque[str]]] = deque()
        self._ready: dict[str, float] = {}
        self._asked = 0
        self._total = min(len(urls), manner.most)
        by_host: dict[str, deque[str]] = {}
        for url in urls:
            by_host.setdefault(self.host(url), deque()).append(url)
        self._hosts.extend(by_host.items())
        self._left_out = 0

    @staticmethod
    def host(url: str) -> str:
        """The host that is asked for the title."""
        return parts(title_request(url).url)[1]

    @property
    def waiting(self) -> int:
        """Number of addresses not asked yet."""
        return self._left_out + sum(len(urls) for _, urls in self._hosts)

    def left(self) -> float:
        """Seconds left; raises StoppedError if cancelled, TimeoutError if time is up."""
        if self._manner.cancelled is not None and self._manner.cancelled():
            raise StoppedError
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def next(self) -> str | None:
        """The next address, after its host's pause; None if all are done or the page limit is reached."""
        if not self._hosts or self._asked >= self._manner.most:
            return None
        if self._manner.progress is not None:
            self._manner.progress(self._asked, self._total)
        host, urls = min(self._hosts, key=lambda turn: self._ready.get(turn[0], 0.0))
        while (wait := self._ready.get(host, 0.0) - time.monotonic()) > 0:
            time.sleep(min(wait, 0.1, self.left()))
        self.left()
        self._hosts.remove((host, urls))
        url = urls.popleft()
        if urls:
            self._hosts.append((host, urls))
        self._ready[host] = time.monotonic() + self._manner.pause
        self._asked += 1
        return url

    def leave_out(self, url: str) -> None:
        """Skip the remaining addresses of that address's host."""
        host = self.host(url)
        self._left_out += 1 + sum(len(urls) for name, urls in self._hosts if name == host)
        self._hosts = deque(turn for turn in self._hosts if turn[0] != host)


def keep_titles(vault: Vault, found: Mapping[str, FetchedTitle]) -> None:
    """Store titles, merged with those written meanwhile; raises ConfnotesError."""
    vault.change(titles_file.PATH, lambda text: titles_file.with_titles(text, found), new="")


_LOOKED_AT = 400_000  # bytes: titles stand in the head of a page
_META = re.compile(r"<meta\s[^<>]{1,4000}>", re.IGNORECASE)
_NAME = re.compile(r"\b(?:name|property)\s{0,5}=\s{0,5}[\"']?([\w:.-]{1,40})", re.IGNORECASE)
_CONTENT = re.compile(r"\bcontent\s{0,5}=\s{0,5}(?:\"([^\"]{0,2000})\"|'([^']{0,2000})')", re.IGNORECASE)
_TITLE = re.compile(r"<title(?:\s[^<>]{0,500})?>([^<]{1,2000})</title", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?([\w-]{3,20})", re.IGNORECASE)
_BEST_FIRST = ("citation_title", "dc.title", "og:title", "twitter:title")
_HELD_UP = "just a moment|access denied|attention required|before you continue"
_MISSING = r"(?:error |http )?(?:403|404|429|500|503)\b|page not found|not found\Z"
_ASKED_WHO = r"log ?in\b|sign ?in\b|are you a robot|captcha"
_NO_TITLE = re.compile(rf"{_HELD_UP}|{_MISSING}|{_ASKED_WHO}|untitled\b|redirecting|loading", re.IGNORECASE)
_SITE_BEHIND = re.compile(
    r"\s+(?:[|·]|[-–—])\s+(?:YouTube|Vimeo|OpenReview|SlidesLive|GitHub|Speaker Deck|media\.ccc\.de)\Z"
)


class TitleRequest(NamedTuple):
    """Where to fetch a title, which media type to request, and how to parse the answer."""

    url: str
    accept: str
    read: Callable[[bytes], str | None]


def title_request(url: str) -> TitleRequest:
    """The request for the title of an address: from a registry or the site's API if there is one."""
    address = canonical(url)
    host = parts(address)[1]
    if host == "doi.org":
        return TitleRequest(address, "application/vnd.citationstyles.csl+json", title_in_json)
    if host == "youtube.com":
        return TitleRequest(
            f"https://www.youtube.com/oembed?format=json&url={quote(address, safe='')}", "*/*", title_in_json
        )
    if host == "vimeo.com":
        return TitleRequest(f"https://vimeo.com/api/oembed.json?url={quote(address, safe='')}", "*/*", title_in_json)
    return TitleRequest(to_ask(url), "text/html,*/*;q=0.5", title_in_page)


def title_in_json(data: bytes) -> str | None:
    """The title in CSL-JSON (a string or a list with one) or oEmbed, or None."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    title = value.get("title") if isinstance(value, dict) else None
    title = title[0] if isinstance(title, list) and title else title
    return _readable(title) if isinstance(title, str) else None


def title_in_page(data: bytes) -> str | None:
    """The title of an HTML page: from citation tags, sharing tags, or the title element."""
    if data.startswith(b"%PDF") or b"<" not in data[:2000]:
        return None
    page = _decoded(data[:_LOOKED_AT])
    said: dict[str, str] = {}
    for tag in _META.finditer(page):
        name, content = _NAME.search(tag[0]), _CONTENT.search(tag[0])
        if name and content:
            said.setdefault(name[1].lower(), content[1] or content[2] or "")
    titles = [said.get(name, "") for name in _BEST_FIRST]
    window = _TITLE.search(page)
    titles.append(_SITE_BEHIND.sub("", " ".join(window[1].split())) if window else "")
    return next((title for title in map(_readable, titles) if title), None)


def _decoded(data: bytes) -> str:
    named = _CHARSET.search(data[:4000])
    try:
        return data.decode(named[1].decode() if named else "utf-8", "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def _readable(title: str) -> str | None:
    """A title as plain text; None for error pages and login pages."""
    words = clean_title(re.sub(r"</?[a-zA-Z]{1,10}>", "", unescape(title)))
    return words if words and not _NO_TITLE.match(words) else None


class Consent(StrEnum):
    """The user's decision; ASK until then."""

    ASK = "ask"
    YES = "yes"
    NO = "no"


def consent() -> Consent:
    """The decision in the settings; ASK if missing or unreadable."""
    return Consent(setting_value(FETCH_TITLES))


def remember(said: Consent) -> None:
    """Write the decision to the settings; raises SettingsError if they cannot be changed."""
    set_setting(FETCH_TITLES.key, said.value)
