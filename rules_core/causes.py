"""Why the law of one side differs from the law of the other: the version that made the difference, and its source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from rules_core.assessment import SourceAnswer
from rules_core.dates import danish_date
from rules_core.explain import sources as sources_of
from rules_core.groups import Derivation
from rules_core.loader import Ruleset, load_ruleset
from rules_core.schema import Rule, SourceRef, Version
from rules_core.standing import Standing, View, base_group

_DAY = timedelta(days=1)
# Tells the same fact of law of any standing of one rule; versions with equal answers made no difference.
Tell = Callable[[Standing], object]


@dataclass(frozen=True, slots=True)
class Cause:
    """A Danish half sentence, and the sources of the version behind it."""

    text: str
    sources: tuple[SourceAnswer, ...]


def find_cause(one: View, other: View, rule_id: str, tell: Tell) -> Cause:
    """Why `tell` answers differently on the two sides.

    The order of the sides does not matter: a comparison the other way round has the same cause.
    """
    views = sorted((one, other), key=lambda view: (law_day_of(view), view.book.track.id))
    proposals = [view for view in views if _owned(view, rule_id, views)]
    if proposals:
        return _proposed(proposals[-1], rule_id)
    older, newer = (_law_of(view, views) for view in views)
    rule = newer.book.rules.get(rule_id) or older.book.rules[rule_id]
    days = sorted(law_day_of(view) for view in views)
    return _by_law(newer, rule, (days[0], days[1]), tell)


def law_day_of(view: View) -> date:
    """The day whose law the view is about: a proposal may lie over the law of one fixed day."""
    return view.book.track.law_date or view.law_day


def base_book(view: View, views: list[View]) -> Ruleset | None:
    """The law that a proposal lies over; None for the law itself."""
    base = view.book.track.base
    if base is None:
        return None
    return next((each.book for each in views if each.book.track.id == base), None) or load_ruleset(base)


def _owned(view: View, rule_id: str, views: list[View]) -> bool:
    """True when the proposal itself says what it says here, and did not just leave the law as it was."""
    base = base_book(view, views)
    if base is None:
        return False
    own, law = view.book.rules.get(rule_id), base.rules.get(rule_id)
    if own is None or law is None:
        return own is not law and not _only_unborn(law, view)
    day = law_day_of(view)
    mine, theirs = own.version_at(day), law.version_at(day)
    # Whoever changes a version must name a source for it, so the sources tell whose words they are.
    return (mine.sources if mine else None) != (theirs.sources if theirs else None)


def _only_unborn(law: Rule | None, view: View) -> bool:
    """True for a rule that a proposal lacks because the law did not have it either on the day of the proposal."""
    return law is not None and law.version_at(law_day_of(view)) is None


def _law_of(view: View, views: list[View]) -> View:
    """The law that a proposal left alone here; the view itself when it is no proposal."""
    base = base_book(view, views)
    if base is None:
        return view
    possible = frozenset(base_group(group, view.book) for group in view.derivation.possible)
    derivation = Derivation(possible, view.derivation.missing, view.derivation.known)
    return View(base, law_day_of(view), view.seen_on, view.facts, derivation, view.whole_group)


def _proposed(view: View, rule_id: str) -> Cause:
    rule = view.book.rules.get(rule_id)
    version = rule.version_at(law_day_of(view)) if rule else None
    key = "local" if view.book.track.status == "lokal" else "proposal"
    return _cause(view.book, key, version.sources if version else (), version_from=law_day_of(view))


def _by_law(newer: View, rule: Rule, days: tuple[date, date], tell: Tell) -> Cause:
    """The first version of the newer law that told what it tells now, looking back towards the older law."""
    version = rule.version_at(days[1])
    if version is None:
        return _ended(newer.book, rule, days)
    now = tell(newer.stand(rule, [version]))
    earlier = [each for each in rule.versions if days[0] < each.from_ < version.from_]
    for each in reversed(earlier):
        if each.to is None or each.to + _DAY != version.from_ or tell(newer.stand(rule, [each])) != now:
            break
        version = each
    key = "repealed" if version.repealed else "began" if version is rule.versions[0] else "law"
    return _cause(newer.book, key, version.sources, version_from=version.from_)


def _ended(book: Ruleset, rule: Rule, days: tuple[date, date]) -> Cause:
    last: Version | None = next((each for each in reversed(rule.versions) if each.from_ <= days[1]), None)
    if last is None or last.to is None:
        first = rule.versions[0]
        return _cause(book, "began", first.sources, version_from=first.from_)
    return _cause(book, "ended", last.sources, version_to=last.to)


def _cause(book: Ruleset, key: str, references: tuple[SourceRef, ...], **days: date) -> Cause:
    named = next((f"{book.sources[ref.source].short}, {ref.section}" for ref in references), book.track.title)
    told = {name: danish_date(day, weekday=False) for name, day in days.items()}
    text = book.texts.get("compare", key, source=named, **told)
    return Cause(text, sources_of(book, [references]))


def without_sources(rule: Rule, day: date, book: Ruleset) -> str | None:
    """Why the sources cannot tell what the rule was on `day`; None when they can, also that there was no rule."""
    gap = next((gap for gap in rule.gaps if gap.from_ <= day <= gap.to), None)
    if gap:
        return book.texts.get("caveats", "gap", reason=gap.why)
    first = rule.versions[0].from_
    if rule.is_new or day >= first:
        return None
    return book.texts.get("caveats", "before_first", version_from=danish_date(first, weekday=False))
