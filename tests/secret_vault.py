"""A vault with a secret word in every kind of place, and who may read each of them."""

from __future__ import annotations

import io
from pathlib import Path

from confnotes.vault.vault import Vault

CONFERENCE = "Moss 2024"
ALL: frozenset[str] = frozenset({"me", "team", "public"})
TEAM: frozenset[str] = frozenset({"me", "team"})
ME: frozenset[str] = frozenset({"me"})
NOBODY: frozenset[str] = frozenset()


class Secrets:
    """Words that occur nowhere else; `of` plants one for those who may read it, in a document or not told at all.

    `told` are the audiences to which a summary tells it in words; `known` those who may come across it.
    """

    def __init__(self) -> None:
        self.told: dict[str, frozenset[str]] = {}
        self.known: dict[str, frozenset[str]] = {}

    def of(self, name: str, known: frozenset[str], *, told: bool = True) -> str:
        """The word to be planted for that place."""
        assert name.isalpha() and name not in self.known
        word = f"zq{name}qz"
        self.known[word] = known
        self.told[word] = known if told else NOBODY
        return word

    def kept_from(self, audience: str) -> list[str]:
        """The words that this audience must not meet anywhere."""
        return [word for word, known in self.known.items() if audience not in known]

    def told_to(self, audience: str) -> list[str]:
        """The words that a summary for this audience says."""
        return [word for word, told in self.told.items() if audience in told]


def secret_vault(folder: Path, secrets: Secrets) -> Vault:
    """The vault; everything in it is planted with words of `secrets`."""
    say = secrets.of
    vault = Vault.create(folder / say("diskpath", NOBODY) / "notes")
    _program(vault, secrets)
    _shared_note(vault, secrets)
    _private_notes(vault, secrets)
    _unshared_notes(vault, secrets)
    _other_files(vault, secrets)
    return vault


def other_vault(folder: Path, secrets: Secrets) -> Vault:
    """The vault of somebody else, with notes on the same talk."""
    say = secrets.of
    vault = Vault.create(folder / say("theirdisk", NOBODY))
    place = f"{CONFERENCE}"
    _write(vault, f"{place}/{place}.md", f"---\ntype: conference\n---\n{say('theiroverview', NOBODY)}\n")
    _write(vault, f"{place}/program.yaml", vault_program(secrets, "their"))
    _write(
        vault,
        f"{place}/their note.md",
        f"""---
talk: moss-2024/t1
rating: 5
secret: {say("theirfield", NOBODY)}
---
{say("theirline", ALL)} was said %%{say("theirprivate", NOBODY)}%%
<!-- {say("theircomment", NOBODY)} -->
- [ ] %%{say("theirtask", NOBODY)}%%
see [[zqhiddenqz]] and [[zqclosedqz]]

```query
{say("theirquery", NOBODY)}
```
""",
    )
    _write(vault, f"{place}/hidden.md", f"---\ntalk: moss-2024/t1\nprivate: true\n---\n{say('theirhidden', NOBODY)}\n")
    _write(
        vault,
        f"{place}/on what the other does not share.md",
        f"---\ntalk: moss-2024/h1\n---\n{say('theirhiddennote', TEAM)}\n",
    )
    _write(vault, f"{place}/embargo.md", f"---\ntalk: moss-2024/t2\nno-share: true\n---\n{say('theirembargo', TEAM)}\n")
    _write(vault, "People/Somebody.md", f"{say('theirperson', NOBODY)}\n")
    return vault


def vault_program(secrets: Secrets, whose: str = "") -> str:
    """The program that both vaults have."""
    say = secrets.of
    if whose:
        return "sessions:\n  - id: s1\n    talks:\n      - {id: t1, title: Peat and time, start: 2024-04-03T09:00:00}\n"
    return f"""sessions:
  - id: s1
    title: Ground
    talks:
      - {{id: t1, title: Peat and time, start: 2024-04-03T09:00:00, track: Bogs, speakers: [{{name: Ulla Mire}}],
         links: [{{paper: "https://arxiv.org/abs/2404.00001"}}]}}
      - {{id: t2, title: Spores, start: 2024-04-03T10:00:00, track: Air, speakers: [{{name: Finn Reed}}]}}
  - id: {say("sessionid", TEAM, told=False)}
    title: {say("session", TEAM)}
    track: {say("track", TEAM)}
    room: {say("room", TEAM)}
    talks:
      - {{id: h1, title: {say("hidden", TEAM)}, start: 2024-04-03T11:00:00, end: 2024-04-03T11:30:00,
         speakers: [{{name: {say("speaker", TEAM)} Fern, affiliation: {say("place", TEAM)}}}],
         links: [{{paper: "https://arxiv.org/abs/2404.00002", title: {say("paper", TEAM, told=False)}}}],
         abstract: {say("abstract", TEAM, told=False)}}}
  - id: s3
    title: {say("lonely", TEAM)}
    talks:
      - {{id: h2, title: {say("closed", TEAM)}, start: 2024-04-03T12:00:00, speakers: [{{name: Finn Reed}}]}}
people:
  - {{name: zqspeakerqz Fern, affiliation: {say("keynote", TEAM, told=False)}, roles: [keynote]}}
"""


def _program(vault: Vault, secrets: Secrets) -> None:
    say = secrets.of
    _write(
        vault,
        f"{CONFERENCE}/{CONFERENCE}.md",
        f"""---
type: conference
title: {CONFERENCE}
start: 2024-04-03
end: 2024-04-04
timezone: Europe/Dublin
secret: {say("conferencefield", NOBODY)}
lead: {say("lead", ALL)} %%{say("leadprivate", ME)}%%
highlights:
  - "{say("highlight", ALL)} [[2024-04-03 0900 Peat and time#^t090100|zqlineqz stays and]]"
  - "{say("highlightprivate", ME)} [[2024-04-03 0900 Peat and time#^t090100|zqprivateqz]]"
  - "{say("highlightfree", ME)} [[zqfreenoteqz]]"
  - "{say("highlightunshared", TEAM)} [[moss-2024/h1]]"
  - "{say("highlightview", TEAM)} [[2024-04-03 0900 Peat and time|Me: zqviewqz and]]"
---
The week of {say("overview", ALL)} %%{say("overviewprivate", ME)}%% and [[{"zqhiddenqz"}]].
<!-- {say("overviewcomment", ME)} -->
""",
    )
    _write(vault, f"{CONFERENCE}/program.yaml", vault_program(secrets))
    _write(
        vault,
        f"{CONFERENCE}/marks.yaml",
        '"t1": {starred: true, attended: true, rating: 5}\n"t2": {later: true}\n'
        '"h1": {starred: true, attended: true}\n"zqsessionidqz": {no-share: true}\n',
    )


def _shared_note(vault: Vault, secrets: Secrets) -> None:
    say = secrets.of
    _write(
        vault,
        f"{CONFERENCE}/2024-04-03 0900 Peat and time.md",
        f"""---
talk: moss-2024/t1
secret: {say("field", NOBODY)}
rating: 5
tags: [{say("tag", ALL)}]
---
{say("line", ALL)} stays and %%{say("private", ME)}%% goes ^t090100
%%
{say("several", ME)}

- {say("severallist", ME)}
```
{say("privatecode", ME)}
```
%%
- an item %%{say("item", ME)}%%
    - nested %%{say("nested", ME)}%%

| a %%{say("cell", ME)}%% | b |
| --- | --- |
| c | %%{say("lastcell", ME)}%% |

> quoted %%{say("quote", ME)}%%

> [!tip] callout %%{say("callout", ME)}%%
> %%{say("incallout", ME)}%%

# Heading %%{say("heading", ME)}%%
[words %%{say("linktext", ME)}%%](https://example.org/a) and [[Spores|%%{say("alias", ME)}%%]]
a footnote[^1] and `code` %%`{say("codespan", ME)}`%%

[^1]: noted %%{say("footnote", ME)}%%

$x$ %%$ {say("math", ME)} $%%
<!-- {say("comment", ME)} -->
<!--
{say("comments", ME)}
-->
- [ ] {say("task", TEAM)}
- [ ] %%{say("privatetask", ME)}%%
- [x] done %%{say("donetask", ME)}%%
- [ ] read %%https://arxiv.org/abs/2404.00003?{say("address", ME)}%%

? {say("question", ALL)} @Anna Quill
! {say("answer", ALL)} %%{say("privateanswer", ME)}%%
? %%{say("privatequestion", ME)}%%
? why so %%@Z{say("asker", ME)[1:]}%%

Me: {say("view", TEAM)} and %%{say("privateview", ME)}%%
%%Me: {say("hiddenview", ME)}%%
Claim: {say("claim", ALL)} %%{say("privateclaim", ME)}%%
{say("takeaway", ALL)} #takeaway %%{say("privatetakeaway", ME)}%%
%%{say("hiddentakeaway", ME)} #takeaway%%
with @Z{say("mention", ALL)[1:]} and %%@Z{say("privatemention", ME)[1:]} #{say("privatetag", ME)}%%
[[{"zqprivatenoteqz"}]] and [[{"zqfreenoteqz"}]] and [[{"zqhiddenqz"}]] and [[zqclosedqz#part]]
[said so](zqfreenoteqz.md)
![[open.jpg]] ![[{say("folder", ME, told=False)}/other.jpg]] %%![[{say("privatephoto", ME, told=False)}.jpg]]%%
cited as @inbibliography and @hiddenbibliography

```query
zqprivatenoteqz OR zqfreenoteqz OR zqhiddenqz OR zqprivateqz OR zqclosedqz OR zqprivatetaskqz
```
```query
saved: {say("savedname", ME, told=False)}
```
""",
    )
    _write_bytes(vault, f"{CONFERENCE}/attachments/open.jpg", photo(say("exif", NOBODY)))
    _write_bytes(vault, "zqfolderqz/other.jpg", photo(say("otherexif", NOBODY)))
    _write_bytes(vault, f"{CONFERENCE}/attachments/zqprivatephotoqz.jpg", photo(say("privateexif", NOBODY)))


def _private_notes(vault: Vault, secrets: Secrets) -> None:
    say = secrets.of
    body = """{0} #{1}
- [ ] {2}
? {3} @Z{4}
! {5}
Claim: {6}
{7} #takeaway
[title of {8}](https://arxiv.org/abs/2404.00004)
"""
    names = ("body", "tag", "task", "question", "asker", "answer", "claim", "takeaway", "reference")
    for place, front in (
        ("whole", "private: true"),
        ("unshareable", "share: false"),
        ("unpublished", "publish: no"),
        ("tagged", "tags: [private]"),
    ):
        words = [say(f"{place}{name}", ME) for name in names]
        words[4] = words[4][1:]
        path = f"{CONFERENCE}/{say(f'{place}file', ME, told=False)}.md"
        _write(vault, path, f"---\ntalk: moss-2024/t2\n{front}\nrating: 4\n---\n{body.format(*words)}")
    note = say("privatenote", ME, told=False)
    _write(vault, f"{CONFERENCE}/{note}.md", f"---\nprivate: true\n---\n{say('freebody', ME)}\n")
    free = say("freenote", ME, told=False)
    _write(
        vault, f"Notes/{free}.md", f"---\nprivate: true\nconference: {CONFERENCE}\n---\n{say('noteselsewhere', ME)}\n"
    )
    title = f"title: 'Open %%{say('titlefield', ME)}%%'"
    _write(vault, f"{CONFERENCE}/titled.md", f"---\n{title}\n---\n# Open %%{say('titleheading', ME)}%%\nwords\n")
    _write(vault, f"{CONFERENCE}/broken.md", f"---\na: [b\n---\n{say('broken', ME, told=False)}\n")
    page = f"---\ntype: day\ndate: 2024-04-03\n---\n{say('daypage', ALL)} %%{say('dayprivate', ME)}%%\n"
    _write(vault, f"{CONFERENCE}/2024-04-03.md", page)


def _unshared_notes(vault: Vault, secrets: Secrets) -> None:
    say = secrets.of
    _write(
        vault,
        f"{CONFERENCE}/{say('hiddenfile', TEAM, told=False)}.md",
        f"""---
talk: moss-2024/h1
---
{say("hiddennote", TEAM)} #{say("hiddentag", TEAM)}
- [ ] {say("hiddentask", TEAM)}
""",
    )
    _write(
        vault,
        f"{CONFERENCE}/closed.md",
        f"---\ntalk: moss-2024/h2\n---\n#no-share {say('closednote', TEAM)}\nhttps://arxiv.org/abs/2404.00002\n",
    )
    _write(vault, f"{CONFERENCE}/free.md", f"---\nno-share: true\n---\n{say('unsharedfree', TEAM)}\n")


def _other_files(vault: Vault, secrets: Secrets) -> None:
    say = secrets.of
    _write(vault, "root note.md", f"{say('rootnote', NOBODY)}\n")
    _write(vault, "People/Ulla Mire.md", f"{say('personnote', NOBODY)}\n")
    _write(vault, "Elsewhere 2020/program.yaml", "sessions: []\n")
    _write(vault, "Elsewhere 2020/other.md", f"{say('elsewhere', NOBODY)}\n")
    copy = f"{CONFERENCE}/2024-04-03 0900 Peat and time (conflict 2024-04-03).md"
    _write(vault, copy, f"---\ntalk: moss-2024/t1\n---\n{say('conflictcopy', NOBODY)}\n")
    _write(vault, ".confnotes/templates/talk.md", f"## {say('template', NOBODY)}\n")
    _write(vault, f"{CONFERENCE}/begun.md", "---\ntalk: moss-2024/t2\n---\n## zqtemplateqz\n")
    _write(
        vault, ".confnotes/titles.yaml", f"https://arxiv.org/abs/2404.00003: {say('fetchedtitle', ME, told=False)}\n"
    )
    _write(vault, ".confnotes/queries.yaml", f"zqsavednameqz: {say('savedquery', NOBODY)}\n")
    _write(vault, ".confnotes/vault.yaml", f"secret: {say('settings', NOBODY)}\n")
    _write(
        vault,
        ".confnotes/papers.bib",
        f"""@article{{inbibliography,
  title = {{An open title}},
  note = {{{say("bibnote", ME, told=False)}}},
  file = {{{say("bibfile", ME, told=False)}}},
  keywords = {{{say("bibkeyword", ME, told=False)}}},
  x-own = {{{say("bibfield", ME, told=False)}}},
}}
""",
    )


def photo(hidden: str) -> bytes:
    """A picture whose camera, comment and place say something."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x010E] = exif[0x010F] = exif[0x9286] = hidden
    exif.get_ifd(0x8825)[29] = hidden
    data = io.BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 80)).save(data, "JPEG", exif=exif, comment=hidden.encode())
    assert hidden.encode() in data.getvalue()
    return data.getvalue()


def _write(vault: Vault, path: str, text: str) -> None:
    _write_bytes(vault, path, text.encode())


def _write_bytes(vault: Vault, path: str, data: bytes) -> None:
    file = vault.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
