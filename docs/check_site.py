"""Checks the built site: links and anchors lead to something, and no page loads anything from another host.

`python docs/check_site.py site` prints what is wrong and ends with 1 where anything is.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = {
    "script": "src",
    "img": "src",
    "link": "href",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "object": "data",
}
"""Tags that make a browser load something, and the attribute that says what."""
NOT_LOADED = {"canonical", "next", "prev", "alternate"}
CSS_ADDRESS = re.compile(r"(?:url\(|@import\s+)[\"']?((?:https?:)?//[^\"')]+)")


class Links(HTMLParser):
    """What a page links to, loads, and can be linked to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.loaded: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in a tag."""
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if given.get(name)}
        if tag == "a" and "href" in given:
            self.targets.append(given["href"])
        if LOADED.get(tag) in given and given.get("rel") not in NOT_LOADED:
            self.loaded.append(given[LOADED[tag]])


def problems(site: Path) -> list[str]:
    """What is wrong with a built site, a line each."""
    found = []
    for path in sorted(site.rglob("*.html")):
        page = _links(path)
        name = path.relative_to(site)
        found += [f"{name}: loads {one}" for one in page.loaded if urlsplit(one).netloc]
        found += [
            f"{name}: missing {one}" for one in page.loaded if not urlsplit(one).netloc and not _leads(path, one, site)
        ]
        found += [f"{name}: dead link {one}" for one in page.targets if not _leads(path, one, site)]
    for path in sorted(site.rglob("*.css")):
        found += [
            f"{path.relative_to(site)}: loads {one}" for one in CSS_ADDRESS.findall(path.read_text(encoding="utf-8"))
        ]
    return found


@cache
def _links(path: Path) -> Links:
    return Links(path.read_text(encoding="utf-8"))


def _leads(page: Path, target: str, site: Path) -> bool:
    """Whether a link on a page leads to a file of the site and a place in it, or out of the site."""
    address = urlsplit(target)
    if address.scheme or address.netloc:
        return True
    path = unquote(address.path)
    there = site / path.lstrip("/") if path.startswith("/") else (page.parent / path).resolve() if path else page
    if there.is_dir():
        there /= "index.html"
    if not there.is_file():
        return False
    return not address.fragment or there.suffix != ".html" or unquote(address.fragment) in _links(there).anchors


def main() -> int:
    """Print what is wrong."""
    found = problems(Path(sys.argv[1]).resolve())
    print("\n".join(found) or "Every link leads somewhere, and nothing is loaded from elsewhere.")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
