"""Programs brought into a vault."""
