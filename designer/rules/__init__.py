"""Rules of a design: conditions in words and as forms, what they do to layers, and what stands in for a field."""
