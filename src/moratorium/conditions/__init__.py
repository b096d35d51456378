"""The language of conditions: how a measure asks about facts, and what its answer means.

========== =====================================================================
module     what is in it
========== =====================================================================
predicate  the tree: a small tagged union, data and not code
evaluate   the scalar interpreter, which is the specification
compiled   the same answers as closures, for speed
parse      condition text (a subset of SQL) into the tree, typed and checked
bind       territories as written into codes of one day
explain    the deciding branches in plain words, and which facts are missing
========== =====================================================================
"""
