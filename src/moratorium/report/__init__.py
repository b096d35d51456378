"""What people and programs read: decisions as lines, summaries and explanations as text, the report as a page.

============ =====================================================================
module       what is in it
============ =====================================================================
lines        one JSON object or CSV row for each line decided
summary      what a run came to, as text
explanation  one decision as a tree in plain words
figures      month by month, and what was stopped, where and worth what
content      what the page says, as frozen values
gather       from decisions to content
chart        bars over months, as geometry
page         report.html: reads well on paper, screen and phone
============ =====================================================================
"""
