"""Proof: what a rulebook can and cannot let through, over every order that could come. The only room with z3."""
