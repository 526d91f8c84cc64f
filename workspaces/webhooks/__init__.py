"""Webhooks: telling a workspace's other programs what happened, signed, retried and logged."""
