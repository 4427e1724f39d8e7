"""Data formats: summaries, papers, calendars, programs."""
