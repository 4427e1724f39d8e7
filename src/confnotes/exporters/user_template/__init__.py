"""Render summaries with the user's own templates: sandboxed Jinja, in a separate process with limits."""
