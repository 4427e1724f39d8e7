"""What an audience may know of a vault."""
