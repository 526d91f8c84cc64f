"""What changes audiences: uploads, recipients, erasure."""
