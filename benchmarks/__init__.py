"""Measure OKZest against the alternatives, in turn, on one machine; `make bench` runs it."""
