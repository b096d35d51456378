"""x"""
from __future__ import annotations
from anyascii import anyascii
def romanised(text: str) -> tuple[str, ...]:
    return (anyascii(text).lower(),)
def is_japanese(text: str) -> bool:
    return False
