"""All that readers see, in English: data and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = [
    "ARTICLES",
    "MONTHS",
    "NAMES",
    "PHRASES",
    "SHORT_MONTHS",
    "SINGULAR",
    "WEEKDAYS",
]

SINGULAR = frozenset({1})  # the numbers that take the form "-one"

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SHORT_MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)

PHRASES: Mapping[str, str] = MappingProxyType(
    {
        # dates
        "bc": "{0} BC",
        "from": "from {0} on",
        "until": "until {0}",
        "from-unknown": "from {0}, end not told",
        "until-unknown": "until {0}, start not told",
        "to": "{0} to {1}",
        "?": "perhaps {0}",
        "~": "about {0}",
        "%": "perhaps about {0}",
        "throughout": "all of {0}",
        "not-before": "not before {0}",
        "not-after": "by {0}",
        "and": "{0} and {1}",
        "or": "{0} or {1}",
        "some-day": "some time {0}",
        "or-later": "{0} or later",
        "or-earlier": "{0} or earlier",
        "decade": "the {0}0s",
        "century": "{0}00–{0}99",
        "no-month": "{0}, month not told",
        "no-day": "{0}, day not told",
        "no-date": "{0}, date not told",
        "day-of": "day {1} of a month of {0}",
        "21": "spring {0}",
        "22": "summer {0}",
        "23": "autumn {0}",
        "24": "winter {0}",
        "25": "northern spring {0}",
        "26": "northern summer {0}",
        "27": "northern autumn {0}",
        "28": "northern winter {0}",
        "29": "southern spring {0}",
        "30": "southern summer {0}",
        "31": "southern autumn {0}",
        "32": "southern winter {0}",
        "33": "first quarter of {0}",
        "34": "second quarter of {0}",
        "35": "third quarter of {0}",
        "36": "fourth quarter of {0}",
        "37": "January to April {0}",
        "38": "May to August {0}",
        "39": "September to December {0}",
        "40": "first half of {0}",
        "41": "second half of {0}",
        # relative to a day
        "today": "today",
        "tomorrow": "tomorrow",
        "yesterday": "yesterday",
        "in-days": "in {0} days",
        "days-ago": "{0} days ago",
        # headings of columns
        "when": "When",
        "what": "What",
        "who": "Who",
        "status": "Status",
        "where": "Where",
        # fields
        "id": "Id",
        "kind": "Kind",
        "topics": "Topics",
        "sources": "Sources",
        "note": "Note",
        "group": "Group",
        "notes": "Notes",
        # headings of groups
        "before": "Before {0}",
        "after-day": "After {0}",
        "unknown-side": "Before or after {0}: not known",
        "undated": "{0}, no date",
        "undated-none": "No date, no status",
        "undated-ahead": "Ahead, no date",
        "undated-done": "Done, no date",
        "undated-off": "Called off, no date",
        "open": "Still open",
        "nobody": "Nobody named",
        # an agenda: sections, and why
        "why": "Why",
        "agenda-overdue": "Overdue",
        "agenda-blocked": "Waiting for something else",
        "agenda-coming_up": "Coming up",
        "agenda-later": "Later",
        "agenda-expected": "Expected, without a date",
        "agenda-stalled": "Stalled",
        "agenda-no_news-one": "No news for {0} month",
        "agenda-no_news-many": "No news for {0} months",
        "agenda-pending": "Pending",
        "agenda-unanswered": "Invitations without a reply",
        "agenda-due": "Due from now on",
        "agenda-begun": "Begun",
        "agenda-over": "Over",
        "agenda-waits": "waits for {0}",
        "agenda-off": "blocked: {0}",
        "agenda-off-passive": "{0} was {1}",
        "agenda-off-active": "{0} {1}",
        "agenda-no-outcome": "{0}, no outcome reported",
        "agenda-status": "{0}",
        "agenda-reported": "reported {0}",
        "agenda-silent-one": "no news since {0} (at least {1} day)",
        "agenda-silent-many": "no news since {0} (at least {1} days)",
        # what something waits for
        "waits-for": "waits for: {0}",
        "undated-lane": "No date; in the order that is proven",
        "sign": "Sign",
        "after": "after: {0}",
        "after-start": "not before the start of: {0}",
        "after-by": "at least {1} after: {0}",
        "after-start-by": "at least {1} after the start of: {0}",
        "before-it": "before: {0}",
        "before-end": "not after the end of: {0}",
        "before-by": "at most {1} after the start of: {0}",
        "before-end-by": "at most {1} after: {0}",
        "after-less": "no earlier than {1} before the end of: {0}",
        "after-start-less": "no earlier than {1} before: {0}",
        "before-less": "at least {1} before: {0}",
        "before-end-less": "at least {1} before the end of: {0}",
        "months-one": "{0} month",
        "months-many": "{0} months",
        "days-one": "{0} day",
        "days-many": "{0} days",
        "date-passed": "date passed",
        "during": "during: {0}",
        "same-day": "same day as: {0}",
        "same-day-after": "same day as, and after: {0}",
        "same-day-before": "same day as, and before: {0}",
        "no-answer": "no answer told",
        "by": "{0} by {1}",
        "deed": ": {0}",
        "pending": "pending: {0}",
        "disputed": "disputed by {0}",
        "quote": "“{0}”",
        "since": "{0} since {1}",
        "and-also": "{0}; {1}",
        # above and below
        "records-one": "1 record",
        "records-many": "{0} records",
        "none-dated": "none dated by the source",
        "some-dated": "{0} without a date",
        "quoted": "words in “ ” are the source's",
        "nothing": "nothing to show",
        "and-more": "and {0} more",
        "as-of": "as seen on {0}",
        "source": "Source: {0}",
        "page-dated": "page dated {0} (the page's date, not any event's)",
        "told-on": "told {0:on}",
        "one-row": "{0}: {1} records, one row",
        "done": "done",
        "under-way": "under way",
        "arranged": "arranged",
        # statuses
        "expected": "expected",
        "waiting": "waiting",
        "stalled": "stalled",
        "off": "off",
        "untold": "not told",
        # findings of check(), and what to do about them
        "check-as-reported": "{0}",
        "check-accession-by-signatory": "{0} is an accession, but {1} is a signature"
        " by the same party",
        "check-ambiguous-date": "{0} may be two dates: which figure is the month?",
        "check-consent-before-signature": "{0} is dated before its party's signature,"
        " {1}",
        "check-duplicate-consent": "{0} and {1} are both consents of {2}, without a"
        " withdrawal between them",
        "check-duplicate-event": "{0} record the same event",
        "check-entry-into-force-differs": "{0} is stated to enter into force on {1},"
        " but its rule gives {2}",
        "check-first-of-month": "{0} of {1} days are the first of a month",
        "check-former-state": "{0} no longer exists: which State succeeded it?",
        "check-id-contradicts-date": "{0} names {1}, but is dated {2}",
        "check-in-force-before-signature": "{0} is stated to be in force before"
        " anybody signed it",
        "check-mixed-script": "{0} mixes {1} letters",
        "check-no-source": "{0} cites no source",
        "check-no-source-at-all": "no event cites a source",
        "check-not-a-treaty": "{0} is about {1}, which is not a treaty but of the"
        " kind {2}",
        "check-office-drift": "{0} is {1} in {2} and {3} in {4}, on the same day",
        "check-outcome-not-reported": "{0} is still {1}, but a source is dated {2}",
        "check-publication-date": "{0} has the date of the page that reports it, {1}",
        "check-ratification-unsigned": "{0} is a ratification, but no signature by its"
        " party is reported",
        "check-requirement-cycle": "{0} wait for each other to enter into force",
        "check-rule-unknown-party": "the rule of {0} names {1}: not a known party",
        "check-rule-unsatisfiable": "{0} needs {1}, but its list of parties lacks them",
        "check-rule-without-parties": "all parties of {0} must consent to be bound,"
        " but none is listed",
        "check-same-person": "{0} may be the same person",
        "check-signature-after-closing": "{0} is dated after {1} closed for signature",
        "check-signature-before-opening": "{0} is dated before {1} opened for"
        " signature",
        "check-stop-before-stop": "{0} follows {1}, but has an earlier date",
        "check-stop-out-of-place": "{0} is dated {1}, outside the dates of {2}",
        "check-threshold-too-high": "{0} needs {1} parties, but only {2} of those"
        " listed count",
        "check-two-places": "{0} is in {1} and in {2} at the same time",
        "check-unknown-party": "{0} is not a known party",
        "check-weight-too-high": "the parties of {0} together weigh less than {1}",
        "check-withdrawal-before-consent": "{0} is dated before any consent of its"
        " party: {1}",
        "check-withdrawal-without-consent": "{0} withdraws a consent that is not"
        " reported",
        "check-word-drift-place": "one place is spelt {0}",
        "check-word-drift-status": "one status is spelt {0}",
        "check-word-drift-topic": "one topic is spelt {0}",
        "check-zone-rule-changed": "the time zone in {0} now has another offset",
        "remedy-accession-by-signatory": "a signatory ratifies: correct the instrument",
        "remedy-ambiguous-date": "look the date up elsewhere, and write the month as a"
        " word",
        "remedy-consent-before-signature": "compare both dates with the depositary's"
        " list",
        "remedy-contradiction": "correct one of the dates or links it names",
        "remedy-duplicate-consent": "add the withdrawal between them, or remove one",
        "remedy-duplicate-event": "keep one, and name the other in its replaces",
        "remedy-entry-into-force-differs": "keep the stated date, or correct the rule",
        "remedy-first-of-month": "write a month as 2025-03 if the day is not known",
        "remedy-former-state": "add the successor's record, or explain in its note what"
        " became of the consent",
        "remedy-id-contradicts-date": "correct the date, or rename the record: an id"
        " needs no date",
        "remedy-in-force-before-signature": "possible but rare: compare with the text"
        " of the treaty",
        "remedy-mixed-script": "type the name again in one alphabet",
        "remedy-no-source": "cite a source: sources=[...]",
        "remedy-not-a-treaty": "use the id of the treaty itself",
        "remedy-office-drift": "use the office of that time, or name both in one",
        "remedy-outcome-not-reported": "record the outcome, or another date",
        "remedy-publication-date": "leave the date out unless it is the event's own",
        "remedy-ratification-unsigned": "a State that has not signed accedes: correct"
        " the instrument, or add the signature",
        "remedy-requirement-cycle": "correct the requirement of one of them",
        "remedy-rule-unsatisfiable": "correct the rule or the list of parties",
        "remedy-same-person": "use one spelling for one person",
        "remedy-signature-after-closing": "correct one of the dates",
        "remedy-signature-before-opening": "correct one of the dates",
        "remedy-stop-out-of-place": "correct its date, or the order of the stops",
        "remedy-threshold-too-high": "correct the rule or the list of parties",
        "remedy-two-places": "correct a place or a time",
        "remedy-unknown-field": "correct its name, or install a newer timeline",
        "remedy-unknown-kind": "correct its name, or pass kinds=KINDS | [...]",
        "remedy-unknown-party": "correct the code, or leave it if it is right",
        "remedy-withdrawal-before-consent": "correct one of the dates, or add the"
        " consent",
        "remedy-word-drift": "use one spelling throughout",
        "remedy-zone-rule-changed": "compare the time with a source, and write it"
        " again",
    }
)

# What stands before a date, as ``{0:de}`` asks for it: before a month or a year, and
# before a day.
ARTICLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "on": ("in ", "on "),
    }
)

# English needs no table of names: the word is the name itself, its underscores spaces.
NAMES: Mapping[str, str] = MappingProxyType({})
