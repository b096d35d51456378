"""The log: what was done, in an order that nobody can change afterwards without being seen.

This room stands alone: with this folder and ``errors.py`` a stranger verifies a receipt, offline, trusting nothing but
the log's public key (``python -m moratorium.ledger.verify FILE --key VKEY``). To the log a leaf is opaque bytes; it
knows no order and no measure.

========== ==================================================================
module     what is in it
========== ==================================================================
base64text base64 with exactly one spelling for each value
keys       Ed25519: sign and verify, for persons and for the log
leaf       what is logged of an act: a salted digest, nothing personal
merkle     the tree of RFC 6962: root, proofs, and their verification
note       signed notes (c2sp.org/signed-note) and the text forms of keys
checkpoint the signed tree head (c2sp.org/tlog-checkpoint)
tiles      the log as a folder of files (c2sp.org/tlog-tiles), and its audit
receipt    the file that a person keeps
verify     what a receipt proves, or the step that failed
========== ==================================================================
"""
