"""Home: who is here today, what is unsigned, what falls due."""
