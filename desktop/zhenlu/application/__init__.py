"""What the app does, one module a step, in the order of a visit."""
