"""What colleagues wrote, in vaults of their own, beside what is in this one."""
