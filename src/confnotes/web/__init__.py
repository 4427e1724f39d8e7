"""Fetching with pinned addresses, limits and one deadline: the only room that opens outgoing sockets.

- `connect.py` looks a name up once, checks every address that it has, and connects to a checked one: otherwise a second
lookup could give another answer, and lead into the user's own network. Addresses that are not public are refused unless
the user typed that very address or allows them.
- One deadline covers a whole fetch with its redirects, however slowly a server answers (`FetchDeadline`).
- `fetch_page.py` fetches, and unpacks no more than allowed (`gzipped.py`), whatever length a server states.
`page_version.py` tells whether a page changed since the last time, and `probe_link.py` checks whether an address works
without fetching it. `relay.py` asks the relay of a team, at an address that the user typed.
"""
