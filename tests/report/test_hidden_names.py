"""However a note names another that is not for its reader, no form tells the name."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

import pytest

from confnotes.actions.exporting.export import export
from confnotes.actions.exporting.render_preferences import RenderPreferences
from confnotes.exporters.forms import FORMS
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.vault.vault import Vault
from readable import all_that_can_be_read

AT = datetime(2024, 4, 5, 12)
KELP = "Kelp 2024"
NAMED = r"""
[[N]]
[[N|words]]
[[N#part|words]]
[[N.md]]
[[N.MD]]
[[Kelp 2024/N]]
[[/Kelp 2024/N]]
[[./N]]
[[../Kelp 2024/N.md|words]]
![[N]]
![[N|words]]
[[N|N]]
[[N and more words
\[\[N\]\]
@[[N]]
[words](<N.md>)
[words](E.md)
[words](E.md "title")
[words](<N.md> "title (of it)")
[words](https://example.org "N")
[words](https://example.org "[[N]]")
[words](E)
[words](N "title")
[words](./E.md#part)
[words](../Kelp%202024/E.md)
[some [more] words](E.md)
[words](~E.md~"title")
[words](E&#46;md)
[words](E.MD)
[words](<Kelp 2024\/N.md>)
[N](E.md)
![words](E.md)
![](E.md)
[words](file:///home/ida/notes/E.md)
[words](obsidian://open?vault=notes&file=E)
[words][r]~~[r]: <N.md> "title"
[words][r]~~[r]: E.md
[words][r]~~[r]: <N>
[words][r]~~[r]:~<N.md>
[words][r]~~[r]: https://example.org "[[N]]"
[words][r]~~[r]: https://example.org "N"
[words][r]~~> [r]: <N.md>
![words][r]~~[r]: <N.md>
[words][N]~~[N]: <N.md>
[words][N]~~[N]: https://example.org
[N][]~~[N]: <N.md>
[N]~~[N]: <N.md> "title"
[unused]: <N.md> "title"
<N.md>
<E.md>
<file:///home/ida/notes/E.md>
file:///home/ida/notes/E.md
obsidian://open?vault=notes&file=E
<obsidian://open?vault=notes&file=Kelp%202024%2FE>
https://example.org/notes/E.md
mailto:ida@example.org?subject=E.md
<a href="E.md">words</a>
<a href='N.md' title='N'>words</a>
<img src="E.md" alt="words">
<span data-href="N">words</span>
<!-- [[N]] -->
in N.md it is said
`[[N]]`
`[words](E.md)`
`cat N.md`
```~[[N]]~```
~    [[N]]
words[^1]~~[^1]: see [[N]] and <N.md>
words^[see [words](E.md)]
| a | b |~|---|---|~| [[N\|words]] | [words](E.md) |
| a | b |~|---|---|~| [[N]] | [words][r] |~~[r]: <N.md>
# On [[N]]
> [!tip] [[N]]
- [ ] read [[N]] and [words](<N.md>)
? why [words](<N.md>)~! as [[N]] says
takeaway: [words](<N.md> "title")
Claim: [[N]]
Me: [[N]] and [words](E.md)
Paper: [[N]]
related:: [[N]]
"""
"""`N` is the name of the note, `E` the same as an address writes it, `~` ends a line."""
FRONT = ("title: On [[N]]", "title: In N.md", "tags: ['[[N]]']", "related: ['[[N]]']", "speakers: ['[[N]]']")
OTHERS = [audience for audience in Audience if audience is not Audience.ME]


class Names:
    """Names of notes that occur nowhere else."""

    def __init__(self) -> None:
        self.of: dict[str, str] = {}

    def said(self, syntax: str) -> tuple[str, str]:
        """The name of another note, and how the syntax says it."""
        count = len(self.of)
        word = f"Zq{chr(97 + count // 26)}{chr(97 + count % 26)}qz"
        self.of[word.lower()] = syntax
        name = f"{word} Plan"
        return name, syntax.replace("~", "\n").replace("E", quote(name)).replace("N", name)


@pytest.fixture(scope="module")
def names() -> Names:
    return Names()


@pytest.fixture(scope="module", params=["private: true", "no-share: true"])
def vault(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, names: Names, one_draft: None
) -> Vault:
    """A talk with a note for every way to name another note."""
    names.of.clear()
    vault = Vault.create(tmp_path_factory.mktemp("names") / "notes")
    (vault.root / KELP).mkdir()
    lines = ["sessions:", "  - id: s", "    talks:"]

    def add(path: str, text: str, name: str) -> None:
        (vault.root / KELP / f"{name}.md").write_text(f"---\n{request.param}\n---\nwords\n")
        (vault.root / KELP / path).write_text(text)

    for number, syntax in enumerate(NAMED.strip().split("\n")):
        name, said = names.said(syntax)
        lines.append(
            f"      - {{id: t{number}, title: Talk {number}, start: '2024-04-03T{number // 6:02}:{number % 6}0'}}"
        )
        add(f"on {number}.md", f"---\ntalk: kelp-2024/t{number}\nrating: 5\n---\nbegin\n\n{said}\n\nend\n", name)
    for number, syntax in enumerate(FRONT):
        name, said = names.said(syntax)
        add(f"free {number}.md", f"---\nrating: 5\n{said}\n---\nwords\n", name)
    name, said = names.said("# About [[N]]")
    add("free.md", f"{said}\nwords\n", name)
    name, said = names.said("[on [[N]]](https://arxiv.org/abs/2404.00002)")
    add("paper.md", f"---\ntalk: kelp-2024/t0\n---\n{said}\n", name)
    (vault.root / KELP / "program.yaml").write_text("\n".join([*lines, ""]))
    return vault


@pytest.mark.parametrize("form", FORMS)
def test_no_format_shows_others_the_name_of_a_hidden_note(vault: Vault, names: Names, form: str) -> None:
    if FORMS[form].lacks:
        pytest.skip(FORMS[form].lacks)
    private = "private" in vault.read(next(path for path in vault.note_paths(KELP) if "/Zq" in path)).text
    for audience in OTHERS if private else [Audience.PUBLIC]:
        read = all_that_can_be_read(export(vault, SummaryOrder(KELP, audience=audience), form, RenderPreferences(), AT))
        assert [syntax for word, syntax in names.of.items() if word.encode() in read] == [], audience


def test_its_author_reads_every_name(vault: Vault, names: Names) -> None:
    read = all_that_can_be_read(export(vault, SummaryOrder(KELP), "json", RenderPreferences(), AT))
    untold = [syntax for word, syntax in names.of.items() if word.encode() not in read]
    assert [syntax for syntax in untold if syntax not in FRONT] == []
