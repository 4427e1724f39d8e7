"""Reading a file that a person named: a template, a theme."""

from __future__ import annotations

from pathlib import Path

from confnotes.errors import ConfnotesError, NotFoundError


def text_of(path: Path, what: str, most_bytes: int) -> str:
    """The text of a regular file; `what` is what should be in it. Raises NotFoundError, ConfnotesError."""
    try:
        data = b""
        if path.is_file() or not path.exists():
            with path.open("rb") as stream:
                data = stream.read(most_bytes + 1)
        if not data:
            raise ConfnotesError(f"{path} is no file with a {what} in it", "name another")
        if len(data) > most_bytes:
            raise ConfnotesError(f"{path} is too large for a {what}", "name another")
        return data.decode("utf-8-sig")
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {path}", f"name the file of a {what}") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise ConfnotesError(f"{path} cannot be read: {reason}", f"name another {what}") from error
