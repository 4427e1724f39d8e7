"""The options of `confnotes export` that choose parts and format: presets, `--only`, `--without`, `--format`."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, UnknownChoice, WordChoice
from confnotes.cli.printing import tell
from confnotes.errors import UsageError
from confnotes.exporters.forms import FORMS, OF_PROGRAMS, WITHOUT_PARTS, form_named
from confnotes.model.content import FULL, SummaryContent

_PARTS = WordChoice([one.value for one in SummaryContent])

preset_option = click.option(
    "--preset",
    metavar="NAME",
    shell_complete=candidates.presets,
    help="Use a preset: digest, report, mail, minutes, blog, slides, or one of your own.",
)
only_option = click.option(
    "--only", type=_PARTS, metavar="PART", multiple=True, help="Only this part, e.g. digest; repeatable."
)
without_option = click.option(
    "--without", type=_PARTS, metavar="PART", multiple=True, help="Leave out this part; repeatable."
)


class ExportCommand(click.Command):
    """A preset gives values to the options that were not typed."""

    def invoke(self, ctx: click.Context) -> object:
        """Replace `preset` with the values of its options. Raises UnknownChoice, UsageError."""
        name = ctx.params.pop("preset")
        if name is not None:
            _take(ctx, name)
        return super().invoke(ctx)


def _take(ctx: click.Context, name: str) -> None:
    from confnotes.actions.exporting.file_names import form_of, stem_of
    from confnotes.actions.exporting.presets import preset_named, presets

    vault = ctx.ensure_object(Invocation).open_vault()
    preset = preset_named(vault, name)
    if preset is None:
        raise UnknownChoice(name, [one.name for one in presets(vault)], "--preset", ctx)
    given: dict[str, object] = {
        **preset.options,
        "include": preset.include,
        "short_names": preset.short_names,
        "only": tuple(one.value for one in preset.contents),
    }
    form, out = given.pop("format", None), ctx.params["out"]
    if form is not None and ctx.params["template"] is None:
        meant = form_named(str(form))
        if out is None or form_of(out) is None or meant.ending.endswith(out.suffix.lower()):  # slides in a .html
            given["form"] = meant.name
        elif ctx.params["form"] is None:
            named = FORMS[form_of(out) or ""].title
            tell(
                f"Note: {out.name} is written as {named}. For the format of the preset “{name}”,"
                f" write {stem_of(out.name)}{meant.ending}."
            )
    for option, value in given.items():
        if ctx.get_parameter_source(option) is ParameterSource.DEFAULT:
            ctx.params[option] = value


def tell_without_effect(form: str) -> None:
    """Print a note if --whole-program has no effect on the format."""
    if form not in OF_PROGRAMS:
        tell(f"Note: --whole-program has no effect on {form}. For the whole program, use `confnotes agenda`.")


def form_meant(form: str | None, template: str | None, path: Path | None, *, as_json: bool) -> str:
    """The format that the options and the extension of the file say. Raises UsageError if they contradict."""
    from confnotes.actions.exporting.file_names import form_of
    from confnotes.actions.exporting.render_preferences import form_of_template

    if as_json and path is None and form not in (None, "json"):
        raise UsageError(f"--json and --format {form} exclude each other", "Use one of them.")
    if template is not None:
        if form is not None:
            raise UsageError("--template and --format exclude each other", "Leave out --format.")
        form = form_of_template(template)
        if path is not None and form_of(path) not in (None, form):
            raise UsageError(f"{template} writes {FORMS[form].ending} files: {path}", "Change the extension of OUT.")
    return form or (path and form_of(path)) or ("json" if as_json else "markdown")


def contents_of(form: str, only: tuple[str, ...], without: tuple[str, ...]) -> frozenset[SummaryContent]:
    """The parts of the summary. Raises UsageError if none is left, or the format has no parts."""
    contents = (frozenset(map(SummaryContent, only)) or FULL) - frozenset(map(SummaryContent, without))
    if not contents:
        raise UsageError("no part is left", "Leave out --without, or name other parts with --only.")
    if contents != FULL and form in WITHOUT_PARTS:
        raise UsageError(f"the format {form} has no parts", "Leave out --preset, --only and --without.")
    return contents
