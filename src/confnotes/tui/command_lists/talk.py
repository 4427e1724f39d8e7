"""The commands for a talk, on every screen that shows talks: open its note, and mark it."""

from __future__ import annotations

from confnotes.tui.command import Command, Need, key


def open_note(*, needs: Need = Need.TALK) -> Command:
    """Open the note of the selected talk."""
    return key("open", "open", "open note", needs=needs).does(
        "Open the note of this talk", "Creates one if none exists.", "write take create edit session"
    )


def star(label: str = "star", *, more: str = "Press again to unstar.") -> Command:
    """Star the selected talk."""
    return key("mark", "star", label, needs=Need.TALK).does(
        "Star or unstar this talk",
        more,
        "favorite favourite bookmark heart like remove starred unstarred wrong mistake",
    )


def details() -> Command:
    """Show the facts of the selected talk."""
    return key("details", "details", "details", needs=Need.TALK).does(
        "Show or hide details",
        "The abstract, the speakers and the links of the selected talk.",
        "panel pane preview abstract speakers description",
    )


def take(label: str = "") -> Command:
    """Take the selected talk for the team."""
    return key("take", "take", label, needs=Need.TALK).does(
        "Take this talk for your team",
        "You mean to sit in it. Press again to give it back.",
        "cover covers who goes claim assign sit attend colleagues",
    )


def attend(label: str = "") -> Command:
    """Mark the selected talk as attended."""
    return key("attend", "attend", label, needs=Need.TALK).does(
        "Mark as attended", "Press again to undo.", "seen visited there attendance check in"
    )


def watch_later() -> Command:
    """Put the selected talk on the watch list."""
    return key("watch-later", "watch_later", needs=Need.TALK).does(
        "Watch later",
        "Adds this talk to the watch list, or removes it. The search is:later lists them all.",
        "video recording queue",
    )


def do_not_share() -> Command:
    """Leave the selected talk out of public exports."""
    return key("do-not-share", "no_share", needs=Need.TALK).does(
        "Do not share with the public",
        "The team still gets this talk. Press again to share it.",
        "hide private confidential embargo stop sharing unshare keep secret others everyone",
    )


def rate() -> Command:
    """Rate the selected talk with a digit."""
    return key("rate", "rate", needs=Need.TALK).does(
        "Rate this talk", "1 to 5. The same number again removes the rating.", "rating score stars points"
    )


def ask_rating(label: str = "") -> Command:
    """Ask for the rating of the selected talk."""
    return key("ask-rating", "rate_talk", label, needs=Need.TALK).does(
        "Rate this talk", "1 to 5.", "rating score stars points"
    )
