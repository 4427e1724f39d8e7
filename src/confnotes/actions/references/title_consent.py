"""Whether titles may be fetched by themselves: `fetch_titles` in the user's settings, of no vault; asked first."""

from __future__ import annotations

from enum import StrEnum

from confnotes import config
from confnotes.errors import ConfnotesError
from confnotes.markup.frontmatter import set_fields
from confnotes.vault.user_settings import tell_odd, user_settings

FIELD = "fetch_titles"
_FENCE = "---\n"


class Consent(StrEnum):
    """What the user said; ASK until then."""

    ASK = "ask"
    YES = "yes"
    NO = "no"


def consent() -> Consent:
    """What the settings say; ASK where they say nothing, or cannot be read."""
    said = user_settings().get(FIELD)
    if said in (True, "yes", "true"):
        return Consent.YES
    if said in (False, "no", "false"):
        return Consent.NO
    if said not in (None, "ask"):
        tell_odd(FIELD, "yes, no or ask")
    return Consent.ASK


def remember(said: Consent) -> None:
    """Write it into the settings; every other byte of them stays. Raises ConfnotesError when that cannot be done."""
    file = config.settings_file()
    try:
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        end = "" if not before or before.endswith("\n") else "\n"
        after = set_fields(f"{_FENCE}{before}{end}{_FENCE}", {FIELD: said.value})
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f"{file.name}.new")
        fresh.write_text(after.removeprefix(_FENCE).removesuffix(_FENCE), encoding="utf-8")
        fresh.replace(file)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise ConfnotesError(f"{file} cannot be changed: {reason}", f"write “{FIELD}: {said}” into it") from error
