"""The screen of one note: each file is one subject of it, `screen.py` puts them together."""
