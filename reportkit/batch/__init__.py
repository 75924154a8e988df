"""Many files: what they are, the processes that read them, and what becomes of the results."""
