"""Everything that reads: lists and sums, already narrowed to what the asker may see."""
