"""What a person can do on papers and a paper."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command(
        "papers.open",
        Where.PAPERS,
        "enter",
        "Open this paper’s page",
        "Who presented it, what you noted, its BibTeX.",
        "open",
        "open",
    ),
    Command(
        "papers.mark",
        Where.PAPERS,
        "space",
        "To read, read, or neither",
        "Goes from one to the next.",
        "mark",
        "to read, read",
    ),
    Command(
        "papers.order",
        Where.PAPERS,
        "f2",
        "In another order",
        "What is to be read first, the newest first, what was noted most.",
        "order",
        "order",
    ),
    Command(
        "papers.bibtex",
        Where.PAPERS,
        "f3",
        "Copy the BibTeX of what is listed",
        "Filter first: what the filter hides is left out.",
        "copy_bibtex",
        "BibTeX",
    ),
    Command("paper.open", Where.PAPER, "enter", "Open this talk, line, person or page", "", "open", "open"),
    Command(
        "paper.mark",
        Where.PAPER,
        "r",
        "To read, read, or neither",
        "Goes from one to the next.",
        "mark",
        "to read, read",
    ),
    Command(
        "paper.browse", Where.PAPER, "o", "Open the paper in the browser", "Its best address.", "browse", "browser"
    ),
    Command(
        "paper.write",
        Where.PAPER,
        "e",
        "Write about this paper",
        "Becomes a note in “Papers” when something is typed.",
        "write",
        "write",
    ),
    Command("paper.citekey", Where.PAPER, "y", "Copy the citekey", "", "copy_citekey", "citekey"),
    Command("paper.bibtex", Where.PAPER, "Y", "Copy the BibTeX", "", "copy_bibtex", "BibTeX"),
    Command(
        "paper.fetch",
        Where.PAPER,
        "f",
        "Fetch who wrote it, when and where",
        "From the network, after a question; kept in the vault.",
        "fetch",
        "fetch",
    ),
)
