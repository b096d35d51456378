"""Replay at size: ten measures, base and draft, over lines from our own generator, beside SQL written by hand."""
