"""Find templates: in the vault, in the settings folder, and built in.

In this order: the vault's `.confnotes/templates/<kind>.md`, the user's `templates/<kind>.md` in the settings folder,
`talk.md` in the same places, the built-in template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from confnotes import config, notices, system
from confnotes.errors import ConfnotesError, FileError, NotFoundError
from confnotes.markup import template
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.vault.vault import Vault

_CARD: Final = "- claim: \n- trick: \n- doubt: \n? \n"
BUILT_IN: Final[Mapping[str, str]] = {
    "poster": _CARD,
    "demo": _CARD,
    "panel": "- {{panelist}}: \n\n",
    "tutorial": "## Set-up\n\n{{cursor}}\n\n## Steps\n\n\n## Exercise\n\n",
    "keynote": "- thesis: \n\n{{cursor}}\n",
}


MOST_BYTES = 100_000  # of a template
FOLDER = ".confnotes/templates"
FOR_ALL = "talk"

_NAME = re.compile(r"[^./\\\0][^/\\\0]{0,80}")


@fast_dataclass(frozen=True, slots=True)
class Template:
    """A template and its path, None if built in."""

    name: str
    text: str
    path: str | None = None


@fast_dataclass(frozen=True, slots=True)
class TemplateProblem:
    """A problem in a template file; `line` counts from 1."""

    path: str
    message: str
    line: int | None = None


def for_kind(vault: Vault, kind: str) -> Template | None:
    """The template for talks of that kind; raises ConfnotesError if it cannot be read."""
    for name in dict.fromkeys((kind, FOR_ALL)):
        found = _own(vault, name)
        if found is not None:
            return found
    return Template(kind, BUILT_IN[kind]) if kind in BUILT_IN else None


def find_template(vault: Vault, name: str) -> Template:
    """The template with that name or file; raises NotFoundError, ConfnotesError."""
    short = name.removesuffix(".md")
    found = _own(vault, short) if _NAME.fullmatch(short) else None
    if found is not None:
        return found
    if Path(name).is_file():
        return Template(name, _read(Path(name)), name)
    if name in BUILT_IN:
        return Template(name, BUILT_IN[name])
    raise NotFoundError(f"template not found: “{name}”", f"Give a file, or create {FOLDER}/{short}.md.")


def all_templates(vault: Vault) -> list[Template]:
    """All readable templates: the vault's, the user's, the built-in ones; of equal names the first."""
    found: dict[str, Template] = {}
    for name in _names(vault):
        with suppress(ConfnotesError):
            one = _own(vault, name)
            if one is not None:
                found[name] = one
    for name, text in BUILT_IN.items():
        found.setdefault(name, Template(name, text))
    return sorted(found.values(), key=lambda one: one.name)


def problems(vault: Vault, known: template.Values) -> Iterator[TemplateProblem]:
    """Problems in the vault's and the user's templates; `known` are the available placeholders."""
    for name in _names(vault):
        path = _path(vault, name)
        try:
            one = _own(vault, name)
            text = one.text if one else ""
            wrong = template.front_matter_problem(text)
        except ConfnotesError as error:
            yield TemplateProblem(path, error.reason)
            continue
        if wrong:
            yield TemplateProblem(path, wrong)
        for line, placeholder in template.placeholders(text):
            if not known.knows(placeholder):
                yield TemplateProblem(path, f"{{{{{placeholder}}}}} is not a placeholder", line)


def _user_folder() -> Path:
    return config.settings_file().parent / "templates"


def _names(vault: Vault) -> list[str]:
    names: set[str] = set()
    for folder in (vault.root / FOLDER, _user_folder()):
        with suppress(OSError):
            names |= {file.stem for file in folder.iterdir() if file.suffix == ".md" and _NAME.fullmatch(file.stem)}
    return sorted(names)


def _path(vault: Vault, name: str) -> str:
    inside = f"{FOLDER}/{name}.md"
    return inside if (vault.root / inside).exists() else str(_user_folder() / f"{name}.md")


def _own(vault: Vault, name: str) -> Template | None:
    """The vault's template of that name, else the user's."""
    path = f"{FOLDER}/{name}.md"
    try:
        file = vault.read(path)
    except NotFoundError:
        own = _user_folder() / f"{name}.md"
        try:
            return Template(name, _read(own), str(own)) if own.exists() else None
        except OSError as error:
            notices.tell(f"Cannot read {own.parent} ({error.strerror}): your own templates are not available")
            return None
    if file.read_only:
        raise FileError(f"the template {path}", f"cannot be read: {file.read_only}", "Convert it to UTF-8.")
    if len(file.text) > MOST_BYTES:
        raise _too_large(path)
    return Template(name, file.text, path)


def _read(file: Path) -> str:
    try:
        return system.read_file(file, MOST_BYTES).decode()
    except (OSError, UnicodeError) as error:
        reason = "not UTF-8 text" if isinstance(error, UnicodeError) else error.strerror
        raise FileError(f"the template {file}", f"cannot be read: {reason}", "Use a text file in UTF-8.") from None


def _too_large(path: str) -> ConfnotesError:
    return FileError(f"the template {path}", f"is larger than {MOST_BYTES // 1000} KB", "Make it smaller.")
