"""Pre-warming: the pictures of a whole audience, counted, then drawn in leased chunks and kept before the send."""
