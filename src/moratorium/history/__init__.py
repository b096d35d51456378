"""History: a draft replayed over everything that happened, as columns. The only room with Ibis.

========== ==============================================================================
module     what is in it
========== ==============================================================================
schema     the two tables of a history, lines and facts, and how a fact becomes columns
build      rows of facts gathered and turned into columns; numbers of combinations, checked
writing    parts of a history written to its folder, whole or not at all; one build at a time
unfinished folders that take their name when they are whole; leftovers of a kill are swept
folder     the folder of a history: what it holds, whether it is whole, where its tables lie
engines    what works through the lines: DuckDB, or Spark; bounds, errors in our words
spark      Spark and its Java; imported only when asked for
compared   parties compared with the lists while a history is built: in this process, or shared out over Spark
column     a condition as a column of yes, no and not known, on any engine
comparison comparisons of numbers and days, worked out exactly before an engine sees them
replay     drafts beside the base over all lines: two passes, and what is counted from orders and partners
cases      what findings hang on: combinations of facts, periods, what is asked of a line; conditions split for it
cells      lines counted by kind, place and span, in memory; exact sums. numbering: kinds and places get numbers
shared     facts that lines share, asked once of each distinct value
kleene     conditions of many cases at once, joined from the answers to their parts
judging    each distinct case judged once; findings: what rulebooks say of it
findings   from answers to findings, effect and licences
counting   what is counted from judged cases; gaps: what held lines wait for; listing: from changed lines
profile    the lines counted once, for judging an edited draft in a moment
impact     what comes of it, as one value; sums: lines added up by currency
passes     what each pass over the lines found, kept until the work is whole
tables     small tables within this process
========== ==============================================================================
"""
