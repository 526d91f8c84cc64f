"""What other apps may listen to, since this one does not know them."""

from django.dispatch import Signal

workspace_changed = Signal()
"""After the commit, when settings, signing keys or the archive state changed: `workspace`, `what`."""

access_withdrawn = Signal()
"""After the commit, when somebody lost rights: `user`, and `workspace` or `organization`. Long work asks again."""
