"""What a note begins with, and what of it nobody wrote on."""
