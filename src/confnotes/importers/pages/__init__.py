"""Programs written for readers: workshop pages, seminar pages, schedules in Markdown, HTML and plain text."""
