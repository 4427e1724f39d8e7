"""The web server, `confnotes serve`: a vault on a phone and in a browser, through aiohttp, which no other room imports.

`server.py` listens and says where; `guard.py` lets in whoever has the token, by an address of this server, from its own
pages; `screens.py` runs the screens for a browser, one process each, through textual-serve; `phone.py` has the
addresses behind the page for phones, `answers.py` and `rows.py` what they answer. `received.py` remembers which lines
of phones are in the vault already, so that a line that is sent twice is added once. `static/` is the page itself.

Nothing is written but by verbs of `actions/`. Paths and names that a browser sends are only ever compared with those
that a scan of the vault lists.
"""
