"""What is said of events, in every language that is spoken in full.

Data and nothing else: for each key the English and the French. To add a language, add
a column here; months, days and relative words of thirty others come from pendulum.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["LANGUAGES", "MONTHS", "PHRASES", "SHORT_MONTHS", "STATUSES", "WEEKDAYS"]

LANGUAGES = ("en", "fr")

MONTHS: tuple[tuple[str, ...], ...] = (
    (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
    (
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet"),
        *("août", "septembre", "octobre", "novembre", "décembre"),
    ),
)
SHORT_MONTHS: tuple[tuple[str, ...], ...] = (
    tuple(name[:3] for name in MONTHS[0]),
    (
        *("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil."),
        *("août", "sept.", "oct.", "nov.", "déc."),
    ),
)
WEEKDAYS: tuple[tuple[str, ...], ...] = (
    (
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
        *("Saturday", "Sunday"),
    ),
    ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
)

PHRASES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # dates
        "bc": ("{0} BC", "{0} av. J.-C."),
        "from": ("from {0} on", "à partir de {0}"),
        "until": ("until {0}", "jusqu'à {0}"),
        "from-unknown": ("from {0}, end not told", "de {0}, fin non précisée"),
        "until-unknown": ("until {0}, start not told", "jusqu'à {0}, début inconnu"),
        "to": ("{0} to {1}", "de {0} à {1}"),
        "?": ("perhaps {0}", "peut-être {0}"),
        "~": ("about {0}", "vers {0}"),
        "%": ("perhaps about {0}", "peut-être vers {0}"),
        "throughout": ("all of {0}", "tout au long de {0}"),
        "not-before": ("not before {0}", "pas avant {0}"),
        "not-after": ("by {0}", "au plus tard {0}"),
        "or": ("{0} or {1}", "{0} ou {1}"),
        "some-day": ("some time {0}", "un moment : {0}"),
        "or-later": ("{0} or later", "{0} ou plus tard"),
        "or-earlier": ("{0} or earlier", "{0} ou plus tôt"),
        "decade": ("the {0}0s", "les années {0}0"),
        "century": ("{0}00–{0}99", "{0}00–{0}99"),
        "no-month": ("{0}, month not told", "{0}, mois non précisé"),
        "no-day": ("{0}, day not told", "{0}, jour non précisé"),
        "no-date": ("{0}, date not told", "{0}, date non précisée"),
        "day-of": ("day {1} of a month of {0}", "le {1} d'un mois de {0}"),
        "21": ("spring {0}", "printemps {0}"),
        "22": ("summer {0}", "été {0}"),
        "23": ("autumn {0}", "automne {0}"),
        "24": ("winter {0}", "hiver {0}"),
        "25": ("northern spring {0}", "printemps boréal {0}"),
        "26": ("northern summer {0}", "été boréal {0}"),
        "27": ("northern autumn {0}", "automne boréal {0}"),
        "28": ("northern winter {0}", "hiver boréal {0}"),
        "29": ("southern spring {0}", "printemps austral {0}"),
        "30": ("southern summer {0}", "été austral {0}"),
        "31": ("southern autumn {0}", "automne austral {0}"),
        "32": ("southern winter {0}", "hiver austral {0}"),
        "33": ("first quarter of {0}", "1er trimestre {0}"),
        "34": ("second quarter of {0}", "2e trimestre {0}"),
        "35": ("third quarter of {0}", "3e trimestre {0}"),
        "36": ("fourth quarter of {0}", "4e trimestre {0}"),
        "37": ("January to April {0}", "janvier à avril {0}"),
        "38": ("May to August {0}", "mai à août {0}"),
        "39": ("September to December {0}", "septembre à décembre {0}"),
        "40": ("first half of {0}", "1er semestre {0}"),
        "41": ("second half of {0}", "2e semestre {0}"),
        # relative to a day
        "today": ("today", "aujourd'hui"),
        "tomorrow": ("tomorrow", "demain"),
        "yesterday": ("yesterday", "hier"),
        "in-days": ("in {0} days", "dans {0} jours"),
        "days-ago": ("{0} days ago", "il y a {0} jours"),
        # headings of columns
        "when": ("When", "Quand"),
        "what": ("What", "Quoi"),
        "who": ("Who", "Qui"),
        "status": ("Status", "État"),
        "where": ("Where", "Où"),
        "id": ("Id", "Id"),
        "kind": ("Kind", "Genre"),
        "topics": ("Topics", "Thèmes"),
        "sources": ("Sources", "Sources"),
        "note": ("Note", "Note"),
        # headings of groups
        "before": ("Before {0}", "Avant : {0}"),
        "after-day": ("After {0}", "Après : {0}"),
        "unknown-side": (
            "Before or after {0}: not known",
            "Avant ou après : {0}, on ne sait",
        ),
        "undated": ("{0}, no date", "{0}, sans date"),
        "undated-none": ("No date, no status", "Sans date ni état"),
        "undated-ahead": ("Ahead, no date", "À venir, sans date"),
        "undated-done": ("Done, no date", "Passé, sans date"),
        "undated-off": ("Called off, no date", "Annulé, sans date"),
        "open": ("Still open", "Encore ouvert"),
        "nobody": ("Nobody named", "Personne de nommé"),
        # what something waits for
        "waits-for": ("waits for: {0}", "attend : {0}"),
        "undated-lane": (
            "No date; in the order that is proven",
            "Sans date ; dans l’ordre établi",
        ),
        "sign": ("Sign", "Signe"),
        "after": ("after: {0}", "après : {0}"),
        "after-start": ("not before the start of: {0}", "pas avant le début de : {0}"),
        "after-by": ("at least {1} after: {0}", "au moins {1} après : {0}"),
        "after-start-by": (
            "at least {1} after the start of: {0}",
            "au moins {1} après le début de : {0}",
        ),
        "before-it": ("before: {0}", "avant : {0}"),
        "before-end": ("not after the end of: {0}", "pas après la fin de : {0}"),
        "before-by": (
            "at most {1} after the start of: {0}",
            "au plus {1} après le début de : {0}",
        ),
        "before-end-by": ("at most {1} after: {0}", "au plus {1} après : {0}"),
        "after-less": (
            "no earlier than {1} before the end of: {0}",
            "pas plus tôt que {1} avant la fin de : {0}",
        ),
        "after-start-less": (
            "no earlier than {1} before: {0}",
            "pas plus tôt que {1} avant : {0}",
        ),
        "before-less": ("at least {1} before: {0}", "au moins {1} avant : {0}"),
        "before-end-less": (
            "at least {1} before the end of: {0}",
            "au moins {1} avant la fin de : {0}",
        ),
        "month-one": ("{0} month", "{0} mois"),
        "month-many": ("{0} months", "{0} mois"),
        "day-one": ("{0} day", "{0} jour"),
        "day-many": ("{0} days", "{0} jours"),
        "date-passed": ("date passed", "date dépassée"),
        "during": ("during: {0}", "pendant : {0}"),
        "same-day": ("same day as: {0}", "le même jour que : {0}"),
        "same-day-after": (
            "same day as, and after: {0}",
            "le même jour que, et après : {0}",
        ),
        "same-day-before": (
            "same day as, and before: {0}",
            "le même jour que, et avant : {0}",
        ),
        "no-answer": ("no answer told", "pas de réponse connue"),
        "by": ("{0} by {1}", "{0} : {1}"),
        "pending": ("pending: {0}", "en attente : {0}"),
        "disputed": ("disputed by {0}", "contesté par {0}"),
        "quote": ("“{0}”", "«\u00a0{0}\u00a0»"),
        "since": ("{0} since {1}", "{0} depuis {1}"),
        # above and below
        "records-one": ("1 record", "1 élément"),
        "records": ("{0} records", "{0} éléments"),
        "none-dated": ("none dated by the source", "aucun daté par la source"),
        "some-dated": ("{0} without a date", "{0} sans date"),
        "quoted": (
            "words in “ ” are the source's",
            "les mots entre « » sont de la source",
        ),
        "nothing": ("nothing to show", "rien à montrer"),
        "and-more": ("and {0} more", "et {0} de plus"),
        "as-of": ("as seen on {0}", "vu le {0}"),
        "source": ("Source: {0}", "Source : {0}"),
        "page-dated": (
            "page dated {0} (the page's date, not any event's)",
            "page datée du {0} (date de la page, d'aucun événement)",
        ),
        "told-on": ("told on {0}", "selon l'état du {0}"),
        "one-row": ("{0}: {1} records, one row", "{0} : {1} éléments, une ligne"),
        "done": ("done", "fait"),
        "under-way": ("under way", "en cours"),
        "arranged": ("arranged", "prévu"),
        "expected": ("expected", "attendu"),
        "waiting": ("waiting", "en attente"),
        "stalled": ("stalled", "au point mort"),
        "off": ("off", "annulé"),
        "untold": ("not told", "non précisé"),
    }
)

# English needs no table: the word is the status itself, its underscores spaces.
STATUSES: Mapping[str, str] = MappingProxyType(
    {
        "expected": "attendu",
        "scheduled": "prévu",
        "postponed": "reporté",
        "under_way": "en cours",
        "occurred": "survenu",
        "cancelled": "annulé",
        "lapsed": "caduc",
        "held": "tenu",
        "did_not_take_place": "n'a pas eu lieu",
        "announced": "annoncé",
        "concluded": "conclu",
        "cut_short": "écourté",
        "extended": "lancée",
        "accepted": "acceptée",
        "tentative": "réponse provisoire",
        "attended": "présent",
        "absent": "absent",
        "declined": "déclinée",
        "withdrawn": "retiré",
        "proposed": "proposé",
        "stalled": "au point mort",
        "suspended": "suspendu",
        "initialled": "paraphé",
        "signed": "signé",
        "terminated": "terminé",
        "operating": "en application",
        "ended": "terminé",
        "made": "faite",
        "corrected": "corrigée",
        "pending": "en attente",
        "deposited": "déposé",
        "notified": "notifié",
        "applied": "appliqué",
        "revoked": "révoqué",
        "approved": "approuvé",
        "rejected": "rejeté",
        "in_force": "en vigueur",
    }
)
