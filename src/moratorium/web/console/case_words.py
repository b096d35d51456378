"""Words of the case registers for people: kinds, states, steps, parts and fields, marked for translation.

The tables of the registers hold the program's own names and an English meaning of each; here stands what is read as a
label. A name that is not here yet is shown as it is, with blanks for its underscores.
"""

from __future__ import annotations

from moratorium.web.console.language import N_

KIND_WORDS = {
    "misuse_report": N_("Misuse report"),
    "allegation": N_("Allegation"),
    "technical_claim": N_("Technical claim"),
    "public_statement": N_("Public statement"),
    "notice": N_("Notice"),
    "authority_request": N_("Authority request"),
    "delisting": N_("Delisting"),
    "consultation": N_("Consultation"),
    "voluntary_disclosure": N_("Voluntary disclosure"),
    "exemption_request": N_("Exemption request"),
    "undertaking": N_("Undertaking"),
}

KIND_MEANINGS = {
    "misuse_report": N_("Somebody observed a use of our products that does harm or that we forbid."),
    "allegation": N_("Somebody says in public that the company did or does something. Each of its claims is answered."),
    "technical_claim": N_("Something we say of how a product works. It can turn out wrong; it holds until a day."),
    "public_statement": N_("What the company says to everybody. The internal ground does not show in it."),
    "notice": N_("What the company tells its partners of a measure. Each of them acknowledges it."),
    "authority_request": N_("A state body asks for data or for an act. It is answered category by category."),
    "delisting": N_("A retailer takes our products out of its range. Both sides' words are kept."),
    "consultation": N_("Those concerned are asked about a draft measure before it is proposed."),
    "voluntary_disclosure": N_("Something may have gone against a law. Counsel decides whether to disclose it."),
    "exemption_request": N_("Somebody asks that a measure shall not stop them. A grant alone changes no decision."),
    "undertaking": N_(
        "A partner states the end use of goods, or undertakes not to re-export them. It counts once it is accepted."
    ),
}

STATE_WORDS = {
    "abandoned": N_("abandoned"),
    "accepted": N_("accepted"),
    "acknowledged": N_("acknowledged by all"),
    "answered": N_("answered"),
    "approved": N_("approved"),
    "asked": N_("asked, waiting"),
    "assessed": N_("being assessed"),
    "closed": N_("closed"),
    "closed_open": N_("closed, acknowledgements missing"),
    "confirmed": N_("confirmed"),
    "corrected": N_("superseded, all told"),
    "disclosed": N_("disclosed"),
    "drafted": N_("drafted"),
    "ended": N_("ended"),
    "granted": N_("granted"),
    "handed_in": N_("handed in, not accepted yet"),
    "in_use": N_("in use"),
    "investigated": N_("investigated"),
    "left_unanswered": N_("left unanswered"),
    "merged": N_("goes on in another case"),
    "not_confirmed": N_("not confirmed"),
    "not_disclosed": N_("not disclosed"),
    "noticed": N_("noticed"),
    "noticed_not_confirmed": N_("noticed, not confirmed"),
    "published": N_("published"),
    "received": N_("received"),
    "refused": N_("refused"),
    "refuted": N_("refuted"),
    "requested": N_("requested"),
    "returned": N_("back in the range"),
    "reviewed": N_("wording reviewed"),
    "searched": N_("searched"),
    "sent": N_("sent, waiting for acknowledgement"),
    "split": N_("split into claims"),
    "substantiated": N_("substantiated"),
    "summarised": N_("summed up"),
    "superseded": N_("superseded, recipients to be told"),
    "suspected": N_("suspected"),
    "to_be_disclosed": N_("to be disclosed"),
    "unfounded": N_("unfounded"),
    "verified": N_("verified"),
    "withdrawn": N_("withdrawn"),
}

STEP_WORDS = {
    "abandon": N_("Abandon it"),
    "accept": N_("Accept"),
    "answer": N_("Answer"),
    "approve": N_("Approve"),
    "ask": N_("Ask"),
    "assess": N_("Assess"),
    "close": N_("Close"),
    "complete": N_("Complete: all have acknowledged"),
    "confirm": N_("Confirm"),
    "correct": N_("Each recipient was told"),
    "decide_not_to_disclose": N_("Decide not to disclose"),
    "decide_to_disclose": N_("Decide to disclose"),
    "disclose": N_("Disclose"),
    "draft": N_("Draft the answers"),
    "drop": N_("Drop: unfounded"),
    "end": N_("End it"),
    "extend": N_("Take answers longer"),
    "grant": N_("Grant"),
    "investigate": N_("Establish what happened"),
    "leave": N_("Leave unanswered"),
    "merge": N_("Merge into another case"),
    "not_confirm": N_("End as not confirmed"),
    "notice": N_("End as noticed, not confirmed"),
    "open": N_("Open"),
    "publish": N_("Publish"),
    "refuse": N_("Refuse"),
    "refute": N_("Refute"),
    "remind": N_("Remind"),
    "renew": N_("Show again"),
    "reopen": N_("Open again"),
    "resume": N_("Go on"),
    "retire": N_("Retire: nobody was told it"),
    "return": N_("Return"),
    "review": N_("Review"),
    "search": N_("Record the search"),
    "send": N_("Send"),
    "split": N_("Split into claims"),
    "substantiate": N_("Substantiate"),
    "summarise": N_("Sum up"),
    "supersede": N_("Supersede"),
    "verify": N_("Verify"),
    "withdraw": N_("Withdraw"),
}

PART_WORDS = {
    "category": N_("Categories of data"),
    "claim": N_("Claims"),
    "line": N_("Products affected"),
    "message": N_("Messages"),
    "opinion": N_("Opinions"),
    "recipient": N_("Recipients"),
    "version": N_("Texts by language"),
    "wording": N_("Wordings"),
}

ONE_PART_WORDS = {
    "category": N_("Category"),
    "claim": N_("Claim"),
    "line": N_("Product affected"),
    "message": N_("Message"),
    "opinion": N_("Opinion"),
    "recipient": N_("Recipient"),
    "version": N_("Text in one language"),
    "wording": N_("Wording"),
}

FIELD_WORDS = {
    "acknowledge_by": N_("Acknowledge by"),
    "acknowledged_at": N_("Acknowledged at"),
    "acknowledged_by": N_("Acknowledged by"),
    "acknowledged_text": N_("Digest of the text that they were shown"),
    "act": N_("Act of the log"),
    "address": N_("Address"),
    "addressed_to": N_("Our entity that is asked"),
    "answer": N_("Answer"),
    "answer_by": N_("Answer by"),
    "answer_channel": N_("Where it was answered"),
    "answered_on": N_("Answered on"),
    "applicant": N_("Applicant"),
    "audience": N_("Audience"),
    "author": N_("Whose words"),
    "authority": N_("Authority"),
    "authority_territory": N_("Territory of the authority"),
    "basis": N_("What it rests on"),
    "capacity": N_("As whom"),
    "channel": N_("Where it was said"),
    "checked": N_("What was checked"),
    "checked_by": N_("Wording read by"),
    "checked_digest": N_("Digest of the text that was checked"),
    "choice_of_law": N_("What counsel decided where laws conflict"),
    "conditions": N_("Conditions"),
    "conflicts": N_("Laws that conflict"),
    "contact": N_("How to reach whoever sent it"),
    "copy_digest": N_("Digest of the copy in the channel"),
    "copy_of": N_("Equal text"),
    "copy_words": N_("What the copy says otherwise"),
    "corrects": N_("Corrects the case"),
    "credibility": N_("Credibility of what it says"),
    "currency": N_("Currency"),
    "digest": N_("Digest"),
    "disclose_by": N_("Disclose by"),
    "disclosed_on": N_("Disclosed on"),
    "draft": N_("Digest of the draft"),
    "end_use": N_("End use"),
    "end_user": N_("End user"),
    "evidence": N_("File that shows it"),
    "extent": N_("Extent"),
    "finding": N_("Finding"),
    "grounds": N_("Grounds"),
    "heard": N_("Whether they answered"),
    "held": N_("Why it is held"),
    "is_secret": N_("It forbids telling those concerned"),
    "known_since": N_("Known since"),
    "language": N_("Language"),
    "law": N_("Law"),
    "legal_basis": N_("Legal basis"),
    "likeness": N_("Likeness"),
    "mark": N_("How well the source is read"),
    "measure": N_("Measure"),
    "measure_revision": N_("Revision of the measure that it was checked with"),
    "merged_into": N_("Goes on in the case"),
    "name": N_("Name"),
    "new_information": N_("New information"),
    "orders": N_("Orders"),
    "owner": N_("Looks after it"),
    "outcome": N_("What became of it"),
    "partner": N_("Partner"),
    "party": N_("Party"),
    "period": N_("Period"),
    "place": N_("Place"),
    "position": N_("What we say to it"),
    "product": N_("Product"),
    "products": N_("Products"),
    "quantity": N_("Quantity"),
    "query": N_("Query"),
    "question": N_("Question"),
    "reason": N_("Reason"),
    "reason_stated": N_("Reason that the partner states"),
    "received_on": N_("Received on"),
    "recommendation": N_("Recommendation"),
    "records": N_("Records handed over"),
    "reference": N_("Their reference"),
    "release_at": N_("Not before"),
    "released_at": N_("Released at"),
    "reliability": N_("Reliability of the source"),
    "relief": N_("How it takes effect"),
    "remedy": N_("Remedy"),
    "replaced_by": N_("Replaced by version"),
    "response": N_("What we say to it"),
    "result": N_("Result of the search"),
    "returned_on": N_("Sold again from"),
    "root_cause": N_("Root cause"),
    "said_at": N_("Said at"),
    "scope": N_("Scope"),
    "searched": N_("What was searched"),
    "seen_on": N_("Seen on"),
    "sent_at": N_("Sent at"),
    "serial": N_("Serial number"),
    "serial_form": N_("Form of the serial number"),
    "serial_words": N_("What the serial number tells"),
    "signed_by": N_("Signed by"),
    "since": N_("Since"),
    "source": N_("Source"),
    "statement": N_("Public statement"),
    "summary": N_("Summary"),
    "superseded_by": N_("Superseded by the case"),
    "template": N_("Template"),
    "territories": N_("Territories"),
    "territory": N_("Territory"),
    "tested_by": N_("Tested by"),
    "text": N_("Text"),
    "told_at": N_("Told at"),
    "undertaking": N_("What is undertaken"),
    "valid_from": N_("Valid from"),
    "valid_until": N_("Valid until"),
    "value": N_("Value"),
    "verified_how": N_("How the authority was verified"),
    "weight": N_("Weight"),
    "what_happened": N_("What happened"),
    "what_was_wrong": N_("What was wrong"),
    "wording_check": N_("What the check of the wording found"),
    "would_change": N_("What would change the end state"),
}

CHOICE_WORDS = {
    "accepted": N_("accepted"),
    "answered": N_("answered"),
    "cannot_be_told": N_("cannot be told"),
    "company": N_("the company"),
    "decisive": N_("decisive"),
    "declined": N_("declined"),
    "end_use_statement": N_("end-use statement"),
    "handed_over": N_("handed over"),
    "no": N_("no"),
    "no_answer": N_("no answer"),
    "no_reexport": N_("no re-export"),
    "none": N_("none"),
    "not_held": N_("not held"),
    "partner": N_("the partner"),
    "press": N_("the press"),
    "refused": N_("refused"),
    "rejected": N_("rejected"),
    "rejected_in_part": N_("rejected in part"),
    "some": N_("some"),
    "strong": N_("strong"),
    "yes": N_("yes"),
}

GRADE_WORDS = {
    "A": N_("A: completely reliable"),
    "B": N_("B: usually reliable"),
    "C": N_("C: fairly reliable"),
    "D": N_("D: not usually reliable"),
    "E": N_("E: unreliable"),
    "F": N_("F: reliability cannot be judged"),
    "1": N_("1: confirmed by other sources"),
    "2": N_("2: probably true"),
    "3": N_("3: possibly true"),
    "4": N_("4: doubtful"),
    "5": N_("5: improbable"),
    "6": N_("6: truth cannot be judged"),
}
"""The Admiralty code: two judgements by a person, and no probability."""

LINK_WORDS = {
    "order": N_("Order"),
    "serial": N_("Serial number"),
    "party": N_("Party"),
    "measure": N_("Measure"),
    "case": N_("Case"),
    "act": N_("Act"),
}


def _plain(name: str) -> str:
    return name.replace("_", " ")


def kind_word(name: str) -> str:
    """A kind of case as people read it, in English."""
    return KIND_WORDS.get(name, _plain(name))


def state_word(name: str) -> str:
    """A state as people read it, in English.

    >>> state_word("noticed_not_confirmed"), state_word("put_aside")
    ('noticed, not confirmed', 'put aside')
    """
    return STATE_WORDS.get(name, _plain(name))


def step_word(name: str) -> str:
    """A step as people read it, in English."""
    return STEP_WORDS.get(name, _plain(name))


def field_word(name: str) -> str:
    """A field as people read it, in English."""
    return FIELD_WORDS.get(name, _plain(name))


def choice_word(field: str, value: str) -> str:
    """A value of a field that is one of few, as people read it, in English.

    >>> choice_word("reliability", "C"), choice_word("outcome", "not_held"), choice_word("mark", "U")
    ('C: fairly reliable', 'not held', 'U')
    """
    known = GRADE_WORDS if field in ("reliability", "credibility") else CHOICE_WORDS
    return known.get(value, _plain(value))
