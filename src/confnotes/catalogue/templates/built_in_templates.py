"""The templates that are there before anybody writes one; see docs/templates.md. A plain talk begins empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_CARD: Final = "- claim: \n- trick: \n- doubt: \n? \n"
BUILT_IN: Final[Mapping[str, str]] = {
    "poster": _CARD,
    "demo": _CARD,
    "panel": "- {{panelist}}: \n\n",
    "tutorial": "## Set-up\n\n{{cursor}}\n\n## Steps\n\n\n## Exercise\n\n",
    "keynote": "- thesis: \n\n{{cursor}}\n",
}
