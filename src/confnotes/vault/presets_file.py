"""Presets of exports: `.confnotes/presets.yaml`, which users write. A preset has the options of `confnotes export`.

group mail:
  only: [highlights, digest]
  audience: team
"""

from __future__ import annotations

from confnotes.errors import ConfnotesError
from confnotes.markup.safe import safe_text
from confnotes.markup.yaml12 import LinedFields, load_lined
from confnotes.model.damage import Damage, Fault, Salvaged
from confnotes.model.preset import Preset, preset_from

PATH = ".confnotes/presets.yaml"


def parse(text: str) -> Salvaged[dict[str, Preset]]:
    """The presets by name, in the order of the file; those with an unknown option or value are left out."""
    try:
        fields = load_lined(list(enumerate(text.splitlines(), start=1)))
    except ConfnotesError as error:
        return Salvaged({}, (Damage(Fault.SYNTAX, about=error.message),))
    if not isinstance(fields, LinedFields):
        return Salvaged({}, () if fields is None else (Damage(Fault.SYNTAX, about="not a list of presets by name"),))
    found: dict[str, Preset] = {}
    odd = []
    for written, options in fields.items():
        name = " ".join(safe_text(written, lines=False).split())
        try:
            found[name] = preset_from(name, options)
        except ValueError as error:
            line = fields.lines.get(written, 0)
            odd.append(Damage(Fault.SYNTAX, line, line, str(error)))
    return Salvaged(found, tuple(odd))
