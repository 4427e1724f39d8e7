"""What is said of papers."""
