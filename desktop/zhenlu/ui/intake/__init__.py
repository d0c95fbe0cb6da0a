"""The questions before a visit, filled in on this computer."""
