"""The decision: an order becomes facts, facts meet the measures in force, findings join into a decision.

========== ===========================================================================
module     what is in it
========== ===========================================================================
reference  what facts are looked up in: territories, goods, lists, registers, answers
facts      an order and the reference -> rows of facts, one per line and acting entity
activities what crossing a border makes of an order
joining    what several holders or sources say of one fact, joined
subjects   whose fact it is: the keys of answers
judge      a row and the measures in force on a day -> findings
decision   findings -> a decision; the gravest effect wins
partners   acknowledgements that are awaited and undertakings that were accepted, as facts
decider    orders decided under one rulebook and one reference
questions  what is missing, whose fact it is, and which few answers would settle most
========== ===========================================================================
"""
