"""Fetching with pinned addresses, limits and one deadline: the only opener of sockets outward.

- `connect.py` looks a name up once, checks every address that it leads to, and connects to the one that was checked:
  otherwise a name could be answered differently the second time, and lead into the user's own network. Addresses that
  are not public are refused unless the user typed that very address or allows them.
- One deadline holds for a whole fetch with its redirects, however slowly a server answers (`FetchDeadline`).
- `http_body.py` and `gzipped.py` unpack no more than is wanted: what a server says of a length is not believed.
- `fetch_page.py` fetches, `page_version.py` says whether a page is another one since the last time, `probe_link.py`
  asks whether there is something without fetching it.
"""
