"""Photos and drawings of a summary, as files for pandoc."""

from __future__ import annotations

from confnotes.exporters.pandoc import ast
from confnotes.exporters.pandoc.ast import Blocks, Inlines
from confnotes.exporters.pictures.draw import pictures
from confnotes.exporters.render_options import RenderOptions
from confnotes.model.summary import Summary

_OF_TEX = frozenset({"jpg", "png"})
_UPRIGHT, _ACROSS = "30%", "60%"
_MOST_TOPICS = 12


class DocumentPictures:
    """The pictures of one document, by file path in `folder`; each is created when used."""

    def __init__(
        self, summary: Summary, setting: RenderOptions, folder: str, *, drawn: bool = False, tex: bool = False
    ):
        self.files: dict[str, bytes] = {}
        self._summary = summary
        self._setting = setting
        self._folder = folder
        self._drawn = drawn
        self._endings = _OF_TEX if tex else _OF_TEX | {"gif", "webp"}
        self._photos = {photo.id: number for number, photo in enumerate(summary.photos, start=1)}

    def photo(self, name: str, words: Inlines) -> Inlines | None:
        """A photo with its caption below; None if this format cannot show it."""
        number = self._photos.get(name)
        picture = self._setting.photo(self._summary.photos[number - 1]) if number else None
        if picture is None or picture.ending not in self._endings:
            return None
        file = f"{self._folder}/{number}.{picture.ending}"
        self.files[file] = picture.data
        image = ast.image(words, file, _UPRIGHT if picture.height > picture.width else _ACROSS)
        return [image, ast.BREAK, ast.emph(words)] if words else [image]

    def pictures(self) -> Blocks:
        """The drawings if the format supports SVG, else their content as a table and a line."""
        if not self._drawn:
            return [*self._topics(), *self._coverage()]
        made: Blocks = []
        for one in pictures(self._summary, self._setting.words, self._setting.theme.light, href=lambda _item: None):
            file = f"{self._folder}/{one.id}.svg"
            self.files[file] = one.svg.encode("utf-8", "replace")
            made.append(ast.header(2, ast.text(one.title)))
            made.append(ast.para([ast.image(ast.text(one.description), file)]))
        return made

    def _topics(self) -> Blocks:
        names = [
            f"{'#' if topic.is_tag else ''}{topic.name} ({len(topic.items)})"
            for topic in self._summary.topics[:_MOST_TOPICS]
        ]
        label = ast.strong(ast.text(f"{self._setting.words.terms.about}:"))
        return [ast.para([label, ast.SPACE, *ast.text(", ".join(names))])] if names else []

    def _coverage(self) -> Blocks:
        terms = self._setting.words.terms
        of_all = terms.of_all
        rows = [
            [
                ast.text(self._setting.words.track_name(self._summary, track)),
                ast.text(of_all.format(seen=track.seen, all=track.talks)),
            ]
            for track in self._summary.tracks
        ]
        head = [ast.text(terms.track_label), ast.text(terms.coverage_by_track)]
        return [ast.table(head, rows)] if len(rows) > 1 else []
