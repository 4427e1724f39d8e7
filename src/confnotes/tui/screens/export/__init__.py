"""Export: a summary for oneself, the team or everybody, seen while one chooses."""
