"""The desk: the use cases, one function each. The only room with a clock, keys, chance and package data.

============ ==========================================================================
module       what is in it
============ ==========================================================================
home         where the state lives, who acts, what time it is
identities   named local identities, a key each
record       acts signed, salted and appended, in one transaction
rulebooks    reading, adopting, proposing, approving, extending and lifting measures
approving    a proposal approved, and open orders decided again
measure_drafts  drafts of measures, checked as they are written
measure_pages   measures, their texts and proposals as people look at them
measure_reading a measure in plain words
territory_map   what holds where, on a day, as known at a point of the log
stopped         which orders each measure stops
references   territories, goods, lists and registers put together for deciding
checking     a file of orders in, decisions out
current      what orders are decided by at present, never past the log
writer       orders of many callers decided and recorded together
handing_in   orders handed in by another program
service      an open home that many callers work with at once
api_keys     who calls, in which role
permissions  which role may do what
once         a request done once, however often it is made
looking      what is recorded, a page at a time
again        open orders decided again when a measure, a list or an answer changes
answering    questions.csv out, answers and clearances in
holds        the queue of held orders: what they wait for, how long, who works on them
hold_rules   above which value two people release, and how long a hold may wait
releasing    holds ended: as previewed, by two people, refused, taken back
clock        a clock that ran ahead, set right
saying       what somebody answers, recorded: as an answer, or as the second word
confirming   the second person: answers and clearances of one person confirmed, or turned down
asking       questions to requesters, by a signed link
order_folder order files at hand in the home, for builds asked for in the console
order_page   everything about one order in one look
explaining   one decision as a tree in plain words
lists        versions of the official lists: import, status, difference
list_versions versions of lists: what is in one, what differs, import of what was sent
directory    who our parties are, read from the log beside deciding
party_file   a party as a whole: orders, owners, what it shares with whom
possible_matches whom parties may be on the lists, and what people say of it
alignments   a possible match taken apart, word by word
asked_names  names compared, and nothing recorded
registering  a register handed in; all parties compared anew
file_names   names of files that were sent
exports      orders and acts as CSV, a piece at a time
authorisations licences put on record, drawn down, given back
jobs         what takes longer: asked for, seen, stopped
job_steps    what the worker does for each kind of job, step after step
durable      jobs carried through, whatever dies in between; the one module that knows DBOS
working      the worker: jobs, letters, the daily round; one at a time
shapes_ready every shape made ready before threads begin
beside       a worker beside the service
rounds       what a day that came brings with it
mail         letters put in with what causes them
mail_words   what letters say, in three languages
mail_setting how mail leaves
sending      letters handed to the mail server
receivers    who is written to about what
notices      letters about what stands in the log
partners     the register of partners: what each was told, acknowledged and undertook
portal       what a partner finds and says, and nobody else's
partners_at_hand what decisions look up of partners
partner_effects orders decided again where that changes
partner_reminders partners reminded by mail of what they have not acknowledged
delistings   both sides' words, and what is affected
statement_values what a measure says of itself, in the words of a language
wording      texts filled, checked, read by another person, mended
release_guard what keeps a text from going out too early, unread or changed
statements   statements and notices from draft to correction
press        what is out in public
quarters     the account of a quarter, as of a size of the log
quarter_content what it is made of, and its two editions
quarter_figures its figures, counted from what happened
reassessing  what a change would have done, counted while it is written
proofs       checkpoints, receipts, verification, export, fsck
============ ==========================================================================
"""
