"""Three versions made one, as pure functions: programs, texts, and exports that their author went on with."""
