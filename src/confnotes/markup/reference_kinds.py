"""What kind of resource an address leads to, by its host, its path and its label; see `references` for what wins."""

from __future__ import annotations

import re

from confnotes.markup.canonical import parts
from confnotes.model.program import ResourceKind as Kind

# (host, path): the first rule that matches says what the address must be. A host matches with its subdomains.
_SURE: tuple[tuple[str, str, Kind], ...] = (
    ("arxiv.org", r"/(?:abs|pdf|html|format|ps)/", Kind.PAPER),
    ("alphaxiv.org", r"/(?:abs|pdf)/", Kind.PAPER),
    ("openreview.net", r"/(?:forum|pdf|attachment)\b", Kind.PAPER),
    ("aclanthology.org", r"/\S", Kind.PAPER),
    ("aclweb.org", r"/anthology/\S", Kind.PAPER),
    ("proceedings.mlr.press", r"/v\d+/.", Kind.PAPER),
    ("jmlr.org", r"/(?:papers|proceedings/papers)/", Kind.PAPER),
    ("papers.nips.cc|papers.neurips.cc|proceedings.neurips.cc|proceedings.iclr.cc", r"/paper", Kind.PAPER),
    ("openaccess.thecvf.com", r"/.*\.(?:pdf|html)", Kind.PAPER),
    ("dl.acm.org", r"/doi/", Kind.PAPER),
    ("biorxiv.org|medrxiv.org", r"/content/", Kind.PAPER),
    ("semanticscholar.org", r"/(?:paper|arxiv)/", Kind.PAPER),
    ("youtube.com|youtube-nocookie.com", r"/(?:watch|embed/|live/|shorts/|v/|playlist)", Kind.VIDEO),
    ("youtu.be", r"/\S", Kind.VIDEO),
    ("vimeo.com", r"/(?:\S*/)?\d+", Kind.VIDEO),
    ("slideslive.com|slideslive.de", r"/(?:embed/)?(?:presentation/)?\d+", Kind.VIDEO),
    ("media.ccc.de", r"/v/", Kind.VIDEO),
    ("videolectures.net|pyvideo.org|peertube.tv|bilibili.com|dailymotion.com|loom.com|twitch.tv", r"/\S", Kind.VIDEO),
    ("video.fosdem.org|cdn.media.ccc.de|ftp.acc.umu.se/pub/debian-meetings", r"/.*\.(?:webm|mp4|ogv|mkv)", Kind.VIDEO),
    ("gather.town", r"", Kind.VIRTUAL_VENUE),
    ("zoom.us|zoomgov.com", r"/(?:j|w|my|s|webinar|meeting|wc)/", Kind.VIRTUAL_VENUE),
    ("meet.google.com|meet.jit.si|teams.microsoft.com|whereby.com|hopin.com|spatial.chat|wonder.me", r"/\S", Kind.VIRTUAL_VENUE),
    ("forms.gle|typeform.com|surveymonkey.com|forms.office.com", r"/\S", Kind.FORM),
    ("docs.google.com", r"/forms/", Kind.FORM),
    ("calendar.google.com", r"", Kind.CALENDAR),
    ("neurips.cc|nips.cc|icml.cc|iclr.cc", r"/media/.*poster", Kind.POSTER),
    ("neurips.cc|nips.cc|icml.cc|iclr.cc", r"/media/.*slides", Kind.SLIDES),
    ("neurips.cc|nips.cc|icml.cc|iclr.cc", r"/Register", Kind.REGISTRATION),
    ("eventbrite.com|eventbrite.co.uk|eventbrite.de|pretix.eu|ti.to|lu.ma", r"/\S", Kind.REGISTRATION),
)  # fmt: skip

# The same, where a label may know better.
_LIKELY: tuple[tuple[str, str, Kind], ...] = (
    ("doi.org", r"/10\.\d+/", Kind.PAPER),
    ("archive.org", r"/(?:details|embed)/", Kind.VIDEO),
    ("speakerdeck.com|slideshare.net|slides.com|noti.st|docsend.com", r"/\S", Kind.SLIDES),
    ("docs.google.com", r"/presentation/", Kind.SLIDES),
    ("zoom.us", r"/rec/", Kind.VIDEO),
    ("zoom.us", r"", Kind.VIRTUAL_VENUE),
    ("neurips.cc|nips.cc|icml.cc|iclr.cc", r"", Kind.EVENT_PAGE),
    ("sessionize.com|pretalx.com|sched.com|fosdem.org|events.ccc.de|indico.cern.ch", r"/\S", Kind.EVENT_PAGE),
)
_CODE_HOSTS = "github.com|gitlab.com|bitbucket.org|codeberg.org|git.sr.ht|huggingface.co|colab.research.google.com|raw.githubusercontent.com|gist.github.com"
_PAPER_FILE = re.compile(r"\.(?:pdf|ps|djvu)(?:\.gz)?\Z", re.IGNORECASE)
_SLIDE_FILE = re.compile(r"\.(?:pptx?|odp|key)\Z", re.IGNORECASE)
_VIDEO_FILE = re.compile(r"\.(?:mp4|webm|mov|mkv|m4v|ogv|avi)\Z", re.IGNORECASE)
_CODE_FILE = re.compile(r"\.(?:ipynb|py|tar\.gz|zip)\Z", re.IGNORECASE)
_POSTER_NAME = re.compile(r"poster", re.IGNORECASE)
_SLIDES_NAME = re.compile(r"(?<![a-z])(?:slides?|slide[-_]?deck|presentation)(?![a-z])|slides", re.IGNORECASE)

_WORDS: dict[str, Kind] = {
    **dict.fromkeys(["video", "videos", "recording", "recordings", "youtube", "vimeo", "slideslive", "livestream", "stream", "screencast", "watch"], Kind.VIDEO),
    **dict.fromkeys(["slides", "slide", "deck", "slidedeck", "presentation", "slideshow"], Kind.SLIDES),
    **dict.fromkeys(["poster", "posters"], Kind.POSTER),
    **dict.fromkeys(["paper", "papers", "preprint", "arxiv", "article", "manuscript", "openreview", "publication", "doi"], Kind.PAPER),
    **dict.fromkeys(["code", "repo", "repository", "github", "gitlab", "implementation", "software", "notebook", "colab"], Kind.CODE),
    **dict.fromkeys(["register", "registration", "tickets", "ticket", "rsvp", "signup"], Kind.REGISTRATION),
    **dict.fromkeys(["calendar", "ics", "ical", "icalendar"], Kind.CALENDAR),
    **dict.fromkeys(["form", "survey", "questionnaire"], Kind.FORM),
    **dict.fromkeys(["zoom", "gather", "gathertown", "webinar"], Kind.VIRTUAL_VENUE),
    **dict.fromkeys(["event", "program", "programme", "schedule", "website", "site", "homepage", "webpage"], Kind.EVENT_PAGE),
    **dict.fromkeys(["email", "mail", "e-mail"], Kind.EMAIL),
}  # fmt: skip
_FILLERS = frozenset(
    [
        "a",
        "an",
        "and",
        "the",
        "to",
        "of",
        "for",
        "from",
        "on",
        "at",
        "in",
        "our",
        "your",
        "my",
        "this",
        "here",
        "click",
        "link",
        "links",
        "see",
        "view",
        "read",
        "download",
        "get",
        "add",
        "visit",
        "go",
        "full",
        "short",
        "long",
        "min",
        "mins",
        "minute",
        "minutes",
        "minutes-long",
        "sec",
        "second",
        "seconds",
        "hour",
        "hours",
        "talk",
        "official",
        "original",
        "source",
        "conference",
        "workshop",
        "session",
        "virtual",
        "project",
        "pdf",
        "html",
        "web",
        "online",
        "live",
        "data",
        "supplementary",
        "extended",
        "final",
        "version",
        "abstract",
        "camera",
        "ready",
        "page",
        "ppt",
        "pptx",
        "mp4",
        "hd",
        "join",
        "meeting",
        "room",
        "now",
        "please",
        "url",
        "open",
        "all",
        "more",
        "with",
    ]
)
_LABEL_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MAX_LABEL_WORDS = 8


def kind_of(url: str, label: str | None = None) -> Kind:
    """The kind of resource at an address that is called `label`."""
    scheme, host, path, _ = parts(url)
    if scheme == "mailto":
        return Kind.EMAIL
    if scheme == "webcal" or path.lower().endswith((".ics", ".ical")):
        return Kind.CALENDAR
    sure = _by_rules(_SURE, host, path)
    if sure is not None:
        return sure
    named = kind_of_label(label) if label else None
    if named is not None and named is not Kind.EMAIL:
        return named
    return _by_rules(_LIKELY, host, path) or _by_file(host, path)


def kind_of_label(label: str) -> Kind | None:
    """The kind that a label names, when it says little else; None for titles and other text."""
    words = _LABEL_WORD.findall(label.lower())
    if not words or len(words) > _MAX_LABEL_WORDS:
        return None
    if words[-2:] == ["sign", "up"]:
        return Kind.REGISTRATION
    telling = [word for word in words if word not in _FILLERS]
    if not telling:
        return Kind.PAPER if words == ["pdf"] else Kind.EVENT_PAGE if words == ["page"] else None
    kinds = [_WORDS.get(word) for word in telling]
    if any(kind is None for kind in kinds):
        return None
    return next((kind for kind in kinds if kind is not Kind.EVENT_PAGE), Kind.EVENT_PAGE)


def _by_rules(rules: tuple[tuple[str, str, Kind], ...], host: str, path: str) -> Kind | None:
    for names, pattern, kind in rules:
        if any(host == name or host.endswith(f".{name}") for name in names.split("|")) and re.match(
            pattern, path, re.IGNORECASE
        ):
            return kind
    return None


def _by_file(host: str, path: str) -> Kind:
    name = path.rsplit("/", 1)[-1]
    if _VIDEO_FILE.search(name):
        return Kind.VIDEO
    if _SLIDE_FILE.search(name):
        return Kind.SLIDES
    is_paper = _PAPER_FILE.search(name)
    if is_paper or re.search(r"\.(?:png|jpe?g|svg|webp|html?)\Z", name, re.IGNORECASE):
        if _POSTER_NAME.search(name):
            return Kind.POSTER
        if _SLIDES_NAME.search(name):
            return Kind.SLIDES
    if is_paper:
        return Kind.PAPER
    if any(host == code or host.endswith(f".{code}") for code in _CODE_HOSTS.split("|")) and path.strip("/"):
        return Kind.CODE
    if _CODE_FILE.search(name):
        return Kind.CODE
    if re.search(r"/(?:register|registration|tickets)(?:[/.]|\Z)", path, re.IGNORECASE):
        return Kind.REGISTRATION
    return Kind.OTHER
