"""What the words of a visit mean: numerals, terms, roles, facts, and the draft made by rule."""
