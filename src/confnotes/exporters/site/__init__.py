"""Summaries as a site: static pages that link to each other and work from a disk.

`site_map.py` gives everything an address, `pages.py` writes the pages, `search_words.py` the index of the search, and
`feed.py` the feed and the sitemap. Each file has a key, a digest of all that it depends on: `write_site` makes a file
only if its key has changed.
"""
