"""Text to model and back: one syntax rule a file, no input or output."""
