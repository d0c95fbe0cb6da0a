"""The closed door: signing in, coming back after a lock, the way in with the recovery key."""
