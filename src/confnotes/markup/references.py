"""References: papers, videos, slides, code and pages recognised by their address or identifier, and what kind they are.

What decides the kind, first match wins:

1. an address that can be nothing else: a preprint or a proceedings page is a paper, a video host a video, `mailto:` an
   e-mail address, a form a form, a calendar file a calendar;
2. the label, when it names a kind and little else (“Slides”, “3 min video”, “click here for registration”);
3. an address that suggests a kind: a repository is code, a PDF a paper, a page of a conference an event page; a file
   named `..._poster.pdf` or `slides.pptx` is what its name says;
4. else `other`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from confnotes.markup import reference_kinds
from confnotes.markup.canonical import canonical
from confnotes.markup.plain import plain_text
from confnotes.model.program import Resource

__all__ = ["FoundReference", "canonical", "find", "find_references", "resource_of"]

_URL = r"(?:https?|webcal)://[^\s<>\"`\\^{}|\u3000-\u303f\uff00-\uffef]{1,2000}|mailto:[^\s<>\"()\[\]]{1,300}"
_TLD = "edu|org|com|net|gov"
_WIDE_TLD = "io|ai|dev|app|cc|eu|uk|de|fr|ch|ca|jp|cn|it|nl|se|fi|no|dk|at|be|es|pt|au|nz|kr|us|info|ac|tv|me|ly|gl|be|gle|page|xyz"
REFERENCE = re.compile(
    rf"""(?P<image>!?)\[(?P<label>(?:[^\[\]\n\\]|\\.){{0,400}}+)\]\(\s{{0,9}}<?(?P<target>(?:https?://|webcal://|mailto:|//)[^\s<>()]{{1,2000}}(?:\([^\s<>()]{{0,400}}\)[^\s<>()]{{0,1000}}){{0,3}})>?(?:\s{{1,9}}"[^"\n]{{0,300}}")?\s{{0,9}}\)
    | <(?P<auto>(?:https?://|webcal://|mailto:)[^\s<>]{{1,2000}})>
    | (?<![A-Za-z0-9])(?P<url>{_URL})
    | (?<![\w/.])(?P<arxiv>ar[xX]iv:\s?(?:\d{{4}}\.\d{{4,5}}|[a-z-]{{2,10}}(?:\.[A-Z]{{2}})?/\d{{7}})(?:v\d{{1,2}})?)(?![\w/])
    | (?<![\w/.])(?P<doi>(?:doi:\s?)?10\.\d{{4,9}}/[^\s<>"'\[\]{{}}|\\^`]{{1,300}})
    | (?<![\w@./+%-])(?P<bare>(?:[a-z0-9](?:[a-z0-9-]{{0,40}}[a-z0-9])?\.){{1,4}}(?:{_TLD})(?![\w@-]|\.\w)(?:/[^\s<>"`\\^{{}}|]{{0,1000}})?
        | (?:[a-z0-9](?:[a-z0-9-]{{0,40}}[a-z0-9])?\.){{1,4}}(?:{_WIDE_TLD})(?:/[^\s<>"`\\^{{}}|]{{1,1000}})
        | (?:[a-z0-9](?:[a-z0-9-]{{0,40}}[a-z0-9])?\.){{2,4}}(?:{_WIDE_TLD})(?![\w@-]|\.\w))
    """,
    re.VERBOSE,
)
_TRIGGER = re.compile(r"://|mailto:|10\.\d|ar[xX]iv:|\.(?:" + _TLD + "|" + _WIDE_TLD + r")\b|\]\(//")
_ARXIV_ID = re.compile(
    r"(?:ar[xX]iv:\s?)?((?:\d{4}\.\d{4,5}|[a-z-]{2,10}(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,2})?)\Z", re.ASCII
)
_DOI = re.compile(r"(?:doi:\s?)?(10\.\d{4,9}/\S+)\Z", re.IGNORECASE)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}:")
_ADDRESS = re.compile(r"[^\s@<>()\[\]]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}\Z")
_TRAILING = ".,;:!?*_~'\"’”…"


@dataclass(frozen=True, slots=True)
class FoundReference:
    """A reference in a line and where it stands, `[start, end)`."""

    start: int
    end: int
    resource: Resource


def resource_of(url_or_id: str, label: str | None = None) -> Resource:
    """The resource that an address or identifier names; `label` is what the source calls it, and becomes its title.

    An arXiv id or a DOI becomes its address, `name@host` a `mailto:`, a bare domain gets `https://`.
    """
    url = _as_url(url_or_id.strip())
    title = plain_text(label).strip() if label else None
    return Resource(reference_kinds.kind_of(url, title), url, title or None)


def find(line: str) -> list[FoundReference]:
    """The references in a line, in order; code and private parts should be blanked out before."""
    return list(_find(line)) if _TRIGGER.search(line) else []


def find_references(line: str) -> list[Resource]:
    """The resources that a line names, in order, each address once."""
    seen: dict[str, Resource] = {}
    for found in find(line):
        seen.setdefault(canonical(found.resource.url), found.resource)
    return list(seen.values())


def _find(line: str) -> Iterator[FoundReference]:
    for match in REFERENCE.finditer(line):
        target = match["target"]
        if target is not None:
            if not match["image"]:
                yield FoundReference(match.start(), match.end(), resource_of(target, match["label"]))
            continue
        text = match["auto"] or trimmed(match[0])
        end = match.end() if match["auto"] else match.start() + len(text)
        yield FoundReference(match.start(), end, resource_of(text))


def trimmed(url: str) -> str:
    """A bare address without the punctuation of the sentence around it; brackets stay when they pair up."""
    while url:
        last = url[-1]
        if (
            last in _TRAILING
            or (last == ")" and url.count(")") > url.count("("))
            or (last == "]" and url.count("]") > url.count("["))
        ):
            url = url[:-1]
        else:
            break
    return url


def _as_url(text: str) -> str:
    if match := _ARXIV_ID.match(text):
        return f"https://arxiv.org/abs/{match[1]}"
    if match := _DOI.match(text):
        return f"https://doi.org/{trimmed(match[1])}"
    if text.startswith("//"):
        return f"https:{text}"
    if _ADDRESS.match(text):
        return f"mailto:{text}"
    if not _SCHEME.match(text) and re.match(r"(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,20}(?:[/?#:]|\Z)", text):
        return f"https://{text}"
    return text
