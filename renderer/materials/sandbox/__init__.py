"""Files of strangers are taken apart in processes that can do nothing else. Free of Django: those import it."""
