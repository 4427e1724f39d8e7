"""The look of a summary, in HTML, PDF, slides and pictures: colours, letters and measures, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours as `#rrggbb`: the paper, its letters and quiet letters, lines, quiet areas, links and stars."""

    paper: str
    ink: str
    soft: str
    line: str
    wash: str
    accent: str
    star: str


LIGHT = Colours("#fcfbf8", "#1f2226", "#5b6067", "#e3dfd6", "#f3f0e9", "#0a5a63", "#8a5a00")
DARK = Colours("#15181b", "#e7e4dd", "#a3a8ae", "#2e3439", "#1d2125", "#7cc7cf", "#e0b15a")


@dataclass(frozen=True, slots=True)
class Theme:
    """A look by its name. Letters are families in the order in which they are tried; `size` is a factor."""

    name: str = "paper"
    light: Colours = LIGHT
    dark: Colours = DARK
    text: tuple[str, ...] = ("Iowan Old Style", "Palatino", "TeX Gyre Pagella", "Georgia", "serif")
    label: tuple[str, ...] = ("system-ui", "Segoe UI", "Roboto", "Helvetica Neue", "Liberation Sans", "sans-serif")
    code: tuple[str, ...] = ("ui-monospace", "Menlo", "Consolas", "DejaVu Sans Mono", "monospace")
    size: float = 1.0
