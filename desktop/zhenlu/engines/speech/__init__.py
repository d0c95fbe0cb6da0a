"""Speech: audio in, segments out, on faster-whisper in a worker process."""
