"""The terminal program: screens, widgets and messages; the only importer of textual.

Textual reads its frame rate when it is imported: at 120 a pressed key is on the screen in 6 to 9 ms rather than 18.
"""

import os

os.environ.setdefault("TEXTUAL_FPS", "120")
