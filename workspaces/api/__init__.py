"""The REST API of this app: workspaces, people, invitations, keys, logs and use, below `/api/v1/`."""
