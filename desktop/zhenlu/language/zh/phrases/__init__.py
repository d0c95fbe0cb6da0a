"""How facts are written in a Chinese record, one module a part of it."""
