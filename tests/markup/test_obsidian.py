"""What Obsidian reads in a note is read here as well: its links, embeds, tags and tasks, and nothing else.

The rows say what Obsidian's metadata cache has, as its help and the cache of real vaults show it. Rows under
`DIFFERENT` are those in which confnotes means to differ.
"""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from confnotes.markup.frontmatter import set_fields
from confnotes.markup.link_names import LinkNames, aliases
from confnotes.markup.note import parse_note
from confnotes.markup.tags import TagSyntax
from confnotes.model.note import Note


def parse(text: str) -> Note:
    return parse_note(PurePosixPath("Talks/a talk.md"), text)


def links(note: Note) -> list[str]:
    """The links as Obsidian's cache writes them, `![[...]]` with its mark."""
    places = ((f"#{one.heading}" if one.heading else f"#^{one.block}" if one.block else "") for one in note.links)
    return [f"{'!' * one.embed}{one.target}{place}" for one, place in zip(note.links, places, strict=True)]


def tasks(note: Note) -> list[str]:
    return [f"{'x' if one.done else 'o'} {one.text}" for one in note.tasks]


LINKS = [
    ("[[Note]] [[folder/Note]] [[Note.md]]", ["Note", "folder/Note", "Note.md"]),
    ("[[Note|shown]] [[Note#Part|shown]] [[Note#Part#Chapter]]", ["Note", "Note#Part", "Note#Part#Chapter"]),
    ("[[#Here]] [[#^id]] [[Note#^a-1]]", ["#Here", "#^id", "Note#^a-1"]),
    ("![[Note]] ![[Note#Part]] ![[Note#^id]]", ["!Note", "!Note#Part", "!Note#^id"]),
    ("![[picture.png|300]] ![[picture.png|100x145]]", ["!picture.png", "!picture.png"]),
    ("| a | b |\n| - | - |\n| [[Note\\|shown]] | ![[picture.png\\|200]] |", ["Note", "!picture.png"]),
    ("[shown](Note.md) [shown](Note) [shown](folder/Note.md#Part)", ["Note", "Note", "folder/Note#Part"]),
    ("[shown](Other%20note.md#A%20part) [shown](<Other note.md>)", ["Other note#A part", "Other note"]),
    ("[shown](#Here) [shown](Note.md#^id) [shown](../up/Note.md)", ["#Here", "Note#^id", "../up/Note"]),
    ("![words](picture.png) ![words|100](a%20b.png) [file](slides.pdf)", ["!picture.png", "!a b.png", "slides.pdf"]),
    ("[![words](picture.png)](Note.md)", ["Note", "!picture.png"]),
    ("[web](https://a.example/b.md) [mail](mailto:a@b.example) [app](obsidian://open?file=Note)", []),
    ("[]() [shown]() [[]]", []),
    ("`[[Note]]` ``[a](Note.md)``\n\n```\n[[Note]]\n```\n\n    [[Note]]", []),
    ("<!-- [[Note]]\n[a](Note.md) --> [[Other]]", ["Other"]),
    ("<div>\n[[Note]]\n</div>\n\n[[Other]]", ["Other"]),
    ("$a_{[[i]]}$ and\n$$\n[[j]]\n$$\n[[Other]]", ["Other"]),
    ("costs $5, see [[Note]], then 6 $", ["Note"]),
    ("%% [[Note]] %%", ["Note"]),
    ('---\nup: "[[Above]]"\nwith:\n  - "[[One|1]]"\n  - "[[Two]]"\n---\n[[Text]]', ["Above", "One", "Two", "Text"]),
    ("[[drawing.excalidraw]] ![[board.canvas]] [[table.base]]", ["drawing.excalidraw", "!board.canvas", "table.base"]),
]


@pytest.mark.parametrize(("text", "expected"), LINKS)
def test_the_links_and_embeds_are_those_of_obsidian(text: str, expected: list[str]) -> None:
    assert links(parse(text)) == expected


TAGS = [
    (
        "#one #two/three #kebab-case #snake_case #Ünïcode #日本語 #🚀",
        "one two/three kebab-case snake_case Ünïcode 日本語 🚀",
    ),
    ("#y1984 #1984 #2024/05/12 # #", "y1984 2024/05/12"),
    ("#one#two #a/#b", "one two a b"),
    ('(#no) "#no" .#no x#no —#no \\#no **#no**', ""),
    ("[x #yes] [yes #too](https://a.example/#no) [a](Note.md#no)", "yes too"),
    ("\u00a0#yes\u3000#too", "yes too"),
    ("`#no` $a #no b$ <!-- #no\n#no --> #yes", "yes"),
    ("$$\n#no\n$$\n<p>\n#no\n</p>\n\n#yes", "yes"),
    ("%% #yes %%", "yes"),
    ("> [!note]- Title #yes\n> - #too", "yes too"),
    ("#end. #with, #stop: #here", "end with stop here"),
    ("---\ntags:\n  - one\n  - '#two'\n  - a/b\n---\n", "one two a/b"),
    ("---\ntags: [one, two]\n---\n", "one two"),
    ("---\ntags: one\n---\n", "one"),
    ("---\ntags:\n---\n", ""),
    ("---\ntopic: '#no'\nTAGS: [no]\n---\n", ""),
]


@pytest.mark.parametrize(("text", "expected"), TAGS)
def test_the_tags_are_those_of_obsidian(text: str, expected: str) -> None:
    assert [tag.name for tag in parse(text).tags] == expected.split()


TASKS = [
    ("- [ ] open\n- [x] done\n- [X] done\n", ["o open", "x done", "x done"]),
    ("- [/] begun\n- [-] cancelled\n- [>] forwarded", ["o begun", "x cancelled", "o forwarded"]),
    ("- [?] asked\n- [!] important\n- [*] star\n- [\"] said", ["o asked", "o important", "o star", "o said"]),
    ("* [ ] a\n+ [ ] b\n1. [ ] c\n2) [ ] d", ["o a", "o b", "o c", "o d"]),
    ("- [ ] a\n  - [x] b\n\t- [ ] c", ["o a", "x b", "o c"]),
    ("> - [ ] quoted\n> [!todo]\n> - [ ] in a callout", ["o quoted", "o in a callout"]),
    ("[ ] a\n-[ ] b\n- [] c\n- [  ] d\n- [ ]e\n- [ ](link)", []),
    ("```\n- [ ] code\n```\n<!--\n- [ ] comment\n-->", []),
    ("- [ ] read 📅 2024-05-12 #task", ["o read 📅 2024-05-12 #task"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TASKS)
def test_the_tasks_are_those_of_obsidian_and_open_as_obsidian_tasks_has_it(text: str, expected: list[str]) -> None:
    assert tasks(parse(text)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("aliases: [AI, '42']", ["AI", "42"]),
        ("aliases:\n  - AI\n  - A, B", ["AI", "A, B"]),
        ("aliases: AI", ["AI"]),
        ("alias: AI", ["AI"]),
        ("aliases:", []),
    ],
)
def test_aliases_are_read(fields: str, expected: list[str]) -> None:
    assert aliases(parse(f"---\n{fields}\n---\n").fields) == expected


def test_properties_of_every_type_are_read() -> None:
    note = parse(
        "---\ntext: A New Hope\nlist: [a, b]\nnumber: 1977\npie: 3.14\nticked: true\nunticked: false\nunsaid:\n"
        "date: 2020-08-21\ntime: 2020-08-21T10:30:00\ncssclasses: [wide]\n---\n"
    )
    assert {key: str(value) for key, value in note.fields.items()} == {
        "text": "A New Hope", "list": "['a', 'b']", "number": "1977", "pie": "3.14", "ticked": "True",
        "unticked": "False", "unsaid": "None", "date": "2020-08-21", "time": "2020-08-21T10:30:00",
        "cssclasses": "['wide']",
    }  # fmt: skip


def test_a_template_keeps_its_links_and_tags() -> None:
    text = (
        '---\ntags:\n  - clip\nup: "[[Clips]]"\ncreated: {{date}}\nday: {{date:YYYY-MM-DD}}\nof:\n  - {{title}}\n---\n'
    )
    note = parse(text)
    assert not note.broken and [tag.name for tag in note.tags] == ["clip"]
    assert [link.target for link in note.links] == ["Clips"]
    assert set_fields(text, {"created": "2024-05-06"}) == text.replace("{{date}}", "2024-05-06")
    assert set_fields(text, {"up": None}) == text.replace('up: "[[Clips]]"\n', "")


PATHS = ["Note.md", "A/Note.md", "A/B/Other.md", "B/Other.md", "C/deep/Other.md", "A/Only here.md", "B/Ümlaut.md"]


@pytest.mark.parametrize(
    ("target", "source", "meant"),
    [
        ("Note", "B/x.md", "Note.md"),  # the shortest path
        ("Note", "A/x.md", "A/Note.md"),  # the one beside the note that links
        ("A/Note", "B/x.md", "A/Note.md"),
        ("/Note", "A/x.md", "Note.md"),
        ("./Note", "A/x.md", "A/Note.md"),
        ("../B/Other", "A/x.md", "B/Other.md"),
        ("../../../B/Other", "A/x.md", "B/Other.md"),  # a path that climbs out of the vault ends at its top
        ("Other", "x.md", "B/Other.md"),
        ("deep/Other", "x.md", "C/deep/Other.md"),
        ("ONLY HERE.md", "x.md", "A/Only here.md"),
        ("u\u0308mlaut", "x.md", "B/Ümlaut.md"),
        ("Nowhere", "x.md", None),
    ],
)
def test_a_link_leads_where_obsidian_goes(target: str, source: str, meant: str | None) -> None:
    assert next(iter(LinkNames(PATHS).resolve(target, source)), None) == meant


DIFFERENT = [
    # Obsidian has no tasks in a comment; here it is private text, and a task in it is still to do.
    ("%%\n- [ ] private\n%%", ([], [], ["o private"])),
    # Letters and digits in brackets are references and labels in notes of talks; Obsidian draws a box for each.
    ("- [1] Smith 2019\n- [a] first\n- […] left out", ([], [], [])),
    # Obsidian takes no tags from a text with commas since 1.9, and none from `tag` and no aliases from `alias`.
    ("---\ntags: one, two\ntag: three\n---\n", ([], ["one", "two", "three"], [])),
    # After an escaped bracket, an underscore and the bar of a table Obsidian finds a tag.
    ("\\[#a\\] _#b_ |#c|", ([], [], [])),
    # A link without a name, which Obsidian keeps as one that leads nowhere.
    ("[[|]] [[|alias]]", ([], [], [])),
    # Links by reference and wikilinks in front matter that is not quoted.
    ("---\nup: [[Above]]\n---\n[a][b]\n\n[b]: Note.md", (["Above"], [], [])),
]


@pytest.mark.parametrize(("text", "expected"), DIFFERENT)
def test_where_confnotes_differs_on_purpose(text: str, expected: tuple[list[str], list[str], list[str]]) -> None:
    note = parse(text)
    assert (links(note), [tag.name for tag in note.tags], tasks(note)) == expected


@pytest.mark.parametrize(
    ("syntax", "expected"),
    [
        (TagSyntax(), ["one", "several", "more"]),
        (TagSyntax(colons=True), ["a", "b/c", "x", "one", "several", "more"]),
        (TagSyntax(words=True), ["one", "several more words", "more"]),
        (TagSyntax(hashtags=False, colons=True, words=True), ["a", "b/c", "x"]),
    ],
)
def test_zk_turns_on_colon_tags_and_tags_of_several_words(syntax: TagSyntax, expected: list[str]) -> None:
    text = ":a:b/c: at 12:30:45: :x: ::no:: |:---:| #one #several more words# `:no:` #more # \\:no\n"
    assert [tag.name for tag in parse_note(PurePosixPath("a.md"), text, syntax).tags] == expected
