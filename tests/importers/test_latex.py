"""LaTeX in bibliographies, as a reader sees it."""

from __future__ import annotations

import pytest

from confnotes.importers.facts.latex import latex_prose, plain_latex


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Fr\'{e}d\'{e}ric", "Frédéric"),
        (r"Escart\'{\i}n, \'\i, {\'{\i}}", "Escartín, í, í"),
        (r"M\"uller, {\"o}, \"{U}", "Müller, ö, Ü"),
        (r"\v{C}ech, \c c, \c{c}, \k{a}, \H{o}, \u{g}, \.{z}, \r{a}", "Čech, ç, ç, ą, ő, ğ, ż, å"),
        (r"Nguy{\~{\^e}}n", "Nguyễn"),
        (r"B{\l}asiok, {\O}re, \ss{} and {\AA}s, \oe uvre", "Błasiok, Øre, ß and Ås, œuvre"),
        (r"{Deep {L}earning} for {NLP}", "Deep Learning for NLP"),
        (r"50\% \& \_ \# \$5", "50% & _ # $5"),
        ("``quoted'' pages 1--2 --- and~more", "“quoted” pages 1–2 — and more"),
        (r"\emph{very} \textbf{bold} {\it thing}", "very bold thing"),
        (r"$k$-SAT in $O(n^{k/2})$", "$k$-SAT in $O(n^{k/2})$"),
        (r"\(x\), \alpha and $\ell_1$--norms", r"$x$, $\alpha$ and $\ell_1$–norms"),
        (r"2.3{\mbox{$\times$}} faster{---}see", r"2.3$\times$ faster—see"),
        (r"\\textit\{twice\} escaped \$k\_1\$", "twice escaped $k_1$"),
        (r"\url{http://a_b.c/~x} and \href{http://x}{a label}", "http://a_b.c/~x and a label"),
        (r"\unknown{kept} \noopsort{1}and $unclosed { math", "kept and $unclosed math"),
        (r"It’s plain, isn't it?", "It’s plain, isn't it?"),
    ],
)
def test_latex_reads_as_text(latex: str, text: str) -> None:
    assert plain_latex(latex) == text


def test_abstract_keeps_emphasis_paragraphs_and_addresses() -> None:
    latex = "A \\emph{new}\nline and \\textbf{a \\textit{b}}.\n\n  Second: \\url{https://example.org/a_b}."

    assert latex_prose(latex) == "A *new* line and **a *b***.\n\nSecond: <https://example.org/a_b>."
