"""What people and programs read: decisions as lines, summaries and explanations as text, reports as pages.

============== ===================================================================
module         what is in it
============== ===================================================================
lines          one JSON object or CSV row for each line decided
decisions      one JSON document for each order decided, as the service answers it
summary        what a run came to, as text
explanation    one decision as a tree in plain words
figures        month by month, and what was stopped, where and worth what
content        what the page says, as frozen values
gather         from decisions to content
chart          bars over months, as geometry
typeset        templates, their one style, numbers for people
page           report.html: reads well on paper, screen and phone
impact_words   of a replay: the answer in a sentence, worth, shares
impact_tables  of a replay: its tables
impact_content what the page of a replay says, as frozen values
impact_gather  from an impact to its content
flow           from effect to effect, as geometry
months         the months of a replay, without holes
shapes         the shapes of all maps, from ``data``
world          a map shaded by numbers of lines
impact_page    report.html of a replay
press_words    the words around statements on the press page, in three languages
press_page     the press page and its feed, as files or served
quarter_document the account of a quarter as a document, set in two ways
quarter_page   it as one HTML file
quarter_print  it as a PDF
quarter_files  it as a file, told by its name
============== ===================================================================
"""
