"""Speech and drafting engines, each in a process of its own, and the packs they load."""
