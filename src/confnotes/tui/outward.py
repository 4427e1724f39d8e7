"""Ways from the screens out of the vault: other programs, files elsewhere, web pages.

In a browser, whose user may be at another machine, only web pages are left, which that browser opens.
"""

from __future__ import annotations

from typing import Final

from confnotes import system
from confnotes.errors import ConfnotesError
from confnotes.tui.command import Command

_SCREENS: Final = frozenset(
    {"import_.ImportScreen", "export.screen.ExportScreen", "photos.PhotosScreen", "settings.SettingsScreen"}
)
_ACTIONS: Final = frozenset(
    {
        *("app.import_program", "app.refresh", "app.export", "app.photos", "app.settings", "app.open_vault"),
        *("import_program", "refresh", "export", "export_it", "export_day", "open_outside"),
        *("file.edit_outside", "file.show_place", "writing.paste_image"),
    }
)


def is_left_out(command: Command) -> bool:
    """Whether a command does not exist here."""
    return system.is_served() and command.action in _ACTIONS


def refuse_screen(name: str) -> ConfnotesError | None:
    """Why a screen does not open here; None if it does."""
    if name in _SCREENS and system.is_served():
        return ConfnotesError("Not in a browser", "Use confnotes in a terminal on the machine with the vault.")
    return None


def refuse_link(url: str) -> None:
    """Raise ConfnotesError for an address that is none of a web page or of mail."""
    from confnotes.markup.canonical import parts  # the patterns of all sites, which the first frame needs not

    if parts(url)[0] not in ("http", "https", "mailto"):
        raise ConfnotesError(f"Cannot open this link: {url}", "Only http, https and mailto links open.")


def find_browser(url: str) -> None:
    """Raise ConfnotesError if this machine has no web browser for an address that it should open."""
    import webbrowser

    try:
        if not system.is_served():
            webbrowser.get()
    except webbrowser.Error:
        raise ConfnotesError(f"No web browser here for {url}", "Set BROWSER, or copy the address.") from None
