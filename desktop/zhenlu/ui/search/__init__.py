"""Finding a patient or a record by half a name, a drug, a value, a time."""
