"""Summaries short enough for a mail, a chat message or a thread of posts."""
