"""What happened to audiences, for those who are told and not known: apps above, and the tasks that go on with it."""

from django.dispatch import Signal

recipients_erased = Signal()
"""Inside the transaction, before the rows go: `workspace_id`, `recipient_ids`. Who keeps pictures drops theirs."""

upload_matched = Signal()
"""After the commit, when an upload waits to be read: `upload_id`."""

erasing_began = Signal()
"""After the commit, when the rest of a large audience waits to be erased: `audience_id`."""
