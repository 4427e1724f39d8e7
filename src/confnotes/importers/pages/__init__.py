"""Programs that were written to be read: workshop pages, seminar pages, schedules in Markdown, HTML and plain text."""
