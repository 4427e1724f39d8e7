"""One screen a file; each shows what services answer and turns keys into calls of services."""
