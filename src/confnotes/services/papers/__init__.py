"""Every paper once."""
