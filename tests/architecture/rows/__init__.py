"""What every address demands of whoever asks: one module for each app, one row for each named address."""
