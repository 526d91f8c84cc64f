"""What the engine's tests may ask for."""

from __future__ import annotations

import pytest


@pytest.fixture
def update_pictures(request: pytest.FixtureRequest) -> bool:
    """Whether the approved pictures are to be drawn anew: `pytest --update-pictures`."""
    return bool(request.config.getoption("--update-pictures"))
