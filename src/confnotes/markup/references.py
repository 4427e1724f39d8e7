"""References: papers, videos, slides, code and pages, recognized by address or identifier, and their kinds.

What decides the kind, first match wins:

1. an address that is certain: a preprint or a proceedings page is a paper, a video host a video, `mailto:` a mail
address, a calendar file a calendar;
2. the label, if it names a kind and little else (“Slides”, “3 min video”, “click here for registration”); for a bare
address, the word before it, if that names slides, a video, a poster or code (“slides https://…”);
3. an address that suggests a kind: a repository is code, a PDF a paper, a page of a conference an event page; a file
`..._poster.pdf` or `slides.pptx` is what its name says;
4. else `other`.

A domain without a scheme (`hype.stanford.edu`) is an address if it is in lower case and hardly anything else: it ends
in one of the old domains, or has a path or a third part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from confnotes.markup.canonical import canonical
from confnotes.markup.code import blank_inline
from confnotes.markup.plain import plain_label
from confnotes.markup.reference_kinds import kind_of, kind_of_label
from confnotes.markup.wikilinks import alias_of
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.program import Resource, ResourceKind

__all__ = ["FoundReference", "canonical", "find", "find_references", "resource_of", "trim_url"]

_OLD_DOMAINS = "edu|org|com|net|gov"
_NEW_DOMAINS = (
    "io|ai|dev|app|cc|eu|uk|de|fr|ch|ca|jp|cn|it|nl|se|fi|no|dk|at|be|es|pt|au|nz|kr|us|info|ac|tv|me|ly|gl|gle|page"
)
_SCHEMES = r"(?:https?://|webcal://|mailto:)"
_URL_PART = r"[^\x00-\x20\x7f-\xa0<>\"`\\^{}|\u2000-\u200f\u2028-\u202f\u3000-\u303f\uff00-\uff0f]"
_NAME = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\."
_DOMAIN_END = r"(?![\w@-]|\.\w)"
_ARXIV = r"(?:\d{4}\.\d{4,5}|[a-z-]{2,10}(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,2})?"

_PATH = r"[^\s<>()]"

REFERENCE = re.compile(
    rf"""(?P<image>!?)\[(?P<label>(?:[^\[\]\n\\]|\n(?!\s*\n)|\\.|\[[^\[\]\n]{{0,200}}\]){{0,400}})\]
        \(\s{{0,9}}<?(?P<target>
            (?:{_SCHEMES}|//){_PATH}{{1,2000}}(?:\({_PATH}{{0,400}}\){_PATH}{{0,1000}}){{0,3}})>?
        (?:\s{{1,9}}"[^"\n]{{0,300}}")?\s{{0,9}}\)
    | <a\s(?:[^<>]{{0,300}}?\s)?href\s?=\s?["']?(?P<href>(?:{_SCHEMES}|//)[^\s<>"']{{1,2000}})(?=[\s<>"'])["']?
        [^<>]{{0,300}}>(?P<text>(?:[^<>\n]|</?(?!a\b)[a-z][^<>\n]{{0,100}}>){{0,400}})</a>
    | <(?P<auto>{_SCHEMES}[^\s<>]{{1,2000}})>
    | (?<![A-Za-z0-9])(?P<url>(?:https?|webcal)://{_URL_PART}{{1,2000}}|mailto:[^\s<>"()\[\]]{{1,300}})
    | (?<![\w/.])(?i:arxiv)(?::\s?["']?|\s)(?P<arxiv>{_ARXIV})(?![\w/])
    | (?<![\w/.])(?P<doi>(?i:doi:\s?)?10\.\d{{4,9}}/[^\s<>"'\[\]{{}}|\\^`\x01]{{1,300}})
    | (?<![\w@./+%-])(?P<bare>
          (?:{_NAME}){{1,4}}(?:{_OLD_DOMAINS}){_DOMAIN_END}(?:/{_URL_PART}{{0,1000}})?
        | (?:{_NAME}){{1,4}}(?:{_NEW_DOMAINS})(?:/{_URL_PART}{{1,1000}})
        | (?:{_NAME}){{2,4}}(?:{_NEW_DOMAINS}){_DOMAIN_END})
    """,
    re.VERBOSE,
)
_SIGNS = ("://", "mailto:", "10.", "rXiv", "rxiv", "RXIV", "](//")
_DOMAIN_SIGN = re.compile(rf"\.(?:{_OLD_DOMAINS}|{_NEW_DOMAINS})\b")
_ONLY_ARXIV = re.compile(rf"(?:(?i:arxiv)[:\s]\s?)?({_ARXIV})\Z", re.ASCII)
_ONLY_DOI = re.compile(r"(?:doi:\s?)?(10\.\d{4,9}/\S+)\Z", re.IGNORECASE)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+-]{1,20}:")
_ADDRESS = re.compile(r"[^\s@<>()\[\]/:]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}\Z")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9-]{1,63}\.){1,10}[A-Za-z]{2,20}(?:[/?#:]|\Z)")
_KIND_BEFORE = re.compile(r"(?<![\w-])([^\W\d_]{4,20})[*_]{0,2}[ \t]?:?[*_]{0,2}[ \t(*_]*\Z")
_LONGEST_BEFORE = 40  # characters between the beginning of that word and the address
_NAMED_BEFORE = frozenset({ResourceKind.SLIDES, ResourceKind.VIDEO, ResourceKind.POSTER, ResourceKind.CODE})
_SENTENCE = ".,;:!?*_~'\"’”…"


@fast_dataclass(frozen=True, slots=True)
class FoundReference:
    """A reference in a text and its span, `[start, end)`."""

    start: int
    end: int
    resource: Resource


def resource_of(url_or_id: str, label: str | None = None) -> Resource:
    """The resource for an address or identifier; `label` is its text in the source, and becomes its title.

    An arXiv id or a DOI becomes its address, `name@host` a `mailto:`, a bare domain gets `https://`; other addresses
    stay as written.
    """
    url = _as_url(url_or_id.strip())
    title = plain_label(label) if label else ""
    return Resource(kind_of(url, title), url, title or None)


def find(text: str) -> list[FoundReference]:
    """The references in a text, in order, without pictures; blank code and wikilinks first."""
    found: list[FoundReference] = []
    done = -1
    for sign in _signs(text):
        if sign > done:
            start = _start_of(text, sign, done + 1)
            done = text.find("\n", sign)
            done = len(text) if done < 0 else done
            found += _in_line(text, start, done)
    return found


def format_reference(url: str, title: str) -> str | None:
    """A link to the address with the title as its text; None if the address would be parsed as another one."""
    address = url.replace("(", "%28").replace(")", "%29")
    link = f"[{alias_of(title)}]({address})"
    found = find(blank_inline(link))
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(link))
    return link if whole and found[0].resource.url == address and "%%" not in link else None


def _start_of(text: str, sign: int, earliest: int) -> int:
    """The start of the line, or of the preceding line if the label of a link was opened there."""
    start = text.rfind("\n", 0, sign) + 1
    middle = text.find("](", start, sign)
    if middle >= 0 and "[" not in text[start:middle] and start > earliest:
        return max(text.rfind("\n", 0, start - 1) + 1, earliest)
    return start


def may_have_reference(line: str) -> bool:
    """Whether a line has a character that every reference contains; most lines have none."""
    return any(sign in line for sign in _SIGNS) or _DOMAIN_SIGN.search(line) is not None


def _signs(text: str) -> list[int]:
    """The positions of characters that every reference contains; lines without any are skipped."""
    places = [match.start() for match in _DOMAIN_SIGN.finditer(text)]
    for sign in _SIGNS:
        at = text.find(sign)
        while at >= 0:
            places.append(at)
            at = text.find(sign, at + 1)
    return sorted(places)


def find_references(line: str) -> list[Resource]:
    """The resources in a line, in order, each address once."""
    seen: dict[str, Resource] = {}
    for found in find(line):
        seen.setdefault(canonical(found.resource.url), found.resource)
    return list(seen.values())


def trim_url(url: str) -> str:
    """A bare address without the punctuation of the sentence around it; paired brackets are kept."""
    end = len(url)
    spare = {")": url.count(")") - url.count("("), "]": url.count("]") - url.count("[")}
    while end:
        last = url[end - 1]
        if last in spare and spare[last] > 0:
            spare[last] -= 1
        elif last not in _SENTENCE:
            break
        end -= 1
    return url[:end]


def _in_line(text: str, start: int, end: int) -> Iterator[FoundReference]:
    for match in REFERENCE.finditer(text, start, end):
        target = match["target"]
        if target is not None:
            if not match["image"]:
                yield FoundReference(match.start(), match.end(), resource_of(target, match["label"]))
        elif match["href"]:
            yield FoundReference(match.start(), match.end(), resource_of(match["href"], match["text"]))
        elif match["auto"]:
            yield FoundReference(match.start(), match.end(), _bare(match["auto"], text, match.start()))
        elif match["arxiv"]:
            yield FoundReference(match.start(), match.end(), resource_of(match["arxiv"]))
        else:
            url = trim_url(match[0])
            yield FoundReference(match.start(), match.start() + len(url), _bare(url, text, match.start()))


def names_kind(word: str) -> bool:
    """Whether a word before an address says what is there: slides, a video, a poster or code."""
    return " " not in word and kind_of_label(word) in _NAMED_BEFORE


def _bare(url: str, text: str, start: int) -> Resource:
    """The resource of an address at `start` of the text, without a label of its own."""
    resource = resource_of(url)
    line = max(text.rfind("\n", 0, start) + 1, start - _LONGEST_BEFORE)
    before = _KIND_BEFORE.search(text, line, start)
    if before is None or not names_kind(before[1]):
        return resource
    return replace(resource, kind=kind_of(resource.url, before[1]))


def _as_url(text: str) -> str:
    if match := _ONLY_ARXIV.match(text):
        return f"https://arxiv.org/abs/{match[1]}"
    if match := _ONLY_DOI.match(text):
        return f"https://doi.org/{trim_url(match[1])}"
    if text.startswith("//"):
        return f"https:{text}"
    if _ADDRESS.match(text):
        return f"mailto:{text}"
    return f"https://{text}" if not _SCHEME.match(text) and _DOMAIN.match(text) else text
