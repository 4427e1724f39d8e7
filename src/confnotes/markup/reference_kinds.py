"""The kind of resource behind an address, by its host, its path and its label; see `references` for precedence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from confnotes.markup.canonical import parts
from confnotes.markup.recordings import is_peertube
from confnotes.model.program import ResourceKind as Kind

_Rule = tuple[re.Pattern[str], Kind]


def _by_host(rules: Iterable[tuple[str, str, Kind]]) -> dict[str, list[_Rule]]:
    table: dict[str, list[_Rule]] = {}
    for hosts, path, kind in rules:
        for host in hosts.split():
            table.setdefault(host, []).append((re.compile(path, re.IGNORECASE), kind))
    return table


_MEETINGS = "neurips.cc nips.cc icml.cc iclr.cc colmweb.org aistats.org"
_ACL_PAPER = r"/(?:anthology/)?(?:papers/\w/\w+/)?(?:[A-Z]\d\d-\d{4,5}|\d{4}\.[\w-]+\.\d+)"
_NEURIPS_PAPER = r"/paper(?:_files/paper)?/(?:\d{4}/[^/]|\d+-)"

# Hosts (with their subdomains), prefixes of paths, and the certain kind of such addresses.
_SURE = _by_host((
    ("arxiv.org ar5iv.org alphaxiv.org", r"/(?:abs|pdf|html|format|ps|overview)/", Kind.PAPER),
    ("openreview.net", r"/(?:forum|pdf)\b", Kind.PAPER),
    ("aclanthology.org aclweb.org", _ACL_PAPER, Kind.PAPER),
    ("proceedings.mlr.press", r"/v\d+/[^/]*\w", Kind.PAPER),
    ("jmlr.org", r"/(?:papers|proceedings/papers)/", Kind.PAPER),
    ("papers.nips.cc papers.neurips.cc proceedings.neurips.cc proceedings.iclr.cc", _NEURIPS_PAPER, Kind.PAPER),
    ("biorxiv.org medrxiv.org", r"/content/", Kind.PAPER),
    ("huggingface.co", r"/papers/", Kind.PAPER),
    ("semanticscholar.org scirate.com paperswithcode.com arxiv-vanity.com", r"/(?:papers?|arxiv)/", Kind.PAPER),
    ("ieeexplore.ieee.org", r"/(?:(?:abstract/)?document/|stamp/stamp\.jsp)", Kind.PAPER),
    ("sciencedirect.com", r"/science/article/", Kind.PAPER),
    ("nature.com", r"/articles/", Kind.PAPER),
    ("pubmed.ncbi.nlm.nih.gov", r"/\d", Kind.PAPER),
    ("ncbi.nlm.nih.gov pmc.ncbi.nlm.nih.gov europepmc.org", r"/(?:(?:pmc/)?articles?/|pubmed/\d)", Kind.PAPER),
    ("hal.science archives-ouvertes.fr", r"/[a-z]+-\d{6,}", Kind.PAPER),
    ("eprint.iacr.org", r"/\d{4}/\d", Kind.PAPER),
    ("ssrn.com", r"/(?:sol3/papers\.cfm|abstract=)", Kind.PAPER),
    ("ojs.aaai.org", r"/.*/article/", Kind.PAPER),
    ("youtube.com youtube-nocookie.com", r"/(?:watch|embed/|live/|shorts/|v/|playlist)", Kind.VIDEO),
    ("youtu.be", r"/\S", Kind.VIDEO),
    ("vimeo.com", r"/(?:\S*/)?\d{5,}", Kind.VIDEO),
    ("slideslive.com slideslive.de", r"/(?:embed/)?(?:presentation/)?\d+", Kind.VIDEO),
    ("media.ccc.de", r"/v/", Kind.VIDEO),
    ("videolectures.net pyvideo.org bilibili.com dailymotion.com dai.ly twitch.tv", r"/\S", Kind.VIDEO),
    ("ted.com", r"/talks/", Kind.VIDEO),
    ("zoom.us", r"/rec/", Kind.VIDEO),
    ("zoom.us zoomgov.com", r"/(?:j|w|my|s|webinar|wc)/", Kind.VIRTUAL_VENUE),
    ("gather.town", r"", Kind.VIRTUAL_VENUE),
    ("meet.google.com meet.jit.si teams.microsoft.com whereby.com hopin.com spatial.chat", r"/\S", Kind.VIRTUAL_VENUE),
    ("calendar.google.com", r"", Kind.CALENDAR),
    (_MEETINGS, r"/media/.*poster", Kind.POSTER),
    (_MEETINGS, r"/media/.*slides", Kind.SLIDES),
    (_MEETINGS, r"/register", Kind.REGISTRATION),
    (_MEETINGS, r"/conferences/\d+/schedule", Kind.EVENT_PAGE),
))  # fmt: skip

# The same for kinds that a label may override.
_LIKELY = _by_host((
    ("doi.org", r"/10\.5281/zenodo\.", Kind.CODE),
    ("doi.org", r"/10\.\d+/", Kind.PAPER),
    ("distill.pub", r"/\d{4}/", Kind.PAPER),
    ("ijcai.org", r"/proceedings/\d{4}/\d", Kind.PAPER),
    ("usenix.org", r"/conference/[^/]+/presentation/", Kind.PAPER),
    ("figshare.com", r"/articles/poster/", Kind.POSTER),
    ("figshare.com", r"/articles/presentation/", Kind.SLIDES),
    ("f1000research.com", r"/posters/", Kind.POSTER),
    ("f1000research.com", r"/slides/", Kind.SLIDES),
    ("canva.com", r"/design/", Kind.SLIDES),
    ("openreview.net", r"/attachment\b", Kind.PAPER),
    ("openaccess.thecvf.com", r"/content", Kind.PAPER),
    ("archive.org", r"/(?:details|embed)/", Kind.VIDEO),
    ("loom.com", r"/share/", Kind.VIDEO),
    ("speakerdeck.com slideshare.net slides.com noti.st docsend.com", r"/\S", Kind.SLIDES),
    ("docs.google.com", r"/presentation/", Kind.SLIDES),
    ("docs.google.com", r"/forms/", Kind.FORM),
    ("forms.gle typeform.com surveymonkey.com forms.office.com framaforms.org", r"/\S", Kind.FORM),
    ("eventbrite.com eventbrite.co.uk eventbrite.de pretix.eu ti.to lu.ma", r"/\S", Kind.REGISTRATION),
    ("zoom.us", r"/meeting/register", Kind.REGISTRATION),
    ("zoom.us zoomgov.com", r"", Kind.VIRTUAL_VENUE),
    (_MEETINGS, r"", Kind.EVENT_PAGE),
    ("sessionize.com pretalx.com sched.com indico.cern.ch meetup.com", r"/\S", Kind.EVENT_PAGE),
    ("fosdem.org", r"/\d{4}/schedule/", Kind.EVENT_PAGE),
    ("events.ccc.de", r"/.*\.html", Kind.EVENT_PAGE),
))  # fmt: skip
_CODE = _by_host((
    ("github.com gitlab.com bitbucket.org codeberg.org git.sr.ht huggingface.co", r"/[^/]+/[^/]+", Kind.CODE),
    ("gist.github.com raw.githubusercontent.com colab.research.google.com gitlab.com", r"/\S", Kind.CODE),
    ("zenodo.org", r"/records?/\d", Kind.CODE),
    ("pypi.org", r"/project/", Kind.CODE),
    ("crates.io", r"/crates/", Kind.CODE),
    ("npmjs.com", r"/package/", Kind.CODE),
    ("kaggle.com", r"/(?:code|datasets)/", Kind.CODE),
))  # fmt: skip

# Lists of papers, whatever their label.
_LISTS = _by_host((
    ("papers.nips.cc papers.neurips.cc proceedings.neurips.cc proceedings.iclr.cc",
     r"/?\Z|/book\b|/paper(?:_files(?:/paper)?)?(?:/\d{4})?/?\Z", Kind.EVENT_PAGE),
    ("openreview.net", r"/?\Z|/(?:group|venue|submissions)\b", Kind.EVENT_PAGE),
    ("proceedings.mlr.press", r"/(?:v\d+/?)?\Z", Kind.EVENT_PAGE),
    ("aclanthology.org", r"/?\Z|/(?:events|venues|volumes)\b", Kind.EVENT_PAGE),
))  # fmt: skip

_PAPER_FILE = re.compile(r"\.(?:pdf|ps|djvu)(?:\.gz)?\Z", re.IGNORECASE)
_PICTURE_FILE = re.compile(r"\.(?:png|jpe?g|svg|webp|html?)\Z", re.IGNORECASE)
_SLIDE_FILE = re.compile(r"\.(?:pptx?|odp|key)\Z", re.IGNORECASE)
_VIDEO_FILE = re.compile(r"\.(?:mp4|webm|mov|mkv|m4v|ogv|avi)\Z", re.IGNORECASE)
_CODE_FILE = re.compile(r"\.(?:ipynb|py|tar\.gz|zip)\Z", re.IGNORECASE)
_POSTER_NAME = re.compile(r"poster", re.IGNORECASE)
_SLIDES_NAME = re.compile(
    r"slides|folien|(?<![a-z])(?:slide|(?:slide[-_]?)?deck|presentation|talk|vortrag|handout)(?![a-z])", re.IGNORECASE
)
_SLIDES_PATH = re.compile(r"/slides/?\Z", re.IGNORECASE)
_DOI_PATH = re.compile(r"/(?:doi|article|chapter|book)/(?:[a-z]{2,12}/)?10\.\d{4,9}/\S", re.IGNORECASE)
_REGISTER_PATH = re.compile(r"/(?:register|registration|tickets)(?:[/.]|\Z)", re.IGNORECASE)

_KIND_WORDS = {
    Kind.VIDEO: "video videos vidéo vídeo recording recordings youtube vimeo slideslive livestream stream screencast "
    "watch aufzeichnung mitschnitt videoaufzeichnung enregistrement grabación registrazione opname nagranie záznam",
    Kind.SLIDES: "slides slide deck slidedeck presentation slideshow folien folie foliensatz präsentation "
    "vortragsfolien diapositives diapos diaporama diapositivas présentation presentación presentazione presentatie "
    "prezentacja prezentace slajdy",
    Kind.POSTER: "poster posters",
    Kind.PAPER: "paper papers preprint arxiv article manuscript openreview publication doi artikel artículo articolo",
    Kind.CODE: "code repo repository github gitlab implementation software notebook colab",
    Kind.REGISTRATION: "register registration tickets ticket rsvp signup",
    Kind.CALENDAR: "calendar ics ical icalendar",
    Kind.FORM: "form survey questionnaire",
    Kind.VIRTUAL_VENUE: "zoom gather gathertown webinar",
    Kind.EVENT_PAGE: "event program programme schedule",
}
_LABEL_KINDS = {word: kind for kind, words in _KIND_WORDS.items() for word in words.split()}
_FILLER_TEXT = """
    a an and the to of for from on at in our your my this here click link links see view read download get add visit go
    full short long min mins minute minutes sec second seconds hour hours talk official original source conference
    workshop session virtual project pdf html web online live data supplementary extended final version abstract camera
    ready page site website ppt pptx mp4 hd join meeting room now please url open all more with
"""
_FILLERS = frozenset(_FILLER_TEXT.split())
_LABEL_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MAX_LABEL = 80  # characters: a longer label is a sentence about something else


def kind_of(url: str, label: str | None = None) -> Kind:
    """The kind of resource at an address with the text `label`."""
    scheme, host, path, _ = parts(url)
    if scheme == "mailto":
        return Kind.EMAIL
    if scheme == "webcal" or path.lower().endswith((".ics", ".ical")):
        return Kind.CALENDAR
    named = kind_of_label(label) if label else None
    return _surely(host, path) or named or _ruled(_LIKELY, host, path) or _by_file(host, path)


def lists_papers(url: str) -> bool:
    """Whether an address lists papers, such as a volume of proceedings, and is not a paper itself."""
    _, host, path, _ = parts(url)
    return _ruled(_LISTS, host, path) is not None


def _surely(host: str, path: str) -> Kind | None:
    """The kind of an address that is certain; publishers' addresses contain the DOI, PeerTube may be on any host."""
    if found := _ruled(_SURE, host, path):
        return found
    if "10." in path and _DOI_PATH.search(path):
        return Kind.PAPER
    return Kind.VIDEO if host and is_peertube(path) else None


@lru_cache(maxsize=4096)
def kind_of_label(label: str) -> Kind | None:
    """The kind that a label names if it says little else; None for titles and other text."""
    if len(label) > _MAX_LABEL:
        return None
    words = _LABEL_WORD.findall(label.lower())
    if words[-2:] in (["sign", "up"], ["sign-up"]):
        return Kind.REGISTRATION
    kinds = [_LABEL_KINDS.get(word) for word in words if word not in _FILLERS]
    if not kinds or None in kinds or (Kind.POSTER in kinds and not {"session", "sessions"}.isdisjoint(words)):
        return None
    return next((kind for kind in kinds if kind is not Kind.EVENT_PAGE), Kind.EVENT_PAGE)


def _ruled(table: dict[str, list[_Rule]], host: str, path: str) -> Kind | None:
    """The kind by the rules for this host or its parent domains."""
    while host:
        for pattern, kind in table.get(host, ()):
            if pattern.match(path):
                return kind
        host = host.partition(".")[2]
    return None


def _by_file(host: str, path: str) -> Kind:
    name = path.rsplit("/", 1)[-1]
    if _VIDEO_FILE.search(name):
        return Kind.VIDEO
    if _SLIDE_FILE.search(name):
        return Kind.SLIDES
    is_paper = _PAPER_FILE.search(name) is not None
    if is_paper or _PICTURE_FILE.search(name):
        if _POSTER_NAME.search(name):
            return Kind.POSTER
        if _SLIDES_NAME.search(name):
            return Kind.SLIDES
    if is_paper:
        return Kind.PAPER
    if _CODE_FILE.search(name):
        return Kind.CODE
    if _SLIDES_PATH.search(path):
        return Kind.SLIDES
    return _ruled(_CODE, host, path) or (Kind.REGISTRATION if _REGISTER_PATH.search(path) else Kind.OTHER)
