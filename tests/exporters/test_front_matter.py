"""Markdown for site generators: their facts first, and nothing in the notes that they would expand or run."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from confnotes.actions.exporting.write_export import write_export
from confnotes.exporters.forms import render_summary
from confnotes.exporters.markdown.front_matter import GENERATORS
from confnotes.exporters.render_options import LinkStyle, Output, RenderOptions
from confnotes.model.summary import Summary
from summary_samples import HOSTILE, small, with_note

HARD = 'A "quoted": [title] # with --- \\ signs'


def made(generator: str, summary: Summary, **options: Any) -> Output:
    return render_summary(summary, "markdown", RenderOptions(front_matter=generator, **options))


def read(text: str) -> tuple[dict[str, Any], str]:
    """The facts of a page, and what is below them."""
    fence = text[:3]
    _, head, body = re.split(rf"^{re.escape(fence)}\n", text, maxsplit=2, flags=re.MULTILINE)
    return (tomllib.loads(head) if fence == "+++" else yaml.safe_load(head)), body


@pytest.mark.parametrize("generator", GENERATORS)
def test_the_facts_are_read_and_the_title_is_not_repeated(generator: str) -> None:
    facts, body = read(made(generator, replace(small(), title=HARD, authors=("Ada: L", "Bo"))).data.decode())
    assert facts["title"] == HARD
    assert str(facts["date"]) == "2021-06-02"
    assert (facts.get("authors") or facts.get("author", "").split(", ")) == ["Ada: L", "Bo"]
    assert (facts.get("taxonomies") or facts)["tags"] == ["tides"]
    assert not re.search(r"^# ", body, re.MULTILINE)
    assert "type" not in facts


@pytest.mark.parametrize("generator", GENERATORS)
def test_a_page_inside_a_vault_says_that_it_is_a_summary(generator: str) -> None:
    facts, _ = read(made(generator, small(), links=LinkStyle.OBSIDIAN).data.decode())
    assert (facts.get("extra") or facts)["type"] == "summary"


@pytest.mark.parametrize(
    ("generator", "typed"),
    [
        ("hugo", "{{< readfile /etc/passwd >}} {{% x %}}"),
        ("jekyll", "{{ site.secret }} {% include x %}"),
        ("zola", "{{ youtube(id=1) }} {% quote(a=1) %}x{% end %}"),
        ("quarto", "{{< include /etc/passwd >}}"),
    ],
)
@pytest.mark.parametrize("form", ["{}", "`{}`", "```\n{}\n```", "- [ ] {}", "# {}"])
def test_no_generator_expands_what_was_typed(generator: str, typed: str, form: str) -> None:
    text = made(generator, with_note(form.format(typed), title=typed)).data.decode()
    assert not GENERATORS[generator].active.search(text)
    assert typed in text.replace("\u2060", "").replace("\\", "")


def test_quarto_runs_no_code_of_a_note() -> None:
    facts, _ = read(made("quarto", with_note("```{python}\nopen('/etc/passwd')\n```")).data.decode())
    assert facts["engine"] == "markdown"


@pytest.mark.parametrize("generator", GENERATORS)
@pytest.mark.parametrize("title", [one for one in HOSTILE if "\x1b" not in one])
def test_no_title_ends_the_front_matter_or_adds_to_it(generator: str, title: str) -> None:
    facts, _ = read(made(generator, replace(small(), title=title)).data.decode())
    assert set(facts) <= {
        *("title", "date", "author", "authors", "tags", "layout", "render_with_liquid", "engine", "taxonomies")
    }


def test_edits_stay_when_the_page_is_exported_again(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    write_export(path, made("zola", small()))
    text = path.read_text(encoding="utf-8").replace("+++\n", '+++\ndescription = "mine"\n', 1)
    path.write_text(text.replace("## Highlights", "My words.\n\n## Highlights"), "utf-8")
    write_export(path, made("zola", replace(small(), authors=("Bo",))))
    text = path.read_text(encoding="utf-8")
    assert read(text)[0]["description"] == "mine"
    assert "My words." in text
    assert "Notes by Bo" in text
