"""Papers in a shell: marked, exported, and filled from a bibliography or the network."""

from __future__ import annotations

import json
from pathlib import Path

import bibtexparser

from web_site import web_site

from .conftest import RunConfnotes

NOTE = "Small Systems 2024/Free.md"
BIB = """@inproceedings{vento2031tides,
  title = {Tides from Ten Weights}, author = {Vento, Ada}, booktitle = {Harbour Days}, year = 2031,
  eprint = {3105.00001}, archiveprefix = {arXiv},
}
"""


def noted(vault: Path) -> None:
    (vault / NOTE).write_text("- [ ] read arXiv:3105.00001\nand 10.1000/fog\n", encoding="utf-8")


def test_a_paper_is_marked_and_listed_so(confnotes: RunConfnotes, vault: Path) -> None:
    noted(vault)
    rows = json.loads(confnotes("list", "--vault", vault, "papers", "--json").out)["papers"]
    assert [(row["id"], row["status"]) for row in rows if row["path"] == NOTE] == [
        ("https://arxiv.org/abs/3105.00001", "to-read"),
        ("https://doi.org/10.1000/fog", None),
    ]
    done = confnotes("paper", "--vault", vault, "3105.00001", "--read")
    assert (done.code, done.out) == (0, "read arXiv:3105.00001\n")
    assert "3105.00001" in confnotes("list", "--vault", vault, "papers", "read").out
    shown = json.loads(confnotes("paper", "--vault", vault, "arXiv:3105.00001", "--json").out)
    assert (shown["schema"], shown["status"]) == ("confnotes.paper/1", "read")
    assert shown["noted"][0]["text"] == "- [ ] read arXiv:3105.00001"
    assert confnotes("paper", "--vault", vault, "nothing like it").code == 3


def test_a_bibliography_goes_in_and_comes_out(confnotes: RunConfnotes, vault: Path, tmp_path: Path) -> None:
    noted(vault)
    library, out = tmp_path / "my.bib", tmp_path / "refs.bib"
    library.write_text(BIB, encoding="utf-8")
    told = json.loads(confnotes("bib", "--vault", vault, library, "--json").out)
    assert [one["citekey"] for one in told["joined"]] == ["vento2031tides"] and told["new"] == []
    assert "1 unchanged" in confnotes("bib", "--vault", vault, library).err
    assert confnotes("export", "--vault", vault, "Small Systems 2024", "-o", out).code == 0
    assert BIB.strip() in out.read_text(encoding="utf-8")
    keys = [entry["ID"] for entry in bibtexparser.loads(out.read_text(encoding="utf-8")).entries]
    assert "vento2031tides" in keys
    assert confnotes("paper", "--vault", vault, "@vento2031tides", "--bibtex").out == BIB
    assert confnotes("show", "--vault", vault, "@vento2031tides").out.startswith("Tides from Ten Weights  paper\n")


def test_a_file_that_is_not_a_bibliography_is_reported_in_two_lines(
    confnotes: RunConfnotes, vault: Path, tmp_path: Path
) -> None:
    (tmp_path / "no.bib").write_text("just words\n", encoding="utf-8")
    done = confnotes("bib", "--vault", vault, tmp_path / "no.bib")
    assert (done.code, len(done.err.splitlines())) == (1, 2)
    assert confnotes("bib", "--vault", vault, tmp_path).code == 2


def test_a_paper_is_asked_about_when_that_is_wanted(confnotes: RunConfnotes, vault: Path) -> None:
    with web_site() as site:
        page = '<meta name="citation_title" content="Fog on Piers"><meta name="citation_author" content="Roy, Dee">'
        site.pages["/paper/fog.pdf"] = page.encode()
        (vault / NOTE).write_text(f"[Fog paper]({site.url}/paper/fog.pdf)\n", encoding="utf-8")
        assert site.asked == []
        assert confnotes("paper", "--vault", vault, f"{site.url}/paper/fog.pdf", "--fetch").code == 2
        (vault / NOTE).write_text(f"---\npaper: {site.url}/papers/fog\n---\nx\n", encoding="utf-8")
        site.pages["/papers/fog"] = page.encode()
        done = confnotes("paper", "--vault", vault, f"{site.url}/papers/fog", "--fetch", "--allow-private")
    assert done.code == 0 and "@misc{royFogPiers," in done.out
    assert (vault / ".confnotes/papers.bib").is_file()
