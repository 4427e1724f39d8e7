"""What a person can do on every screen."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command(
        "app.search",
        Where.EVERYWHERE,
        "slash,f5",
        "Search everything",
        "Notes, talks, people, papers, tasks and questions, as you type.",
        "app.search",
        "search",
    ),
    Command(
        "app.back", Where.EVERYWHERE, "escape", "Back", "To the screen before; stops what is running.", "back", "back"
    ),
    Command("app.help", Where.EVERYWHERE, "f1,question_mark", "Help", "Every key of this screen.", "app.help", "help"),
    Command(
        "app.palette",
        Where.EVERYWHERE,
        "ctrl+p",
        "All commands",
        "Find a command by its name.",
        "app.command_palette",
        "all commands",
    ),
    Command(
        "app.saved",
        Where.EVERYWHERE,
        "",
        "Saved searches",
        "Searches that were saved under a name, with what they find now.",
        "app.saved",
    ),
    Command(
        "app.unresolved",
        Where.EVERYWHERE,
        "",
        "Unresolved links, people and papers",
        "What notes name that is nowhere yet.",
        "app.unresolved",
    ),
    Command(
        "app.papers",
        Where.EVERYWHERE,
        "",
        "Papers",
        "Who presented them, where you noted them, what is to be read; BibTeX.",
        "app.papers",
    ),
    Command(
        "app.schedule",
        Where.EVERYWHERE,
        "",
        "My schedule",
        "What you starred, attended and noted, with free time, walks and clashes.",
        "app.schedule",
    ),
    Command(
        "app.recorded",
        Where.EVERYWHERE,
        "",
        "Slides and videos, what to watch later",
        "And whether their links are still there.",
        "app.recorded",
    ),
    Command("app.tags", Where.EVERYWHERE, "", "Tags", "All of them; rename or merge one.", "app.tags"),
    Command("app.theme", Where.EVERYWHERE, "f9", "Light or dark", "", "app.toggle_light"),
    Command("app.quit", Where.EVERYWHERE, "ctrl+q", "Quit", "Everything typed is saved.", "app.quit"),
)
