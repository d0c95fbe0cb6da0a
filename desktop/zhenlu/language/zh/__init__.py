"""Chinese as it is spoken in a clinic."""
