"""Export: a summary for yourself, the team or the public, with a live preview."""
