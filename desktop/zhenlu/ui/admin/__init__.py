"""Managing the clinic: people, terms, microphone, models, templates, words, backup, log."""
