"""The console: pages for people, served beside the API. One table of pages; everything else serves it.

============ =========================================================================
module       what is in it
============ =========================================================================
app          the console put together
pages        the table of pages
navigation   the table of the navigation
page         what a page is: who may see it, what goes in, what it shows; one visit of it
routing      which page an address belongs to
answering    a page served: who comes, whether they may, forms, errors as pages
guarding     cookies, headers that keep other sites out, where a request comes from
forms        what a form holds, read into its shape; what was typed, shown again
tables       tables for people, and the same rows as CSV and Excel
typeset      templates filled in the person's language
language     the languages, their catalogues, days and numbers
vocabulary   words of the closed lists
spoken       what the core says in fixed forms, in the person's language
static       files that pages load, under names with their digests
signing_in   signing in and out, one-time links, settings
own_account  somebody's own role, password, sessions
today        what needs a decision now
screening    possible matches to their disposition, names compared, runs of re-screening
parties      parties found, and each as a whole
partners     the register of partners
portal       the pages of a partner, and nothing else of the house
cases        the register of cases, a new one, what authorities got
case_page    one case with its steps, parts, files, links and timeline
case_forms   forms made from the lifecycle tables, and read back
case_words   words of the case registers for people
case_sections what the page of a case shows beside, by kind
consulted    what those concerned said, beside a draft
public_form  the form on which anybody reports a misuse
delistings   the section of a delisting on the page of its case
ownership_drawing who owns whom, drawn
lists        sources of lists, versions, differences, import
wording      statements and notices, and their words beside what the check found
quarters     the account of a quarter, each number with its acts
quarter_words its words, so that they are translated
reassess     what a change would have done; proofs
history_pages order files handed in, the history built of them
job_pages    how far jobs are
mail_pages   what to be written to about
============ =========================================================================

How to add a page: ``docs/console.md``.
"""
