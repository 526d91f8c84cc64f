"""For whom pictures are made: audiences and their recipients."""
