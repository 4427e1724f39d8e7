"""The workflow with which GitHub Pages publishes a site.

It publishes the folder as it was pushed: the pages are built where the notes are, so that the notes themselves need
not be in the repository, and nothing has to be installed there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from confnotes import system
from confnotes.errors import ConfnotesError

WORKFLOW: Final = ".github/workflows/confnotes-site.yml"
_TEXT: Final = """\
# Publishes the folder that `confnotes site` wrote. In the settings of the repository, under Pages, choose GitHub
# Actions as the source.
name: Publish the site
on:
  push:
    branches: [main, master]
  workflow_dispatch:
permissions:
  contents: read
  pages: write
  id-token: write
concurrency:
  group: pages
  cancel-in-progress: false
jobs:
  publish:
    runs-on: ubuntu-latest
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/configure-pages@v5
      - uses: actions/upload-pages-artifact@v3
        with:
          path: FOLDER
      - id: deployment
        uses: actions/deploy-pages@v4
"""


@dataclass(frozen=True, slots=True)
class PagesWorkflow:
    """The workflow file; `kept`: there is one with other content, which stays."""

    path: Path
    kept: bool = False


def repository_of(folder: Path) -> Path:
    """The root of the git repository around a folder, which need not exist; raises ConfnotesError without one."""
    real = system.real_path(folder)
    for one in (real, *real.parents):
        if (one / ".git").exists():
            return one
    raise ConfnotesError(f"{folder} is not in a git repository", "Run `git init` in the folder that you will push.")


def write_workflow(folder: Path) -> PagesWorkflow:
    """Write the workflow that publishes the folder into its repository; raises ConfnotesError."""
    root = repository_of(folder)
    place = system.real_path(folder).relative_to(root).as_posix()
    text = _TEXT.replace("FOLDER", json.dumps(place, ensure_ascii=False))
    path = root / WORKFLOW
    try:
        if path.exists():
            return PagesWorkflow(path, kept=path.read_text(encoding="utf-8", errors="replace") != text)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ConfnotesError(f"cannot write {path}: {error.strerror or error}", "Check its folder.") from error
    return PagesWorkflow(path)
