"""Schedules of frab, pretalx and kin, in XML and JSON, and what both have in common."""
