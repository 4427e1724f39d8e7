"""Other names for notes and people, wherever they are linked."""
