"""A client with a published template, as the renderer's tests have it."""

from tests.renderer.conftest import alice, document, fresh_process, greeting, make_link, publish, workspace

__all__ = ["alice", "document", "fresh_process", "greeting", "make_link", "publish", "workspace"]
