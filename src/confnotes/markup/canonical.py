"""One form for an address, however it was written: the same paper or video is the same string."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

_URL = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?\Z", re.DOTALL)
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|igshid|feature|si|ref_src|usp|_hs\w+)\Z")
_ARXIV = re.compile(
    r"/(?:abs|pdf|html|format|ps)/((?:\d{4}\.\d{4,5})|(?:[a-z-]+(?:\.[A-Z]{2})?/\d{7}))(?:v\d+)?(?:\.pdf)?/?\Z"
)
_ARXIV_DOI = re.compile(r"/10\.48550/arxiv\.(\S+?)(?:v\d+)?\Z", re.IGNORECASE)
_YOUTUBE = re.compile(r"/(?:embed|live|shorts|v)/([\w-]{6,20})")
_VIDEO_ID = re.compile(r"[\w-]+\Z", re.ASCII)
_ACL = re.compile(
    r"/(?:anthology/)?(?:papers/\w/\w+/)?([A-Z]\d\d-\d{4,5}|\d{4}\.[\w-]+\.\d+)(?:v\d+)?(?:\.pdf|\.bib)?/?\Z", re.ASCII
)
_PMLR = re.compile(r"(/v\d+/)([\w-]+?)(?:/\2)?(?:\.html|\.pdf)?/?\Z")
_NEURIPS = re.compile(r"/paper(?:_files/paper)?/(\d{4})/(?:hash|file)/([0-9a-f]{32})-")
_DRIVE_FILE = re.compile(r"/file/(?:u/\d+/)?d/([\w-]+)")
_GOOGLE_DOC = re.compile(r"/(document|presentation|spreadsheets)/(?:u/\d+/)?d/([\w-]+)")
_VIMEO = re.compile(r"/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/)?(\d+)(?:/[0-9a-f]+)?/?\Z")
_SLIDESLIVE = re.compile(r"/(?:embed/)?(?:presentation/)?(\d+)")


def parts(url: str) -> tuple[str, str, str, str]:
    """Scheme, host (lower case, without `www.` and port), path and query of an address."""
    match = _URL.match(url.strip())
    if not match:
        return "", "", url, ""
    host = (match[2] or "").rpartition("@")[2].lower().partition(":")[0].removeprefix("www.")
    return match[1].lower(), host, match[3], match[4] or ""


def canonical(url: str) -> str:
    """The form that two spellings of the same address share; anything that is no web address stays as it is."""
    url = url.strip()
    match = _URL.match(url)
    if not match:
        return url
    scheme = match[1].lower()
    if scheme == "mailto":
        return f"mailto:{match[3].lower()}"
    if scheme not in ("http", "https") or not match[2]:
        return url
    host = match[2].rpartition("@")[2].lower().removesuffix(":443").removesuffix(":80").rstrip(".").removeprefix("www.")
    query = [pair for pair in (match[4] or "").split("&") if pair and not _TRACKING.match(pair.partition("=")[0])]
    known = _known(host, match[3], dict(pair.partition("=")[::2] for pair in query))
    if known:
        return known
    path = match[3].rstrip("/")
    fragment = match[5] or ""
    tail = ("?" + "&".join(query) if query else "") + (
        f"#{fragment}" if fragment and not fragment.startswith(":~:") else ""
    )
    return f"https://{host}{path}{tail}"


def _known(host: str, path: str, query: dict[str, str]) -> str | None:
    """The one address of something on a host that has many for it."""
    if host == "arxiv.org" or host.endswith((".arxiv.org", "ar5iv.org")):
        found = _ARXIV.match(path)
        return f"https://arxiv.org/abs/{found[1]}" if found else None
    if host in ("doi.org", "dx.doi.org"):
        preprint = _ARXIV_DOI.match(path)
        return (
            f"https://arxiv.org/abs/{preprint[1]}" if preprint else f"https://doi.org{_quoted(unquote(path).lower())}"
        )
    if host in ("youtu.be", "youtube.com", "m.youtube.com", "youtube-nocookie.com"):
        return _youtube(host, path, query)
    if host == "openreview.net" and path in ("/forum", "/pdf") and "id" in query:
        return f"https://openreview.net/forum?id={query['id']}"
    if host in ("aclanthology.org", "aclweb.org", "aclanthology.info"):
        found = _ACL.match(path)
        return f"https://aclanthology.org/{found[1]}" if found else None
    if host == "proceedings.mlr.press":
        found = _PMLR.match(path)
        return f"https://proceedings.mlr.press{found[1]}{found[2]}.html" if found else None
    if host in ("papers.nips.cc", "papers.neurips.cc", "proceedings.neurips.cc"):
        found = _NEURIPS.match(path)
        return f"https://proceedings.neurips.cc/paper/{found[1]}/hash/{found[2]}-Abstract.html" if found else None
    if host == "drive.google.com":
        found = _DRIVE_FILE.match(path)
        name = found[1] if found else query.get("id")
        return f"https://drive.google.com/file/d/{name}" if name else None
    if host == "docs.google.com":
        found = _GOOGLE_DOC.match(path)
        return f"https://docs.google.com/{found[1]}/d/{found[2]}" if found else None
    if host in ("vimeo.com", "player.vimeo.com"):
        found = _VIMEO.match(path)
        return f"https://vimeo.com/{found[1]}" if found else None
    if host == "slideslive.com":
        found = _SLIDESLIVE.match(path)
        return f"https://slideslive.com/{found[1]}" if found else None
    if host == "github.com" and path.endswith(".git"):
        return f"https://github.com{path.removesuffix('.git')}"
    return None


def _quoted(path: str) -> str:
    return quote(path, safe="/:;()<>,+=@!$*'[]", errors="replace")


def _youtube(host: str, path: str, query: dict[str, str]) -> str | None:
    found = _YOUTUBE.match(path)
    video = path[1:].partition("/")[0] if host == "youtu.be" else found[1] if found else query.get("v")
    return f"https://www.youtube.com/watch?v={video}" if video and _VIDEO_ID.match(video) else None
