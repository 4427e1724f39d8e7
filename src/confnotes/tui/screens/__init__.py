"""One screen per module; each shows data of the catalogue and turns keys into actions."""
