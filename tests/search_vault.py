"""A small vault of one conference and ten years, for the tests of search."""

from __future__ import annotations

from pathlib import Path

from confnotes.vault.vault import Vault

NEURIPS = """\
---
title: NeurIPS 2019
type: conference
start: 2019-12-08
end: 2019-12-14
timezone: America/Vancouver
---

The big one.
"""

NEURIPS_PROGRAM = """\
sessions:
  - id: orals
    title: Track 4 Orals
    room: West Ballroom C
    talks:
      - id: "1"
        title: Gradients of Equilibrium Prop
        kind: oral
        start: 2019-12-10T10:05:00-08:00
        speakers:
          - {name: Maxence Lenoir, affiliation: Mila}
          - {name: Yoko Bengtsson}
        links:
          - {video: "https://slideslive.com/1"}
          - {paper: "https://arxiv.org/abs/1905.13633", title: paper}
      - id: "2"
        title: Legendre Memory Units
        kind: spotlight
        language: en
        start: 2019-12-10T10:20:00-08:00
        speakers:
          - {name: Aaron Voelkel}
        abstract: A memory cell for recurrent networks. It outperforms LSTMs.
  - id: posters
    title: Evening posters
    room: East Hall
    track: generative models
    talks:
      - id: "3"
        title: Score functions for flow models
        kind: poster
        start: 2019-12-11T17:00:00-08:00
        speakers:
          - {name: Aapo Hyvönen}
        links:
          - {slides: "https://example.org/slides.pdf"}
"""

MARKS = '"2": {starred: true, attended: true, rating: 5}\n'

EQPROP = """\
---
title: Gradients of Equilibrium Prop
type: note
conference: "[[NeurIPS 2019]]"
talk: neurips-2019/1
start: 2019-12-10T10:05:00
tags: [ml/rnn]
rating: 4
---

# What was said

EqProp equals backprop through time ^t100712
- [ ] read the 2017 paper of [[Score matching]] ^t100840
? does it hold for deep networks ^t101102
"""

FREE_NOTES = {
    "Notes/Score matching.md": """\
---
title: Score matching
date: 2021-05-01
speakers: [Aapo Hyvönen]
tags: [density]
rating: 2
---

The score function is the gradient of the log density; see Hyvärinen.
Energy based models, flows and diffusion.
- [x] derive it ^t090000
? is it a gradient of anything
! of the energy, see the first page ^t091500
""",
    "Notes/Tools.md": "# Tools we use\n\nC++ for kernels, R for plots, C# never. GPT-4 and node.js.\n#tools/code\n",
    "Notes/深度学习.md": "深度学习の講義。ディープラーニング入門。\n한국어 학습을 했다\n",
    "Notes/Old.md": "---\ndate: 2012-06-01\n---\nEnergy and diffusion of old; **Python** was new. OpenReview is.\n",
}


def small_vault(folder: Path) -> Vault:
    """Make the vault in the folder."""
    vault = Vault.create(folder / "vault")
    conference = "NeurIPS 2019"
    put(vault, f"{conference}/{conference}.md", NEURIPS)
    put(vault, f"{conference}/program.yaml", NEURIPS_PROGRAM)
    put(vault, f"{conference}/marks.yaml", MARKS)
    put(vault, f"{conference}/2019-12-10 1005 Gradients of Equilibrium Prop.md", EQPROP)
    for path, text in FREE_NOTES.items():
        put(vault, path, text)
    return vault


def put(vault: Vault, path: str, text: str) -> None:
    """Write a file as another program would."""
    file = vault.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
