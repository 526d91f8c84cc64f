"""What apps above may listen to, since this one does not know them."""

from django.dispatch import Signal

recipients_erased = Signal()
"""Inside the transaction, before the rows go: `workspace_id`, `recipient_ids`. Who keeps pictures drops theirs."""
