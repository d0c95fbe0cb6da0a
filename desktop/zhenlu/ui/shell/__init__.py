"""What surrounds every screen: the rail, the header with its news, the window itself."""
