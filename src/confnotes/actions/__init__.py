"""What a person does with a vault, one verb a file."""
