"""Templates of the user's own: what a template may say, and that neither it nor what is in a summary does any harm."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from markdown_it import MarkdownIt

from confnotes.actions.exporting.render_preferences import ending_of, form_of_template, read_template
from confnotes.errors import UsageError
from confnotes.exporters.render_options import RenderOptions, UserTemplate
from confnotes.exporters.user_template import child, render
from confnotes.exporters.user_template.child import Job, RefusedError, render_template
from confnotes.exporters.wording import Wording
from confnotes.model.summary import Summary
from summary_samples import HOSTILE, small, with_title

EXAMPLES = Path(__file__).parents[2] / "docs/summary-templates"
LATEX = (r"\input{/etc/passwd}", r"\write18{id} %", '$\\input{x}$ & #1 _a^b ~ " `', "]{}[ \\end{document}")


def made(
    text: str,
    name: str = "page.md.j2",
    summary: Summary | None = None,
    beside: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """What a template makes, in this process."""
    return render_template(Job(UserTemplate(name, text, beside), summary or small(), Wording()))


def test_a_template_is_rendered_in_a_process_of_its_own() -> None:
    template = UserTemplate("page.txt.j2", "{{ summary.title }}: {{ words.coverage(summary) | join(', ') }}\n")
    assert render.render(small(), RenderOptions(template=template)).data == b"Coastal ML 2021: 1 talk\n"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{% for part in summary.parts %}{{ part.day | day }}{% endfor %}", "Thursday, 3 June 2021"),
        ("{{ talk.start | clock }} {{ talk.day | short_day }}", "09:30 Thu 3 Jun"),
        ("{{ hours(talk.start, talk.end) }}", "09:30–09:50"),
        ("{{ talk.rating | stars }}{{ none | stars }}{{ none }}", "★★★★☆"),
        ("{{ talk.title }}", "Learning Tides with \\*Small\\* Networks"),
        ("{{ talk.speakers | join(' & ', 'name') }}", "Ida Brandt & Omar Nasser"),
        ("{{ talk.takeaways[1].text | line }}", "the moon is a *strong* prior"),
        ("{{ talk.takeaways[1].text | plain }}", "the moon is a strong prior"),
        ("{{ talk.links[0].resource.url | link('Paper') }}", "[Paper](https://arxiv.org/abs/2106.00001)"),
        ("{% macro bold(x) %}**{{ x }}**{% endmacro %}{{ bold('a*b') }}", "**a\\*b**"),
        ("{% set x %}*{{ '<' }}*{% endset %}{{ x }}", "*&lt;*"),
        ("{{ 'a' ~ '*' }} {{ ['*', '<'] | join('*') }}", "a\\* \\*\\*&lt;"),
        ("{% include 'head.j2' %}", "Head of Coastal ML 2021"),
        ("{{ terms.highlights }}", "Highlights"),
    ],
)  # fmt: skip
def test_what_a_template_may_say(template: str, text: str) -> None:
    before = "{% set talk = summary.by_id['talk-learning-tides'] %}"
    assert made(before + template, beside={"head.j2": "Head of {{ summary.title }}"}) == text


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("a\n{{ nothing }}", "page.md.j2, line 2: 'nothing' is undefined"),
        ("\n\n{{ summary.titel }}", "page.md.j2, line 3: .*Summary object' has no attribute 'titel'"),
        ("{% for x in %}", "page.md.j2, line 1: Expected an expression"),
        ("{% include 'part.j2' %}", "part.j2, line 2: 'lost' is undefined"),
        ("{% include '../secret' %}", "page.md.j2, line 1: template not found in its folder: ../secret"),
        ("{{ summary.title | safe }}", "page.md.j2, line 1: No filter named 'safe'"),
        ("{{ 1 / 0 }}", "page.md.j2, line 1: division by zero"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "page.md.j2, line 1: endless recursion"),
    ],
)
def test_a_mistake_in_a_template_is_reported_with_its_line(template: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        made(template, beside={"part.j2": "\n{{ lost }}"})


@pytest.mark.parametrize(
    "template",
    [
        "{{ summary.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ words.day_words.__globals__ }}",
        "{{ summary | attr('__class__') }}",
        "{{ '{0.__class__}'.format(summary) }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ ([summary] | map(attribute='__class__') | first).__name__ }}",
        "{{ [summary] | join('', '__class__') }}",
        "{{ summary.conferences[0].start_date.today() }}",
        "{{ summary.by_id.clear() }}",
        "{{ self.__init__ }}",
        "{{ open('/etc/passwd') }}",
        "{% import 'os' as os %}",
        "{{ config }}",
    ],
)
def test_a_template_reaches_nothing_but_the_summary(template: str) -> None:
    with pytest.raises(RefusedError):
        made(template)


def test_a_template_that_takes_too_long_or_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "SECONDS", 1)
    endless = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
    large = "{% for i in range(99999) %}{{ 'a' * 9999 }}{% endfor %}"
    for text, reason in ((endless, "longer than 1 second"), ("{{ 'a' * 9999999999 }}", "memory"), (large, "32 MB")):
        with pytest.raises(UsageError, match=reason):
            render.render(small(), RenderOptions(template=UserTemplate("page.txt", text)))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_values_are_text_in_a_page_and_in_markdown(text: str) -> None:
    template = '{% for i in summary.items() %}<p title="{{ i.title }}">{{ i.title }}</p>\n{% for one in i.takeaways %}'
    template += '<p>{{ one.text | line }}</p>{% endfor %}{% for one in i.links %}<a href="{{ one.resource.url }}">'
    template += "{{ one.resource.url | link(one.resource.title) }}</a>{% endfor %}{% endfor %}"
    page = made(template, "page.html.j2", with_title(text))
    known = {"p", "a", "em", "strong", "code", "span", "math", "mrow", "mi", "mo", "mn"}
    assert set(re.findall(r"<\s*/?([a-zA-Z!?]+)", page)) <= known
    assert not re.search(r"<[^>]*\s(?:on\w+|style|src)=(?![^<]*\">)", page) and 'href="javascript' not in page.lower()
    line = "{% for i in summary.items() %}<b>{{ i.title }}</b> {{ i.title | link }}\n\n- {{ i.title | line }}\n"
    line += "{% endfor %}"
    html = MarkdownIt("commonmark", {"html": True}).render(made(line, "page.md.j2", with_title(text)))
    assert set(re.findall(r"<\s*([a-zA-Z!?]+)", html)) <= {"p", "b", "ul", "li", "em", "strong", "code", "a", "br"}
    assert not re.search(r'href="(?!https?:|mailto:)', html)


@pytest.mark.parametrize("text", LATEX)
def test_hostile_values_are_text_in_latex(text: str) -> None:
    tex = made(
        "{{ summary.title }}|{{ summary.title | line }}|{{ summary.title | note }}", "page.tex", with_title(text)
    )
    bare = re.sub(r"\\(?:text\w+|[&%#_${}])", "", tex)
    assert not re.search(r"[\\&%#_$^~]", bare)


@pytest.mark.parametrize("text", ["=1+1", "@SUM(1)", 'a";=1+1', "a,b\nc"])
def test_a_value_is_one_cell_of_a_table(text: str) -> None:
    line = made("{{ summary.title }},{{ summary.title | line }}", "table.csv.j2", with_title(text))
    assert re.fullmatch(r'"(?:[^"]|"")*","(?:[^"]|"")*"', line)
    assert not re.search(r'(?:^|[;,])"?[=@+-]', line.replace('""', ""))


def test_only_known_addresses_and_no_ids_of_lines_reach_a_template() -> None:
    fit = child.fit_for_templates(with_title("x"))
    assert {reference.resource.url for reference in fit.references} == {""}
    assert child.fit_for_templates(small()) == small()


def test_the_form_is_that_of_the_templates_own_name(tmp_path: Path) -> None:
    names = {"a.md.j2": ".md", "b.tex": ".tex", "c.HTML.jinja2": ".html", "d.j2": ".txt", "e.txt.j2": ".txt"}
    assert {name: ending_of(name) for name in names} == names
    assert (form_of_template("a.md.j2"), form_of_template("b.csv.j2"), form_of_template("d.j2")) == (
        "markdown",
        "csv",
        "markdown",
    )
    (tmp_path / "a.md.j2").write_text("{% include 'b.j2' %}", encoding="utf-8")
    (tmp_path / "b.j2").write_text("b", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("s", encoding="utf-8")
    (tmp_path / "c.j2").symlink_to("/etc/passwd")
    found = read_template(str(tmp_path / "a.md.j2"))
    assert (found.ending, dict(found.beside)) == (".md", {"b.j2": "b"})


@pytest.mark.parametrize("name", ["wiki-page.md.j2", "trip-report.tex.j2"])
def test_the_examples_render(name: str, tmp_path: Path) -> None:
    output = render.render(with_title(LATEX[0]), RenderOptions(template=read_template(str(EXAMPLES / name))))
    assert output.data
    text = render.render(small(), RenderOptions(template=read_template(str(EXAMPLES / name)))).data.decode()
    assert "Ten weights are enough" in text
    if name.endswith(".tex.j2") and shutil.which("pdflatex"):
        (tmp_path / "letter.tex").write_bytes(output.data)
        done = subprocess.run(
            ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "letter.tex"],
            cwd=tmp_path, capture_output=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-1500:]
