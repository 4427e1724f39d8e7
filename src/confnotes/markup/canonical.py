"""One form for an address, however it was written: the same paper or video is the same string."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
_IN_CAPITALS = re.compile(r"(?:[a-z]\d\d-\d{4,5}|pmc\d+)\Z", re.IGNORECASE | re.ASCII)
_PMC = "https://pmc.ncbi.nlm.nih.gov/articles/{}"
_IEEE = "https://ieeexplore.ieee.org/document/{}"
_ICLR = "https://proceedings.iclr.cc/paper_files/paper/{}/hash/{}-Abstract-Conference.html"
_PMLR = re.compile(r"(/v\d+/)([\w-]+?)(?:/\2)?(?:\.html|\.pdf)?/?\Z")
_NEURIPS = re.compile(r"/paper(?:_files/paper)?/(\d{4})/(?:hash|file)/([0-9a-f]{32})-")
_ARXIV_MIRROR = re.compile(r"/(?:papers|abs|pdf|overview|arxiv)/(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?/?\Z")
_ARXIV_MIRRORS = frozenset({"alphaxiv.org", "huggingface.co", "scirate.com", "semanticscholar.org", "arxiv-vanity.com"})
_PUBLISHED = re.compile(
    r"/(?:doi|article|chapter|book)/(?:[a-z]{2,12}/)?(10\.\d{4,9}/[^\s?#]+?)(?:\.pdf)?/?\Z", re.IGNORECASE
)
_BIORXIV = re.compile(
    r"/content/(?:[a-z]+/early/[\d/]+/)?(10\.\d{4,9}/\d[\d.]*\d)(?:v\d+)?(?:\.(?:full|abstract)[\w.-]*)?/?\Z"
)
_NATURE = re.compile(r"/articles/(s\d{5}-\d{3}-\d{4,6}-[\dxyz]|nature\d+)(?:\.pdf)?/?\Z")
_OLD_NIPS = re.compile(r"/paper/(\d{1,5}-[\w-]+)(?:\.pdf)?/?\Z")
_CVF = re.compile(r"/(content[\w/]*)/(?:html|papers)/([^/]+_paper)\.(?:html|pdf)\Z", re.IGNORECASE)
_JMLR = re.compile(r"/papers/v(?:olume)?(\d+)/([\w-]+)(?:\.html|/\2\.pdf)?/?\Z")
_EPRINT = re.compile(r"/(\d{4}/\d+)(?:\.pdf)?/?\Z")
_ZENODO = re.compile(r"(?:/records?/|/10\.5281/zenodo\.)(\d+)/?\Z", re.IGNORECASE)
# A host, what the path and query of a paper there are, and the one address for it.
_PAPERS = (
    ("openreview.net", r"/attachment\?(?:.*&)?id=([\w-]+)&name=pdf\Z", "https://openreview.net/forum?id={}"),
    ("doi.org", r"/10\.(?:18653|3115)/v1/([a-z]\d\d-\d{4,5}|\d{4}\.[\w-]+\.\d+)\Z", "https://aclanthology.org/{}"),
    ("semanticscholar.org", r"/paper/(?:[^/]+/)?([0-9a-f]{40})/?\Z", "https://semanticscholar.org/paper/{}"),
    ("ncbi.nlm.nih.gov", r"/pubmed/(\d+)/?\Z", "https://pubmed.ncbi.nlm.nih.gov/{}"),
    ("ncbi.nlm.nih.gov", r"/pmc/articles/(PMC\d+)(?:/|\Z)", _PMC),
    ("pmc.ncbi.nlm.nih.gov", r"/articles/(PMC\d+)(?:/|\Z)", _PMC),
    ("europepmc.org", r"/articles?/(?:PMC/)?(PMC\d+)/?\Z", _PMC),
    ("ieeexplore.ieee.org", r"/(?:abstract/)?document/(\d+)/?\Z", _IEEE),
    ("ieeexplore.ieee.org", r"/stamp/stamp\.jsp\?(?:.*&)?arnumber=0*(\d+)", _IEEE),
    ("proceedings.iclr.cc", r"/paper_files/paper/(\d{4})/(?:hash|file)/([0-9a-f]{32})-", _ICLR),
)
_PAPERS_AT: dict[str, list[tuple[re.Pattern[str], str]]] = {}
for _host, _path, _address in _PAPERS:
    _PAPERS_AT.setdefault(_host, []).append((re.compile(_path, re.IGNORECASE | re.ASCII), _address))
_PLAYS_AT = re.compile(r"(?:t|time|start)=(?:npt:)?[\dhms:.,]+\Z")
_PAGE_OF = re.compile(r"page=\d+\Z")
_PLAYED = frozenset({"twitch.tv", "bilibili.com", "dailymotion.com", "dai.ly", "loom.com"})
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


def is_web(url: str) -> bool:
    """Whether an address is one of the web, with a host."""
    scheme, host, _, _ = parts(url)
    return scheme in ("http", "https") and bool(host)


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
    if host in _PLAYED:
        query = [pair for pair in query if not _PLAYS_AT.match(pair)]
    known = _known(host, match[3], dict(pair.partition("=")[::2] for pair in query))
    if known:
        return known
    path = match[3].rstrip("/")
    return f"https://{host}{path}{'?' + '&'.join(query) if query else ''}{_fragment(match[5] or '')}"


def to_ask(url: str) -> str:
    """Where to ask about an address: the canonical form, but as it is written where that names the same page.

    The canonical form drops `www.`, which some sites need.
    """
    address = canonical(url)
    return url if parts(url)[2].rstrip("/") == parts(address)[2] else address


def _fragment(fragment: str) -> str:
    """What stands behind the `#`, where it names a part that is a thing of its own: no moment, no page, no words."""
    is_place = fragment.startswith(":~:") or _PLAYS_AT.match(fragment) or _PAGE_OF.match(fragment)
    return f"#{fragment}" if fragment and not is_place else ""


def _known(host: str, path: str, query: dict[str, str]) -> str | None:
    """The one address of something on a host that has many for it."""
    for pattern, address in _PAPERS_AT.get(host.removeprefix("dx."), ()):
        if found := pattern.match(path + (f"?{_joined(query)}" if query else "")):
            return address.format(*(_spelled(part) for part in found.groups()))
    if host == "arxiv.org" or host.endswith((".arxiv.org", "ar5iv.org")):
        found = _ARXIV.match(path)
        return f"https://arxiv.org/abs/{found[1]}" if found else None
    if host in _ARXIV_MIRRORS:
        found = _ARXIV_MIRROR.match(path)
        return f"https://arxiv.org/abs/{found[1]}" if found else None
    if host in ("zenodo.org", "doi.org", "dx.doi.org") and (found := _ZENODO.match(path)):
        return f"https://zenodo.org/records/{found[1]}"
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
        if found := _NEURIPS.match(path):
            return f"https://proceedings.neurips.cc/paper/{found[1]}/hash/{found[2]}-Abstract.html"
        found = _OLD_NIPS.match(path)
        return f"https://papers.nips.cc/paper/{found[1]}" if found else None
    if published := _published(host, path):
        return published
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


def _joined(query: Mapping[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in query.items())


def _spelled(identifier: str) -> str:
    """An identifier as its site writes it; an address may have it in any case."""
    return identifier.upper() if _IN_CAPITALS.match(identifier) else identifier


def _published(host: str, path: str) -> str | None:
    """The DOI of a paper at its publisher, whose address has it, or its one page where the same site has several."""
    if host in ("biorxiv.org", "medrxiv.org"):
        found = _BIORXIV.match(path)
        return f"https://doi.org/{found[1].lower()}" if found else None
    if host == "nature.com":
        found = _NATURE.match(path)
        return f"https://doi.org/10.1038/{found[1].lower()}" if found else None
    if host == "openaccess.thecvf.com":
        found = _CVF.match(path)
        return f"https://openaccess.thecvf.com/{found[1]}/html/{found[2]}.html" if found else None
    if host == "jmlr.org":
        found = _JMLR.match(path)
        return f"https://jmlr.org/papers/v{found[1]}/{found[2]}.html" if found else None
    if host == "eprint.iacr.org":
        found = _EPRINT.match(path)
        return f"https://eprint.iacr.org/{found[1]}" if found else None
    found = _PUBLISHED.search(path) if "/10." in path else None
    return f"https://doi.org{_quoted('/' + unquote(found[1]).lower())}" if found else None


def _quoted(path: str) -> str:
    return quote(path, safe="/:;()<>,+=@!$*'[]", errors="replace")


def _youtube(host: str, path: str, query: dict[str, str]) -> str | None:
    found = _YOUTUBE.match(path)
    video = path[1:].partition("/")[0] if host == "youtu.be" else found[1] if found else query.get("v")
    return f"https://www.youtube.com/watch?v={video}" if video and _VIDEO_ID.match(video) else None
