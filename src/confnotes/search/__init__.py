"""From a search text to a Query to hits; the only room that uses Whoosh.

docs/explanation/search.md lists the modules and the reasons. From text to hits: `parse.py` parses the text to a Query
(`model/query.py`), `compile.py` compiles that to Whoosh's query objects (`queries.py` has our own), `engine.py`
searches, `weighting.py` ranks, `snippets.py` finds the lines, `suggest.py` corrects spelling. From notes to the index:
`extract_documents.py`, `document.py`, `analyse.py`, `writer.py`, `update.py`.
"""
