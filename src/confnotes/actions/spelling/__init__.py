"""Spelling: the dictionaries of this computer, and checking words with them."""
