"""What may stand in a line of a page: links that are safe, tags that lead to their index, photos as figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from confnotes.exporters.html.rules import html
from confnotes.markup.canonical import is_allowed

_TAG = re.compile(r"(?<![\w/&#])#([^\W\d_][\w/-]*)")
_MARKS = re.compile(r"#|%%")
_CLOCK = re.compile(r"\d{1,3}(?::\d\d){1,2}")
_PHOTO = "photo:"


class Judge:
    """Judges what stands in the lines of one page."""

    def __init__(
        self,
        has_item: Callable[[str], bool],
        tag_anchor: Callable[[str], str | None],
        figure: Callable[[str, str], str | None],
    ) -> None:
        self._has_item = has_item
        self._tag_anchor = tag_anchor
        self._figure = figure
        self._figures: list[str] = []

    def judged(self, children: list[Token], *, bare: bool = False, figures: bool = True) -> list[Token]:
        """The children of a line that may stay; `bare`: no link, as they stand in one; `figures`: photos are shown."""
        if len(children) == 1 and children[0].type == "text" and not _MARKS.search(children[0].content):
            return children
        kept: list[Token] = []
        dead_links: list[bool] = []
        for number, child in enumerate(children):
            if child.type == "text":
                if dead_links or bare:
                    child.content = child.content.replace("%%", "")
                    kept.append(child)
                else:
                    kept += self._with_tags(child)
            elif child.type == "link_open":
                href = str(child.attrs.get("href", ""))
                dead = bare or not (is_allowed(href) or (href.startswith("#") and self._has_item(href[1:])))
                dead_links.append(dead)
                if not dead:
                    child.attrs = {"href": href, **({"rel": "noopener noreferrer"} if href[0] != "#" else {})}
                    if _is_moment(children[number + 1 : number + 3]):
                        child.attrs["class"] = "moment"
                    kept.append(child)
            elif child.type == "link_close":
                if not dead_links or not dead_links.pop():
                    kept.append(child)
            elif child.type == "image":
                kept += self._image(child, linked=bare or bool(dead_links), shown=figures and not bare)
            elif child.type != "footnote_ref" or not bare:
                kept.append(child)
        return kept

    def taken_figures(self) -> list[str]:
        """The figures of photos that were taken out of the lines judged last, to stand beside them."""
        figures, self._figures = self._figures, []
        return figures

    def _image(self, image: Token, *, linked: bool, shown: bool) -> list[Token]:
        """A photo goes beside its line; any other image is a link to where it lies, or its words."""
        source = str(image.attrs.get("src", ""))
        if source.startswith(_PHOTO) and shown and not linked:
            figure = self._figure(source.removeprefix(_PHOTO), image.content)
            if figure is not None:
                self._figures.append(figure)
                return []
        name = source.removeprefix(_PHOTO).rsplit("/", 1)[-1]
        if name != source and not shown:
            name = ""  # a line that is only repeated leaves its photo where it is shown
        words = _text(image.content or name)
        if linked or not is_allowed(source):
            return [words]
        return [
            Token("link_open", "a", 1, attrs={"href": source, "class": "image"}),
            words,
            Token("link_close", "a", -1),
        ]

    def _with_tags(self, child: Token) -> list[Token]:
        child.content = child.content.replace("%%", "")
        if "#" not in child.content:
            return [child]
        made, last = [], 0
        for match in _TAG.finditer(child.content):
            anchor = self._tag_anchor(match[1])
            if anchor is not None:
                if match.start() > last:
                    made.append(_text(child.content[last : match.start()]))
                made.append(html(f'<a href="#{anchor}" class="tag">{escapeHtml(match[0])}</a>'))
                last = match.end()
        if last < len(child.content):
            made.append(_text(child.content[last:]))
        return made


def _is_moment(inside: Sequence[Token]) -> bool:
    """Whether a link's words, and its end, are a place in a recording: `12:40`. It is set quietly."""
    types = [token.type for token in inside]
    return types == ["text", "link_close"] and _CLOCK.fullmatch(inside[0].content) is not None


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
