"""Every paper that programs, notes and the bibliography name."""
