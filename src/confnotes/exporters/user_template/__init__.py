"""Summaries set by the user's own template: Jinja in a sandbox, in a process of its own with limits."""
