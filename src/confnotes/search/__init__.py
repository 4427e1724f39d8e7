"""Search text to a Query to hits; the only room that knows Whoosh.

docs/explanation/search.md has the table of its modules and the reasons. On the way from text to hits: `parse.py`
makes a Query (`model/query.py`) of what is typed, `compile.py` makes Whoosh's query objects of that (`queries.py` has
those of our own), `engine.py` searches, `weighting.py` ranks, `snippets.py` finds the lines, `suggest.py` corrects. On
the way from notes to the index: `extract_documents.py`, `document.py`, `analyse.py`, `writer.py`, `update.py`.
"""
