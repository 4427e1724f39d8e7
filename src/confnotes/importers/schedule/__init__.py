"""Schedules of frab, pretalx and similar programs, in XML and JSON, and what both have in common."""
