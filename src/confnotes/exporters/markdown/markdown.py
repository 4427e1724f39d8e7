"""A summary as Markdown: one file, or a folder with an index page and one page per part; for GitHub or Obsidian."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from pathlib import PurePosixPath

from confnotes.exporters.markdown.book import MarkdownBook, ascii_slug
from confnotes.exporters.markdown.front_matter import GENERATORS, front_matter
from confnotes.exporters.markdown.sections import MarkdownSections, MarkdownTalks
from confnotes.exporters.render_options import LinkStyle, Output, RenderOptions
from confnotes.exporters.section_order import PAGE_ONE
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.names import file_stem, hyphenate
from confnotes.merge.regenerate import MadePart
from confnotes.model.summary import Summary, SummaryPart

_MOST_TITLES = 40
"""Above this number of talks, the table of contents lists parts only."""

_FEWEST_TITLES = 10
"""Below this number of talks with notes, there is no table of contents."""

_PROPERTIES = "---\ntype: summary\n---"


def render(summary: Summary, setting: RenderOptions) -> Output:
    """The Markdown with a final newline, and its papers and photos; the same summary gives the same bytes."""
    shown = _photos(summary, setting)
    book = MarkdownBook(setting.links, _first_page(setting), {photo: path for photo, (path, _) in shown.items()}.get)
    bibliography = _bibliography(setting)
    _write(summary, setting, MarkdownTalks(summary, setting, book, shown), bibliography)
    pages = book.made()
    if generator := GENERATORS.get(setting.front_matter):
        pages = {
            name: tuple(part._replace(text=generator.harmless(part.text)) for part in parts)
            for name, parts in pages.items()
        }
    first = book.pages[0].file
    rest = [name for name in pages if name != first]
    beside = {name: _text(pages[name]) for name in rest}
    if bibliography:
        beside[bibliography] = setting.bibliography.encode()
    return Output(
        _text(pages[first]),
        {**beside, **dict(shown.values())},
        {"": (*pages[first], MadePart(f"made-for-{summary.audience}", "")), **{name: pages[name] for name in rest}},
    )


def _text(parts: Iterable[MadePart]) -> bytes:
    return ("\n\n".join(part.text for part in parts).strip("\n") + "\n").encode("utf-8", "replace")


def _first_page(setting: RenderOptions) -> str:
    return "README.md" if setting.folder and setting.links is LinkStyle.PLAIN else f"{file_stem(setting.name)}.md"


def _bibliography(setting: RenderOptions) -> str:
    if not setting.bibliography:
        return ""
    in_folder = setting.folder and setting.links is LinkStyle.PLAIN
    return "papers.bib" if in_folder else f"{file_stem(setting.name)}.bib"


def _photos(summary: Summary, setting: RenderOptions) -> dict[str, tuple[str, bytes]]:
    """Path and bytes of each photo with a picture."""
    folder = "photos" if setting.folder else f"{hyphenate(setting.name)}-photos"
    found: dict[str, tuple[str, bytes]] = {}
    taken: set[str] = set()
    for photo in summary.photos:
        picture = setting.photo(photo)
        if picture is None or not picture.ending:
            continue
        stem = file_stem(PurePosixPath(photo.name.replace("\\", "/")).stem)
        name, number = stem, 1
        while name.lower() in taken:
            number += 1
            name = f"{stem} {number}"
        taken.add(name.lower())
        found[photo.id] = f"{folder}/{name}.{picture.ending}", picture.data
    return found


def _write(summary: Summary, setting: RenderOptions, talks: MarkdownTalks, bibliography: str) -> None:
    book, terms = talks.book, setting.words.terms
    _begin_page(book)
    if setting.front_matter:
        in_vault = book.style is LinkStyle.OBSIDIAN
        book.head(front_matter(summary, setting.words, setting.front_matter, in_vault=in_vault))
    sections = MarkdownSections(summary, setting, talks, bibliography)
    sections.title()
    contents: list[str] | None = None
    places = iter(_places(summary.parts))
    parts: list[tuple[SummaryPart, str, str]] = []
    for chapter in sections.chapters():
        if contents is None and chapter.section not in PAGE_ONE and _is_long(summary, setting):
            contents = book.part("contents")
            book.heading(2, terms.contents, "contents")
        if chapter.part is None:
            sections.write(chapter)
            continue
        place = next(places)
        parts.append((chapter.part, place, chapter.title))
        sections.contents.append((chapter.title, place))
        if not setting.folder:
            book.part(place)
            book.heading(2, chapter.title, place)
            talks.part(chapter.part, place, 2)
    if setting.folder:
        _write_pages(parts, setting, talks)
    if contents is not None:
        contents.append(_contents(sections.contents, {place: part for part, place, _ in parts}, talks))
    elif not sections.contents and not summary.by_id:
        book.part("contents").append(terms.nothing)


def _is_long(summary: Summary, setting: RenderOptions) -> bool:
    """Whether a table of contents helps: there are many talks, or several pages."""
    return setting.folder or sum(item.noted for item in summary.items()) >= _FEWEST_TITLES


def _write_pages(parts: list[tuple[SummaryPart, str, str]], setting: RenderOptions, talks: MarkdownTalks) -> None:
    """Write each part to its own page, with links to the index and its neighbors."""
    for number, (part, place, title) in enumerate(parts):
        talks.book.new_page(_page_file(place, title, setting, {page.file.lower() for page in talks.book.pages}))
        _begin_page(talks.book)
        talks.book.part(place)
        talks.book.heading(1, title, place)
        ways = [talks.book.to("title", f"↑ {escape_text(setting.words.title(talks.summary))}")]
        if number:
            ways.insert(0, talks.book.to(parts[number - 1][1], f"← {escape_text(parts[number - 1][2])}"))
        if number + 1 < len(parts):
            ways.append(talks.book.to(parts[number + 1][1], f"{escape_text(parts[number + 1][2])} →"))
        talks.book.add(" · ".join(ways))
        talks.part(part, place, 1)


def _begin_page(book: MarkdownBook) -> None:
    if book.style is LinkStyle.OBSIDIAN:
        book.head(_PROPERTIES)


def _page_file(place: str, title: str, setting: RenderOptions, taken: Container[str]) -> str:
    """A file name for the page: short for web addresses, unique in a vault for Obsidian."""
    is_plain = setting.links is LinkStyle.PLAIN
    stem = place.removeprefix("part-") if is_plain else file_stem(f"{setting.name} {title}")
    file, number = f"{stem}.md", 1
    while file.lower() in taken:
        number += 1
        file = f"{stem}-{number}.md" if is_plain else f"{stem} {number}.md"
    return file


def _places(parts: Iterable[SummaryPart]) -> list[str]:
    """A stable name for each part: from its day, else from its title."""
    found: list[str] = []
    for part in parts:
        what = part.day.isoformat() if part.day else ascii_slug(part.title or "other")
        base = f"part-{f'{ascii_slug(part.conference)}-' if part.conference else ''}{what}"
        place, number = base, 1
        while place in found:
            number += 1
            place = f"{base}-{number}"
        found.append(place)
    return found


def _contents(entries: Iterable[tuple[str, str]], parts: Mapping[str, SummaryPart], talks: MarkdownTalks) -> str:
    """The sections with parts, and their talks if there are not too many."""
    told = {place: [item for item in part.items() if item.noted] for place, part in parts.items()}
    with_talks = sum(map(len, told.values())) <= _MOST_TITLES
    lines = []
    for title, place in entries:
        lines.append(f"- {talks.book.to(place, escape_text(title))}")
        if with_talks:
            lines += [f"  - {talks.book.to(item.id, escape_text(item.title))}" for item in told.get(place, ())]
    return "\n".join(lines)
