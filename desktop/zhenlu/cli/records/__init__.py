"""`zhenlu records`: the visits and records of the clinic, from the list to the deletion."""
