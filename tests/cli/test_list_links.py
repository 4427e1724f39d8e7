"""Lists of what links do and do not connect, from the shell."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from .conftest import RunConfnotes

SAMPLE = Path(__file__).parent.parent.parent / "notes"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "notes"))


def test_what_no_link_connects_is_listed_and_words_choose_among_it(confnotes: RunConfnotes, sample: Path) -> None:
    assert "Spherical CNNs  ICLR 2018/" in confnotes("list", "--vault", sample, "orphans").out
    assert "Spherical" not in confnotes("list", "--vault", sample, "orphans", "how to know").out
    assert "NeurIPS 2019.md" in confnotes("list", "--vault", sample, "untagged").out
    unnoted = confnotes("list", "--vault", sample, "unnoted").out
    assert "Veridical Data Science" in unnoted and "Coffee" not in unnoted and "How to Know" not in unnoted


def test_an_unresolved_link_is_listed_with_its_line(confnotes: RunConfnotes, sample: Path) -> None:
    whole = confnotes("list", "--vault", sample, "broken")
    assert (whole.code, whole.out, whole.err.strip()) == (0, "", "No unresolved links.")
    (sample / "Loose.md").write_text("first\nsee [[No such note]] and [[Yoshua Bengio]]\n", encoding="utf-8")
    assert confnotes("list", "--vault", sample, "broken").out == "Loose.md:2  → No such note  not found\n"


def test_a_missing_picture_is_an_unresolved_link_until_it_is_there(confnotes: RunConfnotes, sample: Path) -> None:
    (sample / "Loose.md").write_text("![[slide.png]]\n- [-] read it\n", encoding="utf-8")
    assert confnotes("list", "--vault", sample, "broken").out == "Loose.md:1  → slide.png  not found\n"
    assert "Add the file" in confnotes("doctor", "--vault", sample).out
    assert "[-] read it  Loose.md:2" in confnotes("list", "--vault", sample, "tasks", "read it").out
    (sample / "attachments").mkdir()
    (sample / "attachments" / "slide.png").write_bytes(b"")
    assert confnotes("list", "--vault", sample, "broken").out == ""


def test_related_notes_are_listed_with_what_they_share(confnotes: RunConfnotes, sample: Path) -> None:
    listed = confnotes("list", "--vault", sample, "related", "Deep", "Equilibrium", "Models").out
    assert "same paper" in listed.splitlines()[0]  # its own poster, of which there is no note
    assert "Updates of Equilibrium Prop" in listed
    answer = json.loads(confnotes("list", "--vault", sample, "related", "Score Matching", "--json").out)
    assert answer["schema"] == "confnotes.related/1"
    assert "#generative/score" in answer["related"][0]["things"]
    assert confnotes("list", "--vault", sample, "related").code == 2
    assert confnotes("list", "--vault", sample, "related", "nowhere").code == 3


def test_an_empty_link_is_no_link_and_breaks_nothing(confnotes: RunConfnotes, vault: Path) -> None:
    odd = vault / "Odd.md"
    empty = "[[|]] [[]] [[ ]] [[|x]] ![[|]] [[#]] [[#|x]]"
    odd.write_text(
        '---\ntitle: Odd\ntags: ["[[|]]"]\nconference: "[[|]]"\nspeakers: ["[[|]]", "[[]]"]\n---\n\n'
        f"# {empty}\n\n- [ ] {empty}\n? {empty}\n> {empty}\n",
        encoding="utf-8",
    )
    people = confnotes("list", "people", "--vault", vault).out
    assert "[[" not in people
    for things in ("links", "broken", "unresolved"):
        assert "Odd" not in confnotes("list", things, "--vault", vault).out
    for verb in (("show", "Odd"), ("search", empty), ("doctor",), ("export", "notes"), ("rename", "Odd", "Even")):
        done = confnotes(*verb, "--vault", vault)
        assert "internal error" not in done.err and done.code in (0, 1, 3), done
    assert empty in (vault / "Even.md").read_text(encoding="utf-8")
