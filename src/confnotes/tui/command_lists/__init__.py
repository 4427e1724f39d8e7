"""What a person can do: one file for each group of screens, gathered in `tui.commands`."""
