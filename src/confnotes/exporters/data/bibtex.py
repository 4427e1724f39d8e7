"""Papers as BibTeX in Zotero's style: `@inproceedings` for presented papers, `@article` for preprints.

Only known fields are written. An entry from a bibliography is unchanged, byte for byte. Accents stay UTF-8; words with
significant capitals are in braces, so that styles keep them.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterable, Mapping

from confnotes.exporters.safe_tex import safe_tex
from confnotes.markup.math.plain import math_text
from confnotes.markup.math.titles import formulas
from confnotes.markup.paper_ids import arxiv_year
from confnotes.markup.person_names import family_name
from confnotes.markup.safe import safe_text
from confnotes.model.paper import Paper, PaperEntry

_SPECIAL = {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$", "`": r"{\textasciigrave}",
}  # fmt: skip
_SPECIALS = str.maketrans(_SPECIAL)
_NOT_IN_NAMES = re.compile(r"[\\{}~^$&%#_`]")
_RUN = re.compile(r"([-',])\1+")
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=,)(?=,)")
_EDGES = re.compile(r"(\W*)(.*?)([^\w+#]*)", re.DOTALL)
_BRACES = str.maketrans({"{": "%7B", "}": "%7D"})
_MONTHS = {name.lower(): name.lower()[:3] for name in month_name if name}
_LONG_WORD = 4
_UNKNOWN = "Mentioned, without a known title or author (confnotes fetch-titles looks them up):"
_OF_THE_PAPER = """
abstract address archive archiveprefix arxivid articleno author bibsource biburl booksubtitle booktitle
booktitleaddon chapter collaborator copyright crossref date day doi edition editor editortype eid eprint eprintclass
eprinttype event eventdate eventtitle eventtitleaddon holder howpublished institution isbn issn issue issuetitle
journal journalsubtitle journaltitle langid language location mainsubtitle maintitle month numpages number
openreview organization origdate pages pagetotal part pmcid pmid primaryclass publisher pubstate relatedtype school
series shortjournal shorttitle subtitle title titleaddon translator type url urldate venue version volume volumes
year
"""
_FOR_OTHERS = frozenset(_OF_THE_PAPER.split())
"""Fields about the paper. All others may be private: notes, ratings, groups, file paths."""


def render(papers: Iterable[Paper], *, for_others: bool = False) -> str:
    """A bibliography sorted by citation key; papers of which only an address is known follow as comments.

    `for_others`: without private fields.
    """
    papers = list(papers)
    entries = [entry_of(paper) for paper in papers if _is_known(paper)]
    entries = list(map(without_private, entries)) if for_others else entries
    told = [f"{format_entry(one)}\n" for one in sorted(entries, key=lambda one: (one.key.casefold(), one.key))]
    addresses = sorted(f"% {_in_comment(paper.key)}\n" for paper in papers if not _is_known(paper))
    return "\n".join([*told, "".join([f"% {_UNKNOWN}\n", *addresses])] if addresses else told)


def _is_known(paper: Paper) -> bool:
    """Whether there is enough for a bibliography entry: an entry, a title or an author."""
    return paper.entry is not None or paper.is_titled or bool(paper.authors)


def _in_comment(address: str) -> str:
    """An address for a comment. BibTeX has no comment syntax: after any @ it parses an entry."""
    return safe_text(address, lines=False).replace("@", "%40")


def format_entry(entry: PaperEntry) -> str:
    """The source text of an entry, else its formatted fields."""
    if entry.text:
        return entry.text
    lines = [f"  {name} = {_value(name, value)},\n" for name, value in entry.fields if value]
    return f"@{entry.kind}{{{entry.key},\n{''.join(lines)}}}"


def without_private(entry: PaperEntry) -> PaperEntry:
    """The entry without private fields; unknown fields count as private."""
    kept = tuple((name, value) for name, value in entry.fields if name.lower() in _FOR_OTHERS)
    return entry if len(kept) == len(entry.fields) else PaperEntry(entry.key, entry.kind, kept, "")


def entry_of(paper: Paper) -> PaperEntry:
    """The paper's own entry, else one made from what is known."""
    if paper.entry is not None:
        return paper.entry
    ids = {one.kind: one.value for one in reversed(paper.ids)}
    arxiv = ids.get("arxiv", "")
    published = any(one.published for one in paper.presented)
    fields = {
        "title": title(paper.title) if paper.is_titled else "",
        "author": " and ".join(filter(None, map(author, paper.authors))),
        "year": str(paper.year or arxiv_year(arxiv) or ""),
    }
    if published:
        kind, venue = "inproceedings", "booktitle"
    elif arxiv and not paper.venue:
        kind, venue = "article", ""
        fields["journal"] = f"arXiv preprint arXiv:{arxiv}"
    else:
        kind, venue = ("article", "journal") if paper.venue and "doi" in ids else ("misc", "howpublished")
    if venue and paper.venue:
        fields[venue] = latex(paper.venue)
    if arxiv:
        fields |= {"eprint": arxiv, "archiveprefix": "arXiv"}
    fields |= {"doi": ids.get("doi", ""), "pmid": ids.get("pmid", ""), "url": _address(paper)}
    return make_entry(kind, paper.citekey, fields)


def make_entry(kind: str, key: str, fields: Mapping[str, str]) -> PaperEntry:
    """An entry from fields in LaTeX; empty ones are left out."""
    entry = PaperEntry(key, kind, tuple((name, value) for name, value in fields.items() if value), "")
    return PaperEntry(key, kind, entry.fields, format_entry(entry))


def latex(text: str) -> str:
    """A text escaped for LaTeX; its formulas are kept if TeX can do nothing with them but typeset them."""
    return "".join(_plain(words) + _formula(tex) for words, tex in formulas(" ".join(safe_text(text).split())))


def title(text: str) -> str:
    """A title escaped for LaTeX, with significant capitals protected."""
    parts = list(formulas(" ".join(safe_text(text).split())))
    in_sentence_case = _in_sentence_case("".join(words for words, _ in parts).split())
    written, begins = [], True
    for words, tex in parts:
        for word in re.split(r"( )", words):
            written.append(_word(word, proper=in_sentence_case and not begins))
            begins = word.endswith((":", "?", "!", ".")) or (begins and not word.strip())
        written.append(_formula(tex))
    return "".join(written)


def author(name: str) -> str:
    """A name as “Family, Given”; one-word names and names with “and” are unchanged.

    TeX characters are removed: biber creates initials letter by letter, and half a command stops it.
    """
    name = _RUN.sub(r"\1", " ".join(_NOT_IN_NAMES.sub(" ", safe_text(name)).split()))
    parts = family_name(name)
    if not parts.given or " and " in f" {name.lower()} ":
        return f"{{{latex(name)}}}" if " " in name else latex(name)
    return ", ".join(latex(part) for part in (parts.family, parts.suffix, parts.given) if part)


def _word(word: str, *, proper: bool) -> str:
    edges = _EDGES.fullmatch(word)
    assert edges is not None
    before, core, behind = edges.groups()
    if core and (_has_capitals(core) or (proper and core[0].isupper())):
        return f"{_plain(before)}{{{_plain(core)}}}{_plain(behind)}"
    return _plain(word)


def _has_capitals(word: str) -> bool:
    """Whether a word has significant capitals, beyond those of title case: EqProp, GPT-4, 3D, C++."""
    for part in re.split(r"[-‐‑–/]", word):
        letters = [c for c in part if c.isalnum()]
        if any(c.isupper() for c in letters[1:]) or (len(letters) == 1 and letters[0].isupper() and part not in "AI"):
            return True
    return False


def _in_sentence_case(words: list[str]) -> bool:
    """Whether a title is in sentence case."""
    long = [word for word in words[1:] if len(word) >= _LONG_WORD and word[0].isalpha()]
    return bool(long) and 2 * sum(word[0].isupper() for word in long) <= len(long)


def _plain(text: str) -> str:
    return _LIGATURE.sub("{}", text.translate(_SPECIALS))


def _formula(tex: str) -> str:
    """A formula for TeX; as Unicode, else as typed, if TeX could do more with it than typeset it."""
    safe = safe_tex(tex)
    return f"${safe}$" if safe else _plain(math_text(tex) or f"${tex}$") if tex else ""


def _value(name: str, value: str) -> str:
    if name == "month" and value.lower() in _MONTHS:
        return _MONTHS[value.lower()]
    return f"{{{value}}}"


def _address(paper: Paper) -> str:
    """Where to read the paper; "" if it has a DOI."""
    best = next((one for one in paper.ids if one.kind != "doi"), None)
    return best.address.translate(_BRACES) if best else ""
