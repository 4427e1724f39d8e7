"""What a program says now: talks, what is on, marks, agenda."""
