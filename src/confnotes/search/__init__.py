"""Search text to a Query to hits; the only room that knows Whoosh."""
