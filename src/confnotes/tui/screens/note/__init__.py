"""The screen of one note: each file is one thing that can be done there, `screen.py` puts them together."""
