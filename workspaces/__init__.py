"""Who may: organizations, workspaces, people, roles, keys."""
