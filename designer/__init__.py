"""What people author: templates, revisions, reviews, assets, and the editor."""
