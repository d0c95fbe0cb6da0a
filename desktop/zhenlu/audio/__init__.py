"""Sound in: files and, later, the microphone and its journal."""
