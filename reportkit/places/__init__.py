"""Places of the administrative divisions: from a name in any form to its code, the levels above and its history."""
