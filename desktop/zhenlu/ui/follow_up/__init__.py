"""Follow-up contacts: who is due, and the form that is filled while the patient talks."""
