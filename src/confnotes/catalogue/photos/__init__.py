"""Which photos belong to which note."""
