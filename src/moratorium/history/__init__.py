"""History: a draft replayed over everything that happened, as columns. The only room with Ibis.

======== ==============================================================================
module   what is in it
======== ==============================================================================
schema   the two tables of a history, lines and facts, and how a fact becomes columns
folder   the folder of a history: what it holds, whether it is whole, where its tables lie
======== ==============================================================================
"""
