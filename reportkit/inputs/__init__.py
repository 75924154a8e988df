"""What a command is to read: files, folders, archives, addresses and lists, and what is known of them."""
