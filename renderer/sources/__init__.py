"""Values that other systems know: asked when a picture is opened, kept for a while, and never waited for too long."""
