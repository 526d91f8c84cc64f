"""Everything that reads designer rows for pages and programs, already scoped to one workspace."""
