"""Dumps of the pretalx API."""
