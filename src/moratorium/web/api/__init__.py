"""The API. One table of operations; everything else serves it.

=========== ==========================================================================
module      what is in it
=========== ==========================================================================
app         the application put together
operation   what an operation is: who may, what goes in, what comes out, which statuses
access      who calls, how often they may, and whether they may do this
bodies      what was sent, bounded and read, with the place of what does not fit
problems    errors as RFC 9457 problems: one table from kinds of errors to statuses
slashes     ids in paths that hold a slash
watching    request ids, the log of requests, figures for Prometheus
contract    the OpenAPI document, from the table and the shapes
shapes      what comes out, field by field
deciding    orders handed in
looking     orders, questions, measures, lists, acts and receipts read
recording   done once, and decided again afterwards
changing    answers, clearances, and the life of measures
holding     the queue of holds, what is done about one, releases, replies, rules
hold_shapes how a hold looks
licences    authorisations put on record, drawn down, given back
screening   names compared, parties, possible matches, dispositions, the register
listing     versions of lists, their entries, what differs, import
exporting   orders and acts as files; a decision as a tree
jobs        replays and proofs asked for, jobs looked at and stopped, what they wrote
job_shapes  how a job looks
asking      a job put in, answered at once
cases       cases, their files, search, messages, the disclosure register
case_proofs the evidence bundle of a case; words of it erased
case_shapes how a case looks
partners    the portal of a partner, the register of partners
partner_shapes how they look
wording     statements and notices: filled, checked, read, released, superseded
quarters    the account of a quarter, as values, page and PDF
quarter_shapes how it looks
keys        keys of callers: made, listed, revoked
health      whether the service is well, and its figures
=========== ==========================================================================
"""
