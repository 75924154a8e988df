"""The command line: each command reads, calls, writes and exits.

Heavy modules are imported when a command runs, so that help and completion answer at once.
"""
