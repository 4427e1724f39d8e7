"""All papers in programs, notes and the bibliography."""
