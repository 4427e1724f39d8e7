"""One screen a file; each shows what the catalogue answers and turns keys into actions."""
