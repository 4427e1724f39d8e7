"""Canonical addresses: every spelling of an address of the same paper or video becomes the same string."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, unquote

_URL = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?\Z", re.DOTALL)
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|igshid|feature|si|ref_src|usp|_hs\w+)\Z")
_IN_CAPITALS = re.compile(r"(?:[a-z]\d\d-\d{4,5}|pmc\d+)\Z", re.IGNORECASE | re.ASCII)
_PUBLISHED = re.compile(
    r"/(?:doi|article|chapter|book)/(?:[a-z]{2,12}/)?(10\.\d{4,9}/[^\s?#]+?)(?:\.pdf)?/?\Z", re.IGNORECASE
)

_ARXIV = "https://arxiv.org/abs/{}"
_ARXIV_ID = r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?\Z"
_ACL = "https://aclanthology.org/{}"
_ACL_ID = r"([A-Z]\d\d-\d{4,5}|\d{4}\.[\w-]+\.\d+)"
_PMC = "https://pmc.ncbi.nlm.nih.gov/articles/{}"
_IEEE = "https://ieeexplore.ieee.org/document/{}"
_ICLR = "https://proceedings.iclr.cc/paper_files/paper/{}/hash/{}-Abstract-Conference.html"
_NIPS = "papers.nips.cc papers.neurips.cc proceedings.neurips.cc"
_YOUTUBE = "https://www.youtube.com/watch?v={}"
_YOUTUBE_HOSTS = "youtube.com m.youtube.com youtube-nocookie.com"
_DRIVE = "https://drive.google.com/file/d/{}"

# Host, the path (with its query if the pattern asks for one) of something that has several addresses,
# and its canonical address.
_SITES = (
    ("arxiv.org", rf"/(?:abs|pdf|html|format|ps)/{_ARXIV_ID}", _ARXIV),
    ("doi.org", r"(?i)/10\.48550/arxiv\.(\S+?)(?:v\d+)?\Z", _ARXIV),
    ("semanticscholar.org", r"(?i)/paper/(?:[^/]+/)?([0-9a-f]{40})/?\Z", "https://semanticscholar.org/paper/{}"),
    ("alphaxiv.org huggingface.co scirate.com semanticscholar.org arxiv-vanity.com",
     r"/(?:papers|abs|pdf|overview|arxiv)/(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?/?\Z", _ARXIV),
    ("zenodo.org doi.org", r"(?i)(?:/records?/|/10\.5281/zenodo\.)(\d+)/?\Z", "https://zenodo.org/records/{}"),
    ("openreview.net", r"/(?:forum|pdf)\?(?:.*&)?id=([^&]*)", "https://openreview.net/forum?id={}"),
    ("openreview.net", r"(?i)/attachment\?(?:.*&)?id=([\w-]+)&name=pdf\Z", "https://openreview.net/forum?id={}"),
    ("doi.org", rf"(?i)/10\.(?:18653|3115)/v1/{_ACL_ID}\Z", _ACL),
    ("aclanthology.org aclweb.org aclanthology.info",
     rf"/(?:anthology/)?(?:papers/\w/\w+/)?{_ACL_ID}(?:v\d+)?(?:\.pdf|\.bib)?/?\Z", _ACL),
    ("proceedings.mlr.press", r"(/v\d+/)([\w-]+?)(?:/\2)?(?:\.html|\.pdf)?/?\Z",
     "https://proceedings.mlr.press{}{}.html"),
    (_NIPS, r"/paper(?:_files/paper)?/(\d{4})/(?:hash|file)/([0-9a-f]{32})-",
     "https://proceedings.neurips.cc/paper/{}/hash/{}-Abstract.html"),
    (_NIPS, r"/paper/(\d{1,5}-[\w-]+)(?:\.pdf)?/?\Z", "https://papers.nips.cc/paper/{}"),
    ("proceedings.iclr.cc", r"(?i)/paper_files/paper/(\d{4})/(?:hash|file)/([0-9a-f]{32})-", _ICLR),
    ("ncbi.nlm.nih.gov", r"(?i)/pubmed/(\d+)/?\Z", "https://pubmed.ncbi.nlm.nih.gov/{}"),
    ("ncbi.nlm.nih.gov", r"(?i)/pmc/articles/(PMC\d+)(?:/|\Z)", _PMC),
    ("pmc.ncbi.nlm.nih.gov", r"(?i)/articles/(PMC\d+)(?:/|\Z)", _PMC),
    ("europepmc.org", r"(?i)/articles?/(?:PMC/)?(PMC\d+)/?\Z", _PMC),
    ("ieeexplore.ieee.org", r"(?i)/(?:abstract/)?document/(\d+)/?\Z", _IEEE),
    ("ieeexplore.ieee.org", r"(?i)/stamp/stamp\.jsp\?(?:.*&)?arnumber=0*(\d+)", _IEEE),
    ("biorxiv.org medrxiv.org",
     r"/content/(?:[a-z]+/early/[\d/]+/)?(10\.\d{4,9}/\d[\d.]*\d)(?:v\d+)?(?:\.(?:full|abstract)[\w.-]*)?/?\Z",
     "https://doi.org/{}"),
    ("nature.com", r"/articles/(s\d{5}-\d{3}-\d{4,6}-[\dxyz]|nature\d+)(?:\.pdf)?/?\Z", "https://doi.org/10.1038/{}"),
    ("openaccess.thecvf.com", r"(?i)/(content[\w/]*)/(?:html|papers)/([^/]+_paper)\.(?:html|pdf)\Z",
     "https://openaccess.thecvf.com/{}/html/{}.html"),
    ("jmlr.org", r"/papers/v(?:olume)?(\d+)/([\w-]+)(?:\.html|/\2\.pdf)?/?\Z", "https://jmlr.org/papers/v{}/{}.html"),
    ("eprint.iacr.org", r"/(\d{4}/\d+)(?:\.pdf)?/?\Z", "https://eprint.iacr.org/{}"),
    ("youtu.be", r"/([\w-]+)(?:/|\Z)", _YOUTUBE),
    (_YOUTUBE_HOSTS, r"/(?:embed|live|shorts|v)/([\w-]{6,20})", _YOUTUBE),
    (_YOUTUBE_HOSTS, r"[^?]*\?(?:.*&)?v=([\w-]+)(?:&|\Z)", _YOUTUBE),
    ("vimeo.com player.vimeo.com", r"/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/)?(\d+)(?:/[0-9a-f]+)?/?\Z",
     "https://vimeo.com/{}"),
    ("slideslive.com", r"/(?:embed/)?(?:presentation/)?(\d+)", "https://slideslive.com/{}"),
    ("drive.google.com", r"/file/(?:u/\d+/)?d/([\w-]+)", _DRIVE),
    ("drive.google.com", r"[^?]*\?(?:.*&)?id=([^&]+)", _DRIVE),
    ("docs.google.com", r"/(document|presentation|spreadsheets)/(?:u/\d+/)?d/([\w-]+)",
     "https://docs.google.com/{}/d/{}"),
    ("github.com", r"(/.*)\.git\Z", "https://github.com{}"),
)  # fmt: skip
_AT: dict[str, list[tuple[re.Pattern[str], str]]] = {}
for _hosts, _path, _address in _SITES:
    for _host in _hosts.split():
        _AT.setdefault(_host, []).append((re.compile(_path, re.ASCII), _address))
_IN_DOI = "/:;()<>,+=@!$*'[]"
_PLAYS_AT = re.compile(r"(?:t|time|start)=(?:npt:)?[\dhms:.,]+\Z")
_PAGE_OF = re.compile(r"page=\d+\Z")
_PLAYED = frozenset({"twitch.tv", "bilibili.com", "dailymotion.com", "dai.ly", "loom.com"})


def parts(url: str) -> tuple[str, str, str, str]:
    """Scheme, host (lower case, without `www.` and port), path and query of an address."""
    match = _URL.match(url.strip())
    if not match:
        return "", "", url, ""
    host = (match[2] or "").rpartition("@")[2].lower().partition(":")[0].removeprefix("www.")
    return match[1].lower(), host, match[3], match[4] or ""


def is_web(url: str) -> bool:
    """Whether an address is a web address with a host."""
    scheme, host, _, _ = parts(url)
    return scheme in ("http", "https") and bool(host)


@lru_cache(maxsize=1 << 12)
def canonical(url: str) -> str:
    """The form that all spellings of an address share; anything but a web address stays as it is."""
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
    if host in _PLAYED:
        query = [pair for pair in query if not _PLAYS_AT.match(pair)]
    known = _known(host, match[3], dict(pair.partition("=")[::2] for pair in query))
    if known:
        return known
    path = match[3].rstrip("/")
    return f"https://{host}{path}{'?' + '&'.join(query) if query else ''}{_fragment(match[5] or '')}"


def to_ask(url: str) -> str:
    """The address to request: the canonical form, but as written if that names the same page.

    The canonical form drops `www.`, which some sites need.
    """
    address = canonical(url)
    return url if parts(url)[2].rstrip("/") == parts(address)[2] else address


def _fragment(fragment: str) -> str:
    """The fragment after `#` if it names something of its own, rather than a time, a page or a phrase."""
    is_place = fragment.startswith(":~:") or _PLAYS_AT.match(fragment) or _PAGE_OF.match(fragment)
    return f"#{fragment}" if fragment and not is_place else ""


def _known(host: str, path: str, query: Mapping[str, str]) -> str | None:
    """The canonical address on a host with many spellings, or the DOI in a publisher's address."""
    host = "arxiv.org" if host.endswith((".arxiv.org", "ar5iv.org")) else host.removeprefix("dx.")
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    for pattern, address in _AT.get(host, ()):
        if found := pattern.match(f"{path}?{asked}" if r"\?" in pattern.pattern else path):
            return address.format(*map(_spelled, found.groups()))
    published = _PUBLISHED.search(path) if "/10." in path else None
    doi = path if host == "doi.org" else f"/{published[1]}" if published else ""
    return f"https://doi.org{quote(unquote(doi).lower(), safe=_IN_DOI, errors='replace')}" if doi else None


def _spelled(identifier: str) -> str:
    """An identifier in its site's spelling; addresses may have it in any case."""
    return identifier.upper() if _IN_CAPITALS.match(identifier) else identifier


_ALLOWED = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)


def is_allowed(address: str) -> bool:
    """Whether it is an http, https or mailto address; all others are shown as text."""
    return _ALLOWED.match(address) is not None
