"""The web servers through aiohttp, which no other room imports: `confnotes serve`, a vault on a phone and in a browser,
and `confnotes host`, the relay of a team.

`listening.py` listens and says where; `server.py` and `relay.py` have what is there. `guard.py` lets in whoever has the
token, by an address of this server, from its own pages; `certificate.py` makes a certificate that needs no authority.
`screens.py` runs the screens for a browser, one process each, through textual-serve; `phone.py` has the addresses
behind the page for phones, `answers.py` and `rows.py` what they answer. `received.py` remembers which lines of phones
are in the vault already, so that a line that is sent twice is added once. `static/` is the page itself.

Nothing is written but by verbs of `actions/`. Paths and names that a browser sends are only ever compared with those
that a scan of the vault lists.
"""
