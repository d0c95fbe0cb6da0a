"""Drafting: transcript lines in, cited sentences out, on llama.cpp in a worker process."""
