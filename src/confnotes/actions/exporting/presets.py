"""The presets of exports: those of confnotes in `presets.toml`, and the user's own in the vault."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from confnotes.errors import UsageError
from confnotes.markup.names import fold
from confnotes.model.preset import Preset, preset_from
from confnotes.vault import presets_file
from confnotes.vault.vault import Vault


def presets(vault: Vault) -> tuple[Preset, ...]:
    """The user's presets, then ours; one of the user with the name of ours replaces it."""
    own: Mapping[str, Preset] = vault.own(presets_file.PATH, presets_file.parse, {})
    names = {fold(name) for name in own}
    return (*own.values(), *(preset for preset in built_in_presets() if preset.name not in names))


@cache
def built_in_presets() -> tuple[Preset, ...]:
    """The presets that come with confnotes."""
    text = (files(__package__) / "presets.toml").read_text(encoding="utf-8")
    return tuple(preset_from(name, fields) for name, fields in tomllib.loads(text).items())


def preset_named(vault: Vault, name: str) -> Preset | None:
    """The preset with that name, ignoring case; None if no preset has it. Raises UsageError if it has a problem."""
    found = next((preset for preset in presets(vault) if fold(preset.name) == fold(name)), None)
    damage = () if found else vault.damage.of(presets_file.PATH)
    if one := next((one for one in damage if f"“{name}”" in one.about or not one.line), None):
        raise UsageError(f"{presets_file.PATH}: {one.about}", "Correct it in a text editor.")
    return found
