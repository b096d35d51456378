"""The desk: the use cases, one function each. The only room with a clock, keys, chance and package data.

============ ==========================================================================
module       what is in it
============ ==========================================================================
home         where the state lives, who acts, what time it is
identities   named local identities, a key each
record       acts signed, salted and appended, in one transaction
rulebooks    reading, adopting, proposing, approving, extending and lifting measures
references   territories, goods, lists and registers put together for deciding
checking     a file of orders in, decisions out
again        open orders decided again when a measure, a list or an answer changes
answering    questions.csv out, answers and clearances in
explaining   one decision as a tree in plain words
lists        versions of the official lists: import, status, difference
proofs       checkpoints, receipts, verification, export, fsck
============ ==========================================================================
"""
