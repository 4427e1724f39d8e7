"""People listed in a single field of data files: `A|B`, `A (X; Y)*; B (Z)`, `Last, First and Last, First`, `A, B and
C`.

There is no specification. Separators, the first that applies, and never inside brackets:

1. `|`, `;` and bullets always; line breaks if every line is a person;
2. `and`, `&`, `+`, `/` if both sides of each are people;
3. commas only if every part is a full name; otherwise `Last, First`, `Name, Jr.` and `Name, Affiliation` stay together.

The field is known to name people, so a single piece is accepted whatever it looks like (a team, one word, lower case).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from confnotes.importers.facts.given_names import GIVEN_NAMES
from confnotes.importers.facts.names import (
    ARTICLE,
    clean_name,
    has_name_shape,
    institution_likeness,
    is_likely_institution,
    is_likely_name,
    without_asides,
)
from confnotes.importers.facts.people import (
    NAMES_IN_ONE,
    clean_affiliation,
    is_job,
    is_placeholder,
    names_nobody,
    outside_brackets,
    read_people,
)
from confnotes.importers.facts.prose import is_html, plain_title
from confnotes.importers.facts.words import HONORIFICS, PARTICLES
from confnotes.markup.names import fold
from confnotes.model.program import Role, Speaker

_STRONG = ("|", ";", "•", "·")
_JOINERS = (" and ", " und ", " et ", " y ", " e ", " en ", " og ", " och ", " & ", " + ", " / ")
_DASHES = (" - ", " – ", " — ", " @ ", " / ")
_MARKS = "*†‡§¶#^✉⭐★☆○◊◎●¹²³⁴⁵⁶⁷⁸⁹⁰ \t\n\u00a0"
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "ph.d", "md", "m.d"))
_NOBODY = frozenset(("et al", "others", "and others", "...", "…", "-", "and"))
_FULL_WIDTH = str.maketrans({"、": ", ", "，": ", ", "；": "; ", "｜": "|", "（": " (", "）": ")", "\u00a0": " "})
ROLE_WORDS = {
    "chair": Role.CHAIR, "co-chair": Role.CHAIR, "session chair": Role.CHAIR, "moderator": Role.CHAIR,
    "host": Role.CHAIR, "panelist": Role.PANELIST, "panellist": Role.PANELIST, "panel": Role.PANELIST,
    "keynote": Role.KEYNOTE, "keynote speaker": Role.KEYNOTE, "organizer": Role.ORGANIZER, "organiser": Role.ORGANIZER,
    "presenter": Role.PRESENTER, "presenting author": Role.PRESENTER, "speaker": Role.SPEAKER, "author": Role.AUTHOR,
    "co-presenter": Role.SPEAKER, "co-speaker": Role.SPEAKER, "coordinator": Role.ORGANIZER,
}  # fmt: skip
_LABEL = re.compile(
    r"\b((?:session |co-)?chairs?|moderators?|hosts?|panel(?:l?ists?)?|organi[sz]ers?)\s*:\s*", re.IGNORECASE
)
_JOINED_INITIALS = re.compile(r"(?:[A-Z]\.-?){1,3}[A-ZÀ-Þ][^\W\d_][\w'’-]*")  # J.R.Doe
_NOT_FIRST = HONORIFICS | {"and"}


def split_people(text: str, role: Role = Role.SPEAKER) -> tuple[Speaker, ...]:
    """The people in a field, each with `role` unless the field states another (“Jane Doe (chair)”).

    Placeholders (“TBA”), bare e-mail addresses and asides such as “(he/him)” are skipped.
    """
    text = text.strip()
    if not text:
        return ()
    if ":" in text and (labels := list(_LABEL.finditer(text))):
        return _under_labels(text, labels, role)
    if "<" in text and is_html(text):
        text = plain_title(text) or ""
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = text.translate(_FULL_WIDTH)
    for separator in _STRONG:
        if separator in text:
            pieces = _pieces(text, separator)
            if len(pieces) > 1:
                return _people(pieces, role)
    if "\n" in text and (lines := _lines(text)):
        return _people(lines, role)
    text = NAMES_IN_ONE.sub(" / ", " ".join(text.split())).removesuffix(" and others").removesuffix(" et al.")
    return _joined(text, role) or _with_places(text, role) or _people((text,), role)


def _under_labels(text: str, labels: list[re.Match[str]], role: Role) -> tuple[Speaker, ...]:
    """The people before the first label, then those under each: `Moderator: Jane Doe Panelists: John Roe, Ann Poe`."""
    found = list(split_people(text[: labels[0].start()].rstrip(" ,;."), role))
    for label, stop in zip(labels, [*(each.start() for each in labels[1:]), len(text)], strict=True):
        named = ROLE_WORDS[label.group(1).lower().removesuffix("s")]
        found += split_people(text[label.end() : stop].rstrip(" ,;."), named)
    return tuple(found)


def _people(pieces: Iterable[str], role: Role) -> tuple[Speaker, ...]:
    """The people in pieces that are one person each, or several if a piece is itself a list."""
    pieces = [piece for piece in pieces if piece]
    family_first = any("," in piece and _is_family_first(piece) for piece in pieces)
    found: list[Speaker] = []
    for piece in pieces:
        if _is_plain(piece):
            found.append(_plain(piece, role))
            continue
        piece = " ".join(piece.removeprefix("and ").split())
        names = () if family_first and len(pieces) > 1 else _listed(piece)
        joined = () if len(pieces) == 1 else _joined(piece, role)
        if names or joined:
            found += joined or _people(names, role)
        elif person := _person(piece, role, family_first=family_first):
            found.append(person)
    return tuple(found)


def _joined(text: str, role: Role) -> tuple[Speaker, ...]:
    """The people of `A and B`, `A, B & C`, `Last, First and Last, First`; empty for other forms."""
    spaced = [joiner for joiner in _JOINERS if joiner in text]
    if not spaced or _is_bilingual(text):
        return ()
    parts = [text]
    for joiner in spaced:
        parts = [piece for part in parts for piece in _pieces(part, joiner)]
    parts = [part.removesuffix(",") for part in parts]
    if len(parts) < 2:
        return ()
    if all(_is_somebody(part) for part in parts):
        return _people(parts, role)
    names: list[str] = []
    for part in parts:
        listed = _listed(part)
        if not listed and not _is_somebody(part):
            return _of_one_place(parts, role)
        names += listed or (part,)
    return _people(names, role)


def _of_one_place(parts: list[str], role: Role) -> tuple[Speaker, ...]:
    """The people of `A and B, MIT`: all of them, with the affiliation after the last."""
    last, *said = _pieces(parts[-1], ",")
    place = ", ".join(said)
    names = [*parts[:-1], last]
    if not place or _is_full_name(place) or not all(_is_full_name(name) and "," not in name for name in names):
        return ()
    return tuple(replace(person, affiliation=person.affiliation or place) for person in _people(names, role))


def _with_places(text: str, role: Role) -> tuple[Speaker, ...]:
    """The people of `A, MIT and B, ETH` and `A, MIT, B, ETH`; empty without several people."""
    if "," not in text or not is_likely_name(text.partition(",")[0]) or _listed(text):
        return ()
    people = read_people(text, role)
    return tuple(people) if len(people) > 1 else ()


def _listed(text: str) -> tuple[str, ...]:
    """The parts of a list with commas if every part is a full name or all are `Last, F.` pairs; else empty."""
    if "," not in text:
        return ()
    parts: list[str] = []
    for part in _pieces(text, ","):
        if parts and part.rstrip(".").lower() in _SUFFIXES:
            parts[-1] = f"{parts[-1]}, {part}"
        else:
            parts.append(part)
    if len(parts) < 2:
        return ()
    if len(parts) > 2 and all(map(_is_surname, parts)):
        return tuple(parts)
    others = [part for part in parts if not _is_full_name(part)]
    few = not others or (len(parts) > 3 and len(others) * 3 <= len(parts))
    if few and all(part[0].islower() and _is_full_name(part.title()) for part in others):
        return tuple(parts)  # also “bo ek” among three others
    if len(parts) % 2 == 0 and len(parts) > 2 and all(_is_initials(part) for part in parts[1::2]):
        return tuple(f"{last}, {first}" for last, first in zip(parts[::2], parts[1::2], strict=True))
    return ()


def _person(piece: str, role: Role, *, family_first: bool = False) -> Speaker | None:
    """The person in a piece; None if it names nobody."""
    piece = without_asides(_without_mail(piece)).strip(_MARKS).strip(" ,;")
    name, *said = _bracketed(piece)
    for dash in () if _is_bilingual(name) else _DASHES:
        head, found, tail = name.partition(dash)
        if found and tail and is_likely_name(head):
            name = head
            said.insert(0, tail)
            break
    name, beside = _without_commas(name.strip(_MARKS), family_first=family_first)
    if beside:
        said.insert(0, beside)
    affiliations: list[str] = []
    for aside in said:
        word = aside.strip(" .").lower()
        if word in ROLE_WORDS:
            role = ROLE_WORDS[word]
        elif "@" not in aside and any(character.isalpha() for character in aside):
            affiliations.append(aside)
    folded = name.strip(" .").lower()
    if folded.endswith((" et al", " and others")):
        name = name.strip(" .")[: -len(" et al" if folded.endswith(" et al") else " and others")]
    name = _cleaned(name)
    if not any(character.isalpha() for character in name) or "@" in name or folded in _NOBODY:
        return None
    if is_placeholder(name) or names_nobody(name):
        return None
    affiliation = clean_affiliation(" ".join(", ".join(affiliations).split())) if affiliations else None
    return Speaker(name, affiliation, role=role)


def _cleaned(name: str) -> str:
    """A name without titles and marks; the point of “Jr.” and of initials at the end stays."""
    cleaned = clean_name(name) or name
    last = cleaned.rpartition(" ")[2]
    if name.endswith(".") and not cleaned.endswith(".") and (last in ("Jr", "Sr") or _is_initials(last)):
        cleaned += "."
    return cleaned


def _without_commas(name: str, *, family_first: bool) -> tuple[str, str | None]:
    """A name in speaking order, and the text after a comma that is not part of it."""
    parts = [part for part in (part.strip() for part in name.split(",")) if part]
    if len(parts) < 2:
        return (parts[0] if parts else ""), None
    suffix = ""
    if parts[1].rstrip(".").lower() in _SUFFIXES:
        suffix = parts.pop(1)
        suffix = f", {suffix}" if suffix.rstrip(".").lower() in ("jr", "sr") else f" {suffix}"
    if len(parts) == 1:
        return parts[0] + suffix, None
    head = ", ".join(parts[:2])
    if _is_family_first(head) or (family_first and institution_likeness(parts[1]) < 1.0 and len(parts) == 2):
        return f"{parts[1]} {parts[0]}{suffix}", ", ".join(parts[2:]) or None
    if is_likely_name(parts[0]) or has_name_shape(parts[0]):
        return parts[0] + suffix, ", ".join(parts[1:])
    return name, None


def _is_family_first(text: str) -> bool:
    """Whether this is unmistakably `Last, First`."""
    last, _, rest = text.partition(",")
    first = rest.split(",")[0].strip(_MARKS)
    head, *_ = _bracketed(first)
    words, given = last.split(), head.split()
    if not words or not 1 <= len(given) <= 4 or institution_likeness(head) == 1.0:
        return False
    if first.rstrip(".").lower() in _SUFFIXES or not all(_is_name_word(word) for word in (*words, *given)):
        return False
    is_whole = not last.isascii() and is_likely_name(last)  # as in Chinese and Japanese
    if (len(words) == 1 and not is_whole) or words[0].lower() in PARTICLES:
        return True
    if len(words) == 1:
        return False
    are_given = all(fold(word) in GIVEN_NAMES or _is_initials(word) for word in given)
    return are_given and fold(words[0]) not in GIVEN_NAMES


def _is_somebody(text: str) -> bool:
    """Whether a text next to “and” names a person: a full name, `Last, First`, or a given name alone."""
    text = _without_suffix(text.strip(_MARKS))
    name, *_ = _bracketed(_without_mail(text))
    if "," in name:
        return _is_family_first(text)
    return _is_full_name(name) or fold(name) in GIVEN_NAMES


def _is_full_name(text: str) -> bool:
    name = _without_suffix(_bracketed(_without_mail(text))[0].strip(_MARKS))
    return (
        _JOINED_INITIALS.fullmatch(name) is not None
        or is_likely_name(name)
        or (has_name_shape(name) and not is_likely_institution(name) and not is_job(name))
    )


def _is_surname(text: str) -> bool:
    """Whether a word may be a surname alone: no given name, no known institution, no initials."""
    known = fold(text) in GIVEN_NAMES or institution_likeness(text) == 1.0
    return text.isalpha() and text.istitle() and len(text) > 2 and not known


def _without_suffix(name: str) -> str:
    head, _, tail = name.rpartition(",")
    return head if tail.strip(" .").lower() in _SUFFIXES else name


def _is_bilingual(text: str) -> bool:
    """Whether this is a name in two scripts: `Hana Sato / 佐藤 花`."""
    names = text.split(" / ")
    return len(names) == 2 and not text.isascii() and len({_is_east_asian(name) for name in names}) == 2


def _is_east_asian(name: str) -> bool:
    return any("\u3040" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7af" for character in name)


def _is_initials(text: str) -> bool:
    return 1 <= len(text) <= 8 and text[0].isupper() and all(c in ".- " or c.isupper() for c in text)


def _is_name_word(word: str) -> bool:
    bare = word.strip(".").lower()
    letters = word.replace("-", "").replace("'", "").replace("’", "").replace(".", "")
    return bare in PARTICLES or (
        letters.isalpha() and (word[0].isupper() or not word.isascii() or ARTICLE.match(word) is not None)
    )


@lru_cache(maxsize=65_536)
def _is_plain(text: str) -> bool:
    """Whether a piece consists only of words of letters, without a title at the start, as most do."""
    letters = text.replace(" ", "").replace("-", "").replace("'", "")
    first = text.partition(" ")[0].lower()
    return letters.isalpha() and " " in text and first not in _NOT_FIRST and " and " not in text and " - " not in text


@lru_cache(maxsize=65_536)
def _plain(name: str, role: Role) -> Speaker:
    return Speaker(name if "  " not in name else " ".join(name.split()), role=role)


def _without_mail(text: str) -> str:
    """A text without `<jane@example.org>`."""
    while "<" in text and "@" in text:
        head, _, rest = text.partition("<")
        mail, _, tail = rest.partition(">")
        if "@" not in mail:
            break
        text = f"{head.rstrip()} {tail.lstrip()}".strip()
    return text


def _bracketed(text: str) -> list[str]:
    """A text without its brackets, then the content of each; an unclosed bracket ends with the text.

    A nickname, one short word with a name on both sides, is kept.
    """
    if "(" not in text and "[" not in text:
        return [text]
    outside: list[str] = []
    held: list[str] = []
    depth = start = 0
    for position, character in enumerate(text):
        if character in "([":
            if depth == 0:
                outside.append(text[start:position])
                start = position + 1
            depth += 1
        elif character in ")]" and depth:
            depth -= 1
            inside = text[start:position]
            goes_on = text[position + 1 : position + 2] == " " and text[position + 2 : position + 3].isalpha()
            if depth == 0 and inside.isalpha() and len(inside) < 12 and goes_on:
                outside.append(text[start - 1 : position + 1])
                start = position + 1
            elif depth == 0:
                held.append(inside)
                start = position + 1
    (held if depth else outside).append(text[start:])
    return [" ".join("".join(outside).split()), *(each.strip() for each in held)]


def _pieces(text: str, separator: str) -> list[str]:
    return outside_brackets(text, re.compile(re.escape(separator)), edges=" \t\n\u00a0")


def _lines(text: str) -> list[str]:
    """The lines of a text if each is a person; empty if the lines only wrap a long text."""
    lines = [stripped for line in text.split("\n") if (stripped := line.strip(" \t,;"))]
    return lines if all(" " in line and (_is_full_name(line.split(",")[0]) or "," in line) for line in lines) else []
