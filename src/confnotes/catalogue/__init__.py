"""What the vault names: talks, notes, people, papers, tags, links, tasks; nothing here writes into it."""
