"""Links into recordings: the second at which an address starts to play, and the address for a given second.

Sites differ: `?t=` on YouTube, Twitch, Bilibili and Loom, `?start=` on PeerTube, Dailymotion, the Internet Archive and
Panopto, `#t=` on Vimeo and media.ccc.de. Video and sound files, also as file names, take the `#t=` of Media Fragments
URI 1.0 (W3C, 2012). Other sites, such as SlidesLive, are not known to support it.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from confnotes.model.fast_dataclass import fast_dataclass

MOST_SECONDS = 10 * 24 * 3600
"""The maximum length of a recording in seconds."""

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):([0-5]?\d)(?:[.,]\d+)?\Z", re.ASCII)
_UNITS = re.compile(r"(?=\d)(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})(?:\.\d+)?s?)?\Z", re.ASCII | re.IGNORECASE)
_FILE = re.compile(r"\.(?:mp4|m4v|webm|mov|mkv|ogv|ogg|oga|opus|mp3|m4a|aac|flac|wav)\Z", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]")
MOMENT_LINK = re.compile(r"[ ]\[([\d:]{4,9})\]\([^()\s]+\)\Z")
"""The link to its moment in the recording at the end of a line."""

_OFFSET_NAMES = ("t", "start", "time_continue")
_YOUTUBE_HOSTS = frozenset({"youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com", "youtu.be"})
_YOUTUBE_PATH = re.compile(r"/(?:embed|shorts|live|v)/([\w-]{6,20})/?\Z", re.ASCII)
_YOUTUBE_SHORT = re.compile(r"/[\w-]{6,20}/?\Z", re.ASCII)
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_SHORT_UUID = "[1-9A-HJ-NP-Za-km-z]{20,23}"
_PEERTUBE = re.compile(rf"/(?:w|videos/watch|videos/embed)/(?:{_UUID}|{_SHORT_UUID})/?\Z", re.ASCII)


@fast_dataclass(frozen=True, slots=True)
class _Site:
    """How a site names a moment: `name` in the query or, if `in_fragment`, after `#`."""

    path: re.Pattern[str]
    name: str = "t"
    in_fragment: bool = False
    unit: str = ""


_ANY = re.compile(r"/.")
_SITES = {
    "vimeo.com": _Site(re.compile(r"/(?:\S*/)?\d{5,}"), in_fragment=True, unit="s"),
    "player.vimeo.com": _Site(re.compile(r"/video/\d+"), in_fragment=True, unit="s"),
    "media.ccc.de": _Site(re.compile(r"/v/."), in_fragment=True),
    "twitch.tv": _Site(re.compile(r"/videos/\d+"), unit="s"),
    "bilibili.com": _Site(re.compile(r"/video/.")),
    "dailymotion.com": _Site(re.compile(r"/(?:embed/)?video/."), "start"),
    "dai.ly": _Site(_ANY, "start"),
    "archive.org": _Site(re.compile(r"/(?:details|embed)/."), "start"),
    "loom.com": _Site(re.compile(r"/(?:share|embed)/.")),
}
_PANOPTO = _Site(re.compile(r"/Panopto/Pages/(?:Viewer|Embed)\.aspx\Z", re.IGNORECASE), "start")
_FILE_SITE = _Site(_FILE, in_fragment=True)
_PEERTUBE_SITE = _Site(_PEERTUBE, "start")
_YOUTUBE_SITE = _Site(_ANY)


def offset_of(url: str) -> int | None:
    """The second at which the address starts to play; None if it states none or the site is unknown."""
    parts = _split(url)
    if parts is None or _site_of(parts) is None:
        return None
    for part in (parts.fragment, parts.query):
        for pair in part.split("&"):
            name, _, value = pair.partition("=")
            if (
                name in _OFFSET_NAMES
                and (seconds := read_clock(value.removeprefix("npt:").partition(",")[0])) is not None
            ):
                return seconds
    return None


def moment(url: str, seconds: int) -> str | None:
    """The address that plays from that second; None if the site is unknown or the second invalid.

    Replaces an offset in the address; the rest of its query stays.
    """
    parts = _split(url)
    site = _site_of(parts) if parts is not None else None
    if parts is None or site is None or not 0 <= seconds <= MOST_SECONDS:
        return None
    asked = f"{site.name}={seconds}{site.unit}"
    query = [pair for pair in parts.query.split("&") if pair and pair.partition("=")[0] not in _OFFSET_NAMES]
    if site is _YOUTUBE_SITE:
        parts, query = _as_watched(parts, query)
    if not site.in_fragment:
        query.append(asked)
    return urlunsplit(parts._replace(query="&".join(query), fragment=asked if site.in_fragment else ""))


def is_peertube(path: str) -> bool:
    """Whether a path is that of a PeerTube video, which may be on any host."""
    return path.startswith(("/w/", "/videos/")) and _PEERTUBE.match(path) is not None


def clock_text(seconds: int) -> str:
    """`12:40`, or `1:02:03` from an hour on."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def read_clock(text: str) -> int | None:
    """Seconds from `12:40`, `1:02:03`, `1h2m3s` or `760`, without fractions; None for other text."""
    text = text.strip()
    if match := _CLOCK.match(text):
        seconds = int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])
    elif match := _UNITS.match(text):
        seconds = int(match[1] or 0) * 3600 + int(match[2] or 0) * 60 + int(match[3] or 0)
    else:
        return None
    return seconds if seconds <= MOST_SECONDS else None


def _split(url: str) -> SplitResult | None:
    url = url.strip()
    if _UNSEEN.search(url):
        return None if "://" in url or not _FILE.search(url.partition("#")[0]) else _file_name(url)
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme in ("http", "https") and parts.hostname:
        return parts
    return _file_name(url) if not parts.scheme and not parts.netloc else None


def _file_name(name: str) -> SplitResult | None:
    """The name of a file, in which only `#` is special."""
    path, _, fragment = name.partition("#")
    return SplitResult("", "", path, "", fragment) if path.isprintable() and ":" not in path else None


def _site_of(parts: SplitResult) -> _Site | None:
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    if host in _YOUTUBE_HOSTS:
        return _YOUTUBE_SITE if _is_youtube_video(host, parts) else None
    known = _SITES.get(host)
    candidates = (known,) if known else (_PEERTUBE_SITE, _PANOPTO, _FILE_SITE) if host else (_FILE_SITE,)
    return next((site for site in candidates if site.path.search(parts.path)), None)


def _is_youtube_video(host: str, parts: SplitResult) -> bool:
    if host == "youtu.be":
        return _YOUTUBE_SHORT.match(parts.path) is not None
    if parts.path == "/watch":
        return any(pair.startswith("v=") and len(pair) > 2 for pair in parts.query.split("&"))
    return _YOUTUBE_PATH.match(parts.path) is not None


def _as_watched(parts: SplitResult, query: list[str]) -> tuple[SplitResult, list[str]]:
    """The page on which a video is watched: embedded players have no moment, or another name for it."""
    found = _YOUTUBE_PATH.match(parts.path)
    if found is None:
        return parts, query
    return parts._replace(netloc="www.youtube.com", path="/watch"), [f"v={found[1]}", *query]
