"""What was said, line by line: on the recording page as it grows, beside the record as evidence."""
