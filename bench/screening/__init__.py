"""The evaluation of name screening: sets made from real lists, engines side by side, and what they miss.

=============  ===============================================================
module         what is in it
=============  ===============================================================
values         a query, a set of queries over an index
published      the lists of ``MORATORIUM_SHARED``, read; names taken out of them
dice           seeded chance
likeness       plain words and likeness of strings: independent of the product
aliases        set a: an alias is asked for after it was taken out of the index
mistakes       set b: typing errors on listed names
originals      set d: names in their own script against Latin names alone
romanised      set c: names of Cyrillic and Arabic script in other romanisations
customers      set e: ordinary persons and companies of many countries
negatives      set e: names of whom no list speaks
recombined     names of nobody with as many words as the lists have, for speed and memory
sets           all sets by name: the front door
engines        ours and the peers behind one seam; ``peer`` is the peers' own process
outcome        recall and alerts at any threshold
misses         what was missed, by class
run            ``python -m bench.screening``
sweep, page    every threshold, and docs/thresholds.md
speed          cold and again, one name online, two processes, memory
=============  ===============================================================

Nothing here uses the product's own normalising or romanising: a set made by the scorer's own tables would flatter it.
"""
