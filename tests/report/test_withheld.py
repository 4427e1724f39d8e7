"""However somebody spells that a note, a talk or a session is not for others, no form tells others of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.actions.exporting.export import export
from confnotes.actions.exporting.render_preferences import RenderPreferences
from confnotes.catalogue.audience.for_audience import for_audience, is_private, is_unshared, may_be_read
from confnotes.catalogue.audience.query_blocks import finder_for
from confnotes.errors import NotFoundError
from confnotes.exporters.forms import FORMS
from confnotes.markup.note import parse_note
from confnotes.markup.withheld import MAY_WITHHOLD, may_withhold
from confnotes.model.mark import Mark
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.report.target import MOST_HITS
from confnotes.vault.marks_file import parse
from confnotes.vault.vault import Vault
from readable import all_that_can_be_read

AT = datetime(2024, 4, 5, 12)
NAME = "Kelp 2024"

PRIVATE = (
    *("private: true", "Private: True", "PRIVATE: TRUE", "pRIVATE: yes", "private: y", "private: on", "private: 1"),
    *("private: 'true'", 'Private: "Yes"', '"Private": true', "'private': on", "private : true", "private:: true"),
    *("private:", "Private: ", "private: ~", "private: perhaps", "private: team", "private: [false]", "private: {}"),
    *("is_private: true", "isPrivate: true", "Keep private: true", "{Private: true}", "Private: false\nprivate: true"),
    *("share: false", "Share: False", "SHARE: NO", "share: 'off'", "share: 0", "share:", "share: later", "sharing: no"),
    *("publish: no", "Publish: No", "publish: never", "publish: perhaps", "Public: false", "public: 0", "public:"),
    *("published: false", "Published: No", "shared: no", "no-publish: true", "do_not_publish: yes"),
    *("tags: [private]", "Tags: [Private]", "TAGS: private", "tag: '#Private'", "tags: [work/private]"),
    *("tags: a private", "keywords: [reef]\ntags: private"),
    *("tags:\n  - reef\n  - PRIVATE/salary", "Tags:\n- '#private'", "tags: {private: true}", "tags: 'reef, private'"),
    *("Private:true", "- private", "private = true", "a: [b", "private: true\nprivate: false"),
)  # fmt: skip
UNSHARED = (
    *("no-share: true", "No-Share: True", "NO_SHARE: yes", "no_share: 1", "noshare: on", "NoShare: 'y'", "no share: y"),
    *('"No-Share": "true"', "no-share:", "no-share: perhaps", "do-not-share: true", "Don't share: 1"),
    *("unshared: yes", "not_shared: y"),
    *("tags: [no-share]", "tags: [No_Share]", "Tags: noshare", "tags: [no-share/embargo]", "tags: ['no share']"),
)  # fmt: skip
OPEN = (
    *("private: false", "Private: No", "PRIVATE: 'off'", "private: 0", "is_private: n"),
    *("share: true", "Share: Yes", "publish: 'on'", "public: 1", "PUBLISH: Y"),
    *("published: 2024-04-01", "published:", "shared: with Ada", "shared_by: Ada", "share_link: https://example.org/x"),
    *("no-share: false", "No_Share: no", "tags: [reef]", "tags: [privateer, public]", "title: Private"),
)  # fmt: skip
PRIVATE_TEXTS = (
    *("#private {}", "{} #Private", "words #PRIVATE/pay {}", "#work/private {}"),
    *("\n---\nPrivate: true\n---\n{}", "---\nPrivate: true\n\n{}", "---\n\nprivate: true\n\n{}"),
    *("(#private) {}", "**#private** {}", "==#Private== {}", '"#private" {}', "<b>#private</b> {}", "＃private {}"),
    *("---\rprivate: true\r---\r{}",),
    *("\u200b---\nprivate: true\n---\n{}", "+++\nprivate = true\n+++\n{}", "----\nprivate: true\n----\n{}"),
    *("\0---\nprivate: true\n---\n{}",),
    *("\ufeff---\r\nPrivate: True\r\n---\r\n{}\r\n", "---\nprivate: true\n...\n{}", " \n\n---\nshare: no\n---\n{}"),
)  # fmt: skip
UNSHARED_TEXTS = ("#no-share {}", "{} #No_Share", "#noshare {}", "#NoShare/embargo {}", "#talk/no-share {}")
MARKS = (
    *("{no-share: true}", "{No-Share: True}", "{NO_SHARE: yes, rating: 4}", "{noshare: 1}", "{no-share: perhaps}"),
    *("{no-share: }", "{starred: true, 'No_share': on}", "{private: true}", "{share: no}", "no-share", "[noshare]"),
)  # fmt: skip
OPEN_MARKS = ("{no-share: false}", "{No_Share: no, starred: true}", "{starred: true}", "{rating: 4}", "starred")


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory, one_draft: None) -> Vault:
    """A note for every spelling, and a talk for every mark, each with a word that occurs nowhere else."""
    vault = Vault.create(tmp_path_factory.mktemp("withheld") / "notes")
    texts = [
        *(("pri", f"---\n{head}\n---\n{{}}\nclaim: {{}}\n") for head in PRIVATE),
        *(("uns", f"---\n{head}\n---\n{{}}\nclaim: {{}}\n") for head in UNSHARED),
        *(("pri", text) for text in PRIVATE_TEXTS),
        *(("uns", text) for text in UNSHARED_TEXTS),
        *(("open", f"---\n{head}\n---\n{{}}\nclaim: {{}}\n") for head in OPEN),
    ]
    for number, (kind, text) in enumerate(texts):
        word = f"zq{kind}{number:03}qz"
        _write(
            vault,
            f"{NAME}/{word}x.md",
            text.replace("{}", f"{word} is said in [{word}](https://arxiv.org/abs/2404.1{number:04})"),
        )
    lines = ["sessions:", "  - id: s", "    talks:"]
    marks: list[str] = []
    for kind, said in (*(("mark", one) for one in MARKS), *(("open", one) for one in OPEN_MARKS)):
        number = len(marks)
        lines.append(f"      - {{id: t{number}, title: zq{kind}{number:03}tq, start: '2024-04-03T{number + 1:02}:00'}}")
        marks.append(f"t{number}: {said}")
        _write(vault, f"{NAME}/on {number}.md", f"---\ntalk: kelp-2024/t{number}\n---\nzq{kind}{number:03}nq is said\n")
    _write(vault, f"{NAME}/program.yaml", "\n".join([*lines, ""]))
    _write(vault, f"{NAME}/marks.yaml", "\n".join([*marks, ""]))
    front = "---\ntype: conference\nstart: 2024-04-03\nend: 2024-04-03\ntimezone: Europe/Oslo\n---\n"
    _write(vault, f"{NAME}/{NAME}.md", front)
    return vault


@pytest.mark.parametrize("audience", [Audience.TEAM, Audience.PUBLIC])
@pytest.mark.parametrize("form", FORMS)
def test_no_format_shows_others_withheld_text_in_any_spelling(vault: Vault, form: str, audience: Audience) -> None:
    if FORMS[form].lacks:
        pytest.skip(FORMS[form].lacks)
    output = export(vault, SummaryOrder(NAME, audience=audience), form, RenderPreferences(), AT)
    read = all_that_can_be_read(output)
    hidden = ("pri",) if audience is Audience.TEAM else ("pri", "uns", "mark")
    assert [kind for kind in hidden if f"zq{kind}".encode() in read] == []


def test_shared_text_is_exported_and_the_author_reads_everything(vault: Vault) -> None:
    read = {
        audience: all_that_can_be_read(
            export(vault, SummaryOrder(NAME, audience=audience), "markdown", RenderPreferences(), AT)
        )
        for audience in Audience
    }
    notes = [note.stem.removesuffix("x") for note in map(vault.note, vault.note_paths(NAME)) if note.stem[:2] == "zq"]
    for audience, kinds in ((Audience.ME, ("open", "pri", "uns")), (Audience.TEAM, ("open", "uns"))):
        told = [word for word in notes if word[2:].startswith(kinds)]
        assert [word for word in told if word.encode() not in read[audience]] == []
    assert [word for word in notes if word.startswith("zqopen") and word.encode() not in read[Audience.PUBLIC]] == []
    marked = [f"zqopen{len(MARKS) + number:03}nqissaid".encode() for number in range(len(OPEN_MARKS))]
    assert [words for words in marked if words not in read[Audience.PUBLIC]] == []


@pytest.mark.parametrize("audience", [Audience.TEAM, Audience.PUBLIC])
def test_no_search_for_others_finds_it(vault: Vault, audience: Audience) -> None:
    words = [note.stem.removesuffix("x") for note in map(vault.note, vault.note_paths(NAME)) if note.stem[:2] == "zq"]
    kinds = ("zqpri",) if audience is Audience.TEAM else ("zqpri", "zquns")
    withheld = [word for word in words if word.startswith(kinds)]
    find = finder_for(vault, audience, AT)
    answers = {word: find(word, MOST_HITS, "relevance") for word in words}
    assert [word for word in withheld if answers[word].hits and not answers[word].instead] == []
    assert all(answers[word].hits for word in words if word.startswith("zqopen"))
    for searched in (withheld[0], " OR ".join(withheld)):
        with pytest.raises(NotFoundError):
            export(vault, SummaryOrder(searched, audience=audience), "markdown", RenderPreferences(), AT)


def test_nobody_reads_it_in_somebody_elses_vault(vault: Vault, tmp_path: Path) -> None:
    mine = Vault.create(tmp_path / "mine")
    for name in ("program.yaml", f"{NAME}.md"):
        _write(mine, f"{NAME}/{name}", vault.read(f"{NAME}/{name}").text)
    others = (("Bea", str(vault.root)),)
    for audience, hidden in ((Audience.ME, "zqpri"), (Audience.TEAM, "zqpri"), (Audience.PUBLIC, "zquns")):
        read = all_that_can_be_read(
            export(mine, SummaryOrder(NAME, audience=audience, others=others), "markdown", RenderPreferences(), AT)
        )
        assert hidden.encode() not in read
        assert b"zqopen" in read


@pytest.mark.parametrize("audience", [Audience.TEAM, Audience.PUBLIC])
def test_a_link_to_it_does_not_name_it(vault: Vault, tmp_path: Path, audience: Audience) -> None:
    paths = [path for path in vault.note_paths(NAME) if not may_be_read(vault.note(path), audience)]
    links = "\n".join(f"- see [[{path.rsplit('/', 1)[1].removesuffix('.md')}]]" for path in paths)
    mine = Vault.create(tmp_path / "mine")
    for path in vault.files():
        _write(mine, path, vault.read_bytes(path).decode())
    _write(mine, f"{NAME}/links.md", f"{links}\n")
    read = all_that_can_be_read(
        export(mine, SummaryOrder(NAME, audience=audience), "markdown", RenderPreferences(), AT)
    )
    named = [path for path in paths if path.rsplit("/", 1)[1].removesuffix(".md").encode() in read]
    assert [vault.read(path).text for path in named if not vault.note(path).broken] == []


@pytest.mark.parametrize("head", [*PRIVATE, *UNSHARED, *OPEN])
def test_a_note_says_who_may_read_it_in_its_front_matter(head: str) -> None:
    note = parse_note(PurePosixPath("a.md"), f"---\n{head}\n---\nwords\n")
    assert (is_private(note), is_unshared(note)) == (head in PRIVATE, head in UNSHARED)


@pytest.mark.parametrize("audience", Audience)
def test_only_the_author_reads_the_highlights_of_a_conference_as_they_are_kept(audience: Audience) -> None:
    note = parse_note(PurePosixPath("a.md"), "---\nhighlights:\n  - what I was told off the record\n---\nwords\n")
    assert ("highlights" in for_audience(note, audience).fields) is (audience is Audience.ME)


@pytest.mark.parametrize("said", [*MARKS, *OPEN_MARKS])
def test_a_mark_decides_whether_the_public_sees_a_talk(said: str) -> None:
    assert bool(parse(f"x: {said}\n").value[Mark.UNSHARED]) is (said in MARKS)


def _write(vault: Vault, path: str, text: str) -> None:
    file = vault.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_private_note_that_another_editor_saved_as_utf_16_stays_private(vault: Vault, encoding: str) -> None:
    text = "---\r\nprivate: true\r\n---\r\nZQSALARY\r\n"
    (vault.root / NAME / "Pay.md").write_bytes(text.encode(encoding))
    for audience in (Audience.TEAM, Audience.PUBLIC):
        read = all_that_can_be_read(
            export(vault, SummaryOrder(NAME, audience=audience), "markdown", RenderPreferences(), AT)
        )
        assert b"zqsalary" not in read


@given(
    st.text(st.sampled_from("privateshngublcPRIVSHAEUBLC #ſ"), max_size=20), st.sampled_from(["", "Share", "publiſh"])
)
def test_a_quick_look_overlooks_nothing_that_withholds(text: str, word: str) -> None:
    assert may_withhold(text + word) == bool(MAY_WITHHOLD.search(text + word))
