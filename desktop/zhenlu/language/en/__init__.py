"""English as it is spoken in a clinic."""
