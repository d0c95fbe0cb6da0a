"""Small parts of every screen. A part shows the state it is given; it decides nothing."""
