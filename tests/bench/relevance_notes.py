"""A small vault of invented notes: words of code, other scripts, formulas, addresses, one subject in three years."""

from __future__ import annotations

from pathlib import Path

from confnotes.vault.vault import Vault

NOTES = {
    "Template errors": "2022-03-01\nC++ prints four pages for one missing comma. Concepts shorten it to a line.",
    "Unity for visitors": "2021-06-02\nA game engine as a museum guide: C# scripts on .NET, one scene for each room.",
    "Plots on paper": "2020-09-14\nR draws what a journal wants. Grey scales, thin lines, labels by hand.",
    "Event loops side by side": "2023-02-11\nnode.js against asyncio: the same loop, other names.",
    "Prompt clinic": "2024-01-20\nGPT-4 was asked one thing in ten ways; a naïve Bayes classifier told the answers "
    "apart.\n- [ ] ask what the prices of GPT-4 do to a class of thirty",
    "深度学习入门": "2019-05-05\n卷积神经网络的直觉：一个小窗口在图片上滑动。",
    "機械学習の実践": "2019-05-06\nディープラーニングを現場で使うときの注意点。データは少ない。",
    "강화 학습 노트": "2019-05-07\n보상이 드물 때 강화 학습은 어렵다.",
    "Sorting on a napkin": "2018-10-10\nWhy $O(n \\log n)$ is the floor: count the leaves of the tree.",
    "Slopes by hand": "2018-10-11\n∇f points uphill; `tensor_flow` in the demo was a variable, not the library.",
    "Ridge or lasso": "2018-10-12\nL2 shrinks, L1 selects. In his notation ℓ₂ is the ball, λ a price; norms are taste.",
    "Windows that shift": "2021-10-12\nhttps://arxiv.org/abs/2103.14030v2\nState-of-the-art, and a baseline by lunch.",
    "Tuning without grief": "2019-08-05\nhttps://doi.org/10.1145/3292500.3330701\nTrials are pruned early.",
    "Compost heaps of data": "2020-04-04\nSee https://garden.example.org/compost for pictures. Old data rots warmly.",
    "Caching, the first year": "2016-03-03\nCaching is easy, said the speaker. Stale entries were for later.",
    "Caching, the second year": "2020-03-03\nCaching again. Now with a graph of hit rates.",
    "Caching, the third year": "2024-03-03\nCaching, honest at last: stale caches cost more than slow ones.",
    "Operators for the rest of us": "2023-11-08\nA Kubernetes operator is a loop with opinions. Patterns, and when "
    "none is needed.",
    "Lifting oneself": "2017-07-07\nspeaker: Nkechi Okonjo\nBootstrapping, after Baron Münchhausen: resample, lift.",
    "Tides, told twice": "2022-09-19\nspeaker: Tadeo Okonjo-Reyes\nThe moon, then the wind. Buoys see both.\n"
    "- [ ] call Tadeo about the buoys before spring",
    "Waiting in line": "2019-02-02\nQueues: arrivals, service, and the long tail. Slow start is a queue, too.",
    "Two compilers, one lunch": "2021-02-03\nAt a café: Rust vs Go. The borrow checker talks back, the other shrugs.",
    "A user guide to guides": "2015-01-01\nDon't repeat yourself, unless the reader would have to turn a page.",
    "Spans, not logs": "2022-12-01\nOpenTelemetry: traces are made of spans. p99 was a broken IPv6 route.",
    "Library walk": "2016-05-05\nThe reading room had a window, a clock, and notes on the wall about nothing much.",
    "Closing party": "2016-05-06\nMusic, music, and a talk about guides, operators and windows that nobody heard.",
    "Weather report": "2014-04-04\nIn the morning it rained; the tides of people at the door; a queue for badges.",
}
"""Title -> date, then lines; a line `speaker: ` is a fact."""


def write_notes(folder: Path) -> Vault:
    """A vault of them; one that is there already is written again."""
    vault = Vault.open(folder) if (folder / ".confnotes").is_dir() else Vault.create(folder)
    for title, text in NOTES.items():
        date, _, rest = text.partition("\n")
        facts = [f'title: "{title}"', f"date: {date}"]
        if rest.startswith("speaker: "):
            speaker, _, rest = rest.partition("\n")
            facts.append(speaker)
        place = folder / f"{date} {title.replace(':', '')}.md"
        place.write_text("\n".join(["---", *facts, "---", "", rest, ""]), encoding="utf-8")
    return vault
