"""History: a draft replayed over everything that happened, as columns. The only room with Ibis.

======== ==============================================================================
module   what is in it
======== ==============================================================================
schema   the two tables of a history, lines and facts, and how a fact becomes columns
build    rows of facts gathered and turned into columns; numbers of combinations, checked
writing  parts of a history written to its folder, whole or not at all; one build at a time
folder   the folder of a history: what it holds, whether it is whole, where its tables lie
======== ==============================================================================
"""
