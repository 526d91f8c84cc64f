"""Everything that changes a workspace, its people or its keys: one function per act, whoever asks."""
