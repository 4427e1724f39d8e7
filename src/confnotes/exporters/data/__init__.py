"""What is written for programs: summaries, papers, calendars, programs."""
