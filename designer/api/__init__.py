"""The REST API of the designer: templates, revisions, reviews, releases, assets and the brand kit."""
