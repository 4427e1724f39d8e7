"""From a source to a program in the vault."""
