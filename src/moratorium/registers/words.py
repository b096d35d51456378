"""Kinds of cases about words: what is reported of our products, what is said about us, and what we say.

Three rules shape the tables. A text is kept as it was said, with language, channel, time and digest; it is superseded
and never edited. "Noticed, not confirmed" is an honest end. Whoever was told something that turned out wrong is told
so: a statement that was superseded stays open until each recipient has been.
"""

from __future__ import annotations

from moratorium.registers.grading import CREDIBILITY, RELIABILITY
from moratorium.registers.lifecycle import OFFICE, SECOND, Due, Each, Field, Kind, Lifecycle, PartTable, State, Step

TEXT = (
    Field("text", "the words as they were said, letter for letter", is_fixed=True),
    Field("language", "language of the text, such as en", Kind.LANGUAGE),
    Field("channel", "where it was said: a network, a newspaper, a letter"),
    Field("said_at", "when it was said", Kind.INSTANT),
    Field("digest", "SHA-256 of the text", Kind.DIGEST, is_fixed=True, is_derived=True),
)
"""A verbatim text."""

_RELIABILITY = Field("reliability", "of the source, A to F of the Admiralty code", Kind.CHOICE, tuple(RELIABILITY))
_CREDIBILITY = Field("credibility", "of what it says, 1 to 6", Kind.CHOICE, tuple(CREDIBILITY))
_FINDING = Field("finding", "what was found, and what it rests on")
_WOULD_CHANGE = Field("would_change", "what would change the end state: the evidence that is lacking")
_NEW = Field("new_information", "what is known now that was not known when it was closed")
_REASON = Field("reason", "why")
_CORRECTS = Field("corrects", "the case that this one corrects or repeats", Kind.CASE)
_SUPERSEDED_BY = Field("superseded_by", "the case that takes its place", Kind.CASE)
_WRONG = Field("what_was_wrong", "what was wrong in it, and since when that is known")
_RECIPIENT = (
    Field("name", "who received it: a partner, an outlet, an authority"),
    Field("address", "where it was sent"),
    Field("language", "in which language", Kind.LANGUAGE),
    Field("sent_at", "when it was sent", Kind.INSTANT),
    Field("told_at", "when they were told that it is superseded", Kind.INSTANT),
)

MISUSE_REPORT = Lifecycle(
    "misuse_report",
    "MR",
    "Misuse report",
    "Somebody observed a use of our products that does harm or that we forbid.",
    (
        State("received", "taken in; nobody has looked at it"),
        State("assessed", "somebody looks into it"),
        State("asked", "waits for more from its source or from somebody else"),
        State("confirmed", "it is so, by evidence at hand", is_end=True),
        State("not_confirmed", "looked into; the evidence does not show it", is_end=True),
        State("refuted", "it is not so, by evidence at hand", is_end=True),
        State("noticed_not_confirmed", "seen, and neither to be confirmed nor refuted by us", is_end=True),
        State("merged", "reported in another case; its messages are counted there", is_end=True),
    ),
    (
        Field("summary", "what is reported, in a few sentences"),
        Field("seen_on", "day on which it was seen", Kind.DAY),
        Field("place", "where it was seen"),
        Field("territory", "code of the territory, as far as it is known"),
        Field("product", "which product, as far as it is known"),
        Field("serial", "serial number, as reported"),
        Field("serial_form", "the form of that number, as it was read", is_derived=True),
        Field("serial_words", "what reading it gave", is_derived=True),
        _RELIABILITY,
        _CREDIBILITY,
        Field("question", "what is asked, and whom"),
        _FINDING,
        _WOULD_CHANGE,
        _NEW,
        Field("merged_into", "the case that goes on", Kind.CASE),
    ),
    (
        PartTable(
            "message",
            "one message that reports it; copies are one source",
            (
                *TEXT,
                Field("source", "who sent it, as far as it may be kept; a name or a mark of your own"),
                Field("contact", "how to reach whoever sent it; entered by itself, so that it can be erased alone"),
                _RELIABILITY,
                _CREDIBILITY,
                Field("copy_of", "equal text: its digest without case, accents and links", is_derived=True),
                Field("likeness", "bands of its sketch, to find what is nearly equal", is_derived=True),
            ),
        ),
    ),
    (
        Step("open", "take it in", (), "received", (*OFFICE, "approver", "machine"), ("summary",), due=Due(3)),
        Step("assess", "look into it", ("received",), "assessed", due=Due(14)),
        Step("ask", "ask for more", ("assessed",), "asked", needs=("question",), due=Due(14)),
        Step("resume", "go on with what came in, or without it", ("asked",), "assessed", due=Due(14)),
        Step(
            "confirm",
            "it is so",
            ("assessed",),
            "confirmed",
            SECOND,
            ("reliability", "credibility", "finding"),
            evidence=1,
            apart_from=("assess", "resume"),
        ),
        Step(
            "refute",
            "it is not so",
            ("assessed",),
            "refuted",
            SECOND,
            ("reliability", "credibility", "finding"),
            evidence=1,
            apart_from=("assess", "resume"),
        ),
        Step(
            "not_confirm",
            "the evidence does not show it",
            ("assessed",),
            "not_confirmed",
            needs=("reliability", "credibility", "finding", "would_change"),
        ),
        Step(
            "notice",
            "seen, and not to be confirmed by us",
            ("assessed",),
            "noticed_not_confirmed",
            needs=("reliability", "credibility", "finding", "would_change"),
        ),
        Step(
            "merge",
            "it is reported in another case",
            ("received", "assessed", "asked"),
            "merged",
            needs=("merged_into",),
        ),
        Step(
            "reopen",
            "new information came in",
            ("not_confirmed", "refuted", "noticed_not_confirmed"),
            "assessed",
            needs=("new_information",),
            due=Due(14),
        ),
    ),
)

ALLEGATION = Lifecycle(
    "allegation",
    "AL",
    "Allegation",
    "Somebody says in public that the company did or does something. It is split into claims, and each is answered.",
    (
        State("received", "taken in, letter for letter"),
        State("split", "split into claims that can be answered one by one"),
        State("drafted", "each claim has an answer, with what it rests on"),
        State("approved", "the rebuttal is approved by a second person"),
        State("answered", "the rebuttal is out", is_end=True),
        State("left_unanswered", "no answer is given, for a reason on record", is_end=True),
    ),
    (
        *TEXT,
        Field("author", "who says it, as they signed it"),
        Field("source", "address or document in which it was read"),
        Field("mark", "how well the source is read: V1, V2, R or U", Kind.CHOICE, ("V1", "V2", "R", "U")),
        Field("answered_on", "day on which the rebuttal was given", Kind.DAY),
        Field("answer_channel", "where it was given"),
        Field("statement", "the public statement that carries the rebuttal", Kind.CASE),
        _REASON,
        _NEW,
    ),
    (
        PartTable(
            "claim",
            "one thing that is claimed, in the words of the allegation",
            (
                Field("text", "the claim, letter for letter", is_fixed=True),
                Field(
                    "position",
                    "what we say to it",
                    Kind.CHOICE,
                    ("rejected", "rejected_in_part", "accepted", "cannot_be_told"),
                ),
                Field("answer", "the answer, in words that go out"),
                Field(
                    "basis", "what it rests on: acts and counts of the log, documents by digest, or that we hold none"
                ),
                Field("evidence", "SHA-256 of a file on the case that shows it", Kind.FILE),
                Field("act", "number of an act of the log that shows it", Kind.NUMBER),
            ),
            (
                ("position", "rejected", ("answer", "basis")),
                ("position", "rejected_in_part", ("answer", "basis")),
                ("position", "accepted", ("answer",)),
                ("position", "cannot_be_told", ("answer", "basis")),
            ),
        ),
        PartTable("recipient", "who received the rebuttal", _RECIPIENT),
    ),
    (
        Step("open", "take it in", (), "received", needs=("text", "language", "channel", "author"), due=Due(2)),
        Step("split", "split it into claims", ("received",), "split", each=(Each("claim", ("text",)),), due=Due(5)),
        Step(
            "draft",
            "answer each claim",
            ("split",),
            "drafted",
            each=(Each("claim", ("text", "position")),),
            due=Due(3),
        ),
        Step("return", "the draft does not hold", ("drafted", "approved"), "split", needs=("reason",), due=Due(3)),
        Step("approve", "approve the rebuttal", ("drafted",), "approved", SECOND, apart_from=("draft",), due=Due(2)),
        Step("answer", "it is out", ("approved",), "answered", needs=("answered_on", "answer_channel")),
        Step(
            "leave",
            "give no answer",
            ("received", "split", "drafted"),
            "left_unanswered",
            SECOND,
            ("reason",),
            apart_from=("open",),
        ),
        Step(
            "reopen",
            "new information came in, or the answer was wrong",
            ("answered", "left_unanswered"),
            "split",
            needs=("new_information",),
            due=Due(5),
        ),
    ),
)

TECHNICAL_CLAIM = Lifecycle(
    "technical_claim",
    "TC",
    "Technical claim",
    "Something we say of how a product works. It can turn out wrong, and levers decay: it holds until a day.",
    (
        State("drafted", "written down"),
        State("substantiated", "shown by a document or a test"),
        State("in_use", "approved; statements may say it"),
        State("superseded", "turned out wrong or out of date; recipients are to be told"),
        State("corrected", "superseded, and each recipient was told", is_end=True),
        State("withdrawn", "never used", is_end=True),
    ),
    (
        *TEXT,
        Field("product", "of which product"),
        Field("basis", "what shows it: a test, a specification"),
        Field("tested_by", "who tested it"),
        Field("valid_until", "first day on which it is to be shown again", Kind.DAY),
        _CORRECTS,
        _SUPERSEDED_BY,
        _WRONG,
        _REASON,
    ),
    (PartTable("recipient", "who was told it", _RECIPIENT),),
    (
        Step("open", "write it down", (), "drafted", needs=("text", "language"), due=Due(14)),
        Step("substantiate", "show it", ("drafted",), "substantiated", needs=("basis",), evidence=1, due=Due(7)),
        Step(
            "approve",
            "statements may say it",
            ("substantiated",),
            "in_use",
            SECOND,
            ("valid_until",),
            apart_from=("substantiate",),
            due=Due(365, "valid_until"),
        ),
        Step(
            "renew",
            "shown again",
            ("in_use",),
            "in_use",
            SECOND,
            ("valid_until", "basis"),
            evidence=1,
            due=Due(365, "valid_until"),
        ),
        Step(
            "supersede", "it is wrong or out of date", ("in_use",), "superseded", needs=("what_was_wrong",), due=Due(3)
        ),
        Step(
            "correct",
            "each recipient was told",
            ("superseded",),
            "corrected",
            each=(Each("recipient", ("name", "told_at")),),
        ),
        Step(
            "retire", "nobody was told it", ("superseded",), "corrected", SECOND, ("reason",), apart_from=("supersede",)
        ),
        Step("withdraw", "it is not used", ("drafted", "substantiated"), "withdrawn", needs=("reason",)),
    ),
)

_VERSION = PartTable(
    "version",
    "the text in one language",
    (
        *TEXT,
        Field("template", "template and revision that it was made from"),
        Field("wording_check", "what the check of the wording found; none if nothing", is_derived=True),
        Field("checked_by", "who read it as the reviewer", is_derived=True),
        Field("checked_digest", "SHA-256 of the text that was checked", Kind.DIGEST, is_derived=True),
        Field("measure_revision", "revision of the measure that it was checked with; or none", is_derived=True),
        Field(
            "replaced_by", "number of the version that took its place before it went out", Kind.NUMBER, is_derived=True
        ),
        Field("copy_digest", "SHA-256 of the copy in the channel", Kind.DIGEST),
        Field("copy_words", "what the copy says otherwise than the text; none if nothing", is_derived=True),
    ),
)

_DRAWN_UP = (
    Field("measure", "the measure that it speaks of"),
    Field("audience", "for whom it is"),
    Field("release_at", "not before this instant", Kind.INSTANT),
    Field("released_at", "when it went out", Kind.INSTANT),
    Field("channel", "where it went out"),
    Field("held", "why it did not go out when it was due; none if it may", is_derived=True),
    _CORRECTS,
    _SUPERSEDED_BY,
    _WRONG,
    _REASON,
)

PUBLIC_STATEMENT = Lifecycle(
    "public_statement",
    "PS",
    "Public statement",
    "What the company says to everybody. The internal ground is another record and does not show in it.",
    (
        State("drafted", "written"),
        State("reviewed", "read for its wording: no ground leaks, no state is named as a cause"),
        State("approved", "approved by another person"),
        State("published", "out", is_end=True),
        State("superseded", "turned out wrong or out of date; recipients are to be told"),
        State("corrected", "superseded, and each recipient was told", is_end=True),
        State("withdrawn", "never published", is_end=True),
    ),
    _DRAWN_UP,
    (_VERSION, PartTable("recipient", "who received it", _RECIPIENT)),
    (
        Step("open", "draft it", (), "drafted", needs=("audience",), due=Due(5, "release_at")),
        Step(
            "review",
            "read it for its wording",
            ("drafted",),
            "reviewed",
            each=(Each("version", ("text", "language", "wording_check", "checked_by")),),
            apart_from=("open",),
            due=Due(2),
        ),
        Step("approve", "approve it", ("reviewed",), "approved", SECOND, apart_from=("open", "review"), due=Due(2)),
        Step("return", "it does not hold", ("reviewed", "approved"), "drafted", needs=("reason",), due=Due(3)),
        Step("publish", "it is out", ("approved",), "published", needs=("released_at", "channel")),
        Step(
            "supersede",
            "it is wrong or out of date",
            ("published",),
            "superseded",
            needs=("what_was_wrong", "superseded_by"),
            due=Due(3),
        ),
        Step(
            "correct",
            "each recipient was told",
            ("superseded",),
            "corrected",
            each=(Each("recipient", ("name", "told_at")),),
        ),
        Step("withdraw", "it is not published", ("drafted", "reviewed", "approved"), "withdrawn", needs=("reason",)),
    ),
)

NOTICE = Lifecycle(
    "notice",
    "NO",
    "Notice",
    "What the company tells its partners of a measure. Each of them acknowledges it.",
    (
        State("drafted", "written"),
        State("approved", "approved by another person"),
        State("sent", "out; acknowledgements are waited for"),
        State("acknowledged", "acknowledged by each recipient", is_end=True),
        State("closed_open", "closed while acknowledgements were missing, for a reason on record", is_end=True),
        State("superseded", "turned out wrong or out of date; recipients are to be told"),
        State("corrected", "superseded, and each recipient was told", is_end=True),
        State("withdrawn", "never sent", is_end=True),
    ),
    (*_DRAWN_UP, Field("acknowledge_by", "day by which recipients are to acknowledge it", Kind.DAY)),
    (
        _VERSION,
        PartTable(
            "recipient",
            "a partner who receives it",
            (
                *_RECIPIENT,
                Field("party", "our id of the partner"),
                Field("acknowledged_at", "when they acknowledged it", Kind.INSTANT),
                Field("acknowledged_by", "who acknowledged it for them"),
                Field("acknowledged_text", "SHA-256 of the text that they were shown", Kind.DIGEST),
                Field("question", "what they ask"),
            ),
        ),
    ),
    (
        Step("open", "draft it", (), "drafted", needs=("measure", "audience"), due=Due(5, "release_at")),
        Step(
            "approve",
            "approve it",
            ("drafted",),
            "approved",
            SECOND,
            each=(
                Each("version", ("text", "language", "wording_check", "checked_by")),
                Each("recipient", ("name", "language")),
            ),
            apart_from=("open", "return"),
            due=Due(2),
        ),
        Step("return", "it does not hold", ("approved",), "drafted", needs=("reason",), due=Due(3)),
        Step(
            "send",
            "it is out",
            ("approved",),
            "sent",
            needs=("released_at", "channel"),
            each=(Each("recipient", ("name", "sent_at")),),
            due=Due(14, "acknowledge_by"),
        ),
        Step("remind", "recipients are reminded", ("sent",), "sent", due=Due(7)),
        Step(
            "complete",
            "each recipient has acknowledged it",
            ("sent",),
            "acknowledged",
            each=(Each("recipient", ("acknowledged_at", "acknowledged_by")),),
        ),
        Step("close", "close it without them", ("sent",), "closed_open", SECOND, ("reason",), apart_from=("send",)),
        Step(
            "supersede",
            "it is wrong or out of date",
            ("sent", "acknowledged", "closed_open"),
            "superseded",
            needs=("what_was_wrong", "superseded_by"),
            due=Due(3),
        ),
        Step(
            "correct",
            "each recipient was told",
            ("superseded",),
            "corrected",
            each=(Each("recipient", ("name", "told_at")),),
        ),
        Step("withdraw", "it is not sent", ("drafted", "approved"), "withdrawn", needs=("reason",)),
    ),
)

WORDS = (MISUSE_REPORT, ALLEGATION, TECHNICAL_CLAIM, PUBLIC_STATEMENT, NOTICE)
"""Their tables."""
