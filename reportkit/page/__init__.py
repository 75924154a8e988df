"""Pages to look at and to send: one file of HTML each, which asks nobody for anything."""
