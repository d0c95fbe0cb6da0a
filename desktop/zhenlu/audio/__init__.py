"""Sound in: the microphone, how loud it is, and files."""
