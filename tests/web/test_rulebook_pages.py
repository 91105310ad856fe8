"""The pages of the rule book, over HTTP: all of them render, in Danish, with nothing raw in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from rules_core import load_ruleset
from rules_core.loader import load_tracks
from web.texts import load_texts

GROUP = "dagpenge"
RULES = load_ruleset().rules
TEMPLATES = Path(__file__).parents[2] / "web" / "templates" / "rulebook"
# A word with an underscore is a code: no Danish word has one.
RAW = re.compile(r"\b\w+_\w+\b|\bNone\b|\{\w*\}|Undefined|&amp;amp;")
ENGLISH = re.compile(
    r"\b(the|and|applies|exempt|rule|source|from|group|unknown|does not|weeks|version)\b", re.IGNORECASE
)


class Seen(HTMLParser):
    """What a reader sees, and how the page is built."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.lang: str | None = None
        self.fields: set[str] = set()
        self.labels: set[str] = set()
        self._hidden = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag in {"style", "script", "title"}:
            self._hidden += 1
        if tag == "html":
            self.lang = found.get("lang")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag in {"input", "select"} and found.get("id"):
            self.fields.add(found["id"] or "")
        if tag == "label":
            self.labels.add(found.get("for") or "")
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag == "a" and found.get("href"):
            self.links.append(found["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"style", "script", "title"}:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All that is read, without addresses."""
        return re.sub(r"https?://\S+", "", " ".join(" ".join(self.words).split()))


def assert_readable(page: str, where: str) -> Seen:
    seen = Seen(page)
    assert not RAW.findall(seen.text), (where, RAW.findall(seen.text))
    assert not ENGLISH.findall(seen.text), (where, ENGLISH.findall(seen.text))
    assert seen.lang == "da"
    assert seen.headings.count(1) == 1, where
    assert seen.headings[0] == 1, where
    jumps = [(a, b) for a, b in zip(seen.headings, seen.headings[1:], strict=False) if b > a + 1]
    assert not jumps, (where, jumps)
    assert len(seen.ids) == len(set(seen.ids)), where
    assert seen.fields <= seen.labels, where
    return seen


def every_version() -> Iterator[tuple[str, str]]:
    for rule in RULES.values():
        for version in rule.versions:
            yield rule.id, max(version.from_, load_ruleset().track.known_from or version.from_).isoformat()


def get(client: httpx.Client, path: str, **query: str) -> httpx.Response:
    return client.get(path, params=query)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_renders_for_every_version_without_and_with_a_group(shared_client: httpx.Client, rule: str):
    for day in [day for each, day in every_version() if each == rule]:
        for group in ("", GROUP):
            answer = get(shared_client, f"/regler/{rule}", pr=day, maalgruppe=group)
            assert answer.status_code == 200
            assert_readable(answer.text, f"{rule} {day} {group}")


@pytest.mark.parametrize("track", sorted(set(load_tracks()) - {"gaeldende"}))
def test_every_rule_of_a_proposal_renders_and_says_that_it_is_not_the_law(shared_client: httpx.Client, track: str):
    for rule in load_ruleset(track).rules:
        answer = get(shared_client, f"/regler/{rule}", spor=track)
        assert answer.status_code == 200
        seen = assert_readable(answer.text, f"{track} {rule}")
        assert "Dette er et forslag. Det er ikke loven." in seen.text
    assert seen.text.count("Det er ikke loven.") == 1


@pytest.mark.parametrize("topic", sorted({rule.topic for rule in RULES.values()} - set(RULES)))
def test_every_topic_renders_with_all_its_rules(shared_client: httpx.Client, topic: str):
    page = get(shared_client, f"/regler/{topic}").text
    seen = assert_readable(page, topic)
    linked = {re.sub(r"\?.*", "", link).removeprefix("/regler/") for link in seen.links}
    assert {rule.id for rule in RULES.values() if rule.topic == topic} <= linked


def test_the_front_page_shows_every_rule(shared_client: httpx.Client):
    seen = assert_readable(get(shared_client, "/regler").text, "front")
    linked = {re.sub(r"\?.*", "", link).removeprefix("/regler/") for link in seen.links}
    assert set(RULES) <= linked


def test_the_front_page_for_a_group_and_a_day_says_both(shared_client: httpx.Client):
    seen = assert_readable(get(shared_client, "/regler", pr="2018-05-01", maalgruppe=GROUP).text, "front")
    assert "1. maj 2018" in seen.text
    assert "Gruppe: Dagpengemodtager" in seen.text


def test_a_search_shows_what_it_found_and_keeps_the_words(shared_client: httpx.Client):
    page = get(shared_client, "/regler", q="ferie kontanthjælp").text
    seen = assert_readable(page, "search")
    assert 'value="ferie kontanthjælp"' in page
    assert any(link.startswith("/regler/ferie.ret?") for link in seen.links)


def test_a_search_without_a_hit_says_so_and_shows_the_topics(shared_client: httpx.Client):
    seen = assert_readable(get(shared_client, "/regler", q="xqzwv").text, "search")
    assert 'Fandt ingen regler til "xqzwv"' in seen.text
    assert any(link.startswith("/regler/cv?") for link in seen.links)


def test_what_is_typed_never_becomes_part_of_the_page(shared_client: httpx.Client):
    page = get(shared_client, "/regler", q='"><script>alert(1)</script>', pr="<b>", maalgruppe="<i>").text
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert "<i>" not in page


@pytest.mark.parametrize("path", ["/regler/findes.ikke", "/regler/findes_ikke", "/regler/cv/registrering", "/regler/"])
def test_an_unknown_address_gets_a_danish_page_with_a_search(shared_client: httpx.Client, path: str):
    answer = shared_client.get(path)
    assert answer.status_code == 404
    seen = assert_readable(answer.text, path)
    assert "Siden findes ikke" in seen.text
    assert "q" in seen.fields


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("pr", "i går", "Feltet Dato"),
        ("pr", "2016-12-31", "Feltet Dato"),
        ("pr", "2027-01-01", "Feltet Dato"),
        ("pr", "2026-02-30", "Feltet Dato"),
        ("maalgruppe", "pingviner", "Feltet Gruppe"),
        ("maalgruppe", "hovedmaalgruppe_1", "Feltet Gruppe"),
        ("spor", "fremtiden", "Feltet Regler eller forslag"),
    ],
)
@pytest.mark.parametrize("path", ["/regler", "/regler/cv", "/regler/cv.registrering"])
def test_a_field_that_cannot_be_used_is_named_and_the_page_is_still_there(
    shared_client: httpx.Client, path: str, field: str, value: str, named: str
):
    answer = get(shared_client, path, **{field: value})
    assert answer.status_code == 422
    page = answer.text.replace(value, "")
    seen = assert_readable(page, path)
    assert named in seen.text
    assert len(seen.text) > 1_000


@pytest.mark.parametrize("day", ["2017-01-01", "2026-12-31", "1.7.2026", "1/7-2026"])
def test_the_first_and_the_last_known_day_and_danish_ways_of_writing_are_understood(
    shared_client: httpx.Client, day: str
):
    assert get(shared_client, "/regler/cv.registrering", pr=day).status_code == 200


def test_every_page_shows_its_permanent_address_with_the_date(shared_client: httpx.Client):
    for path in ("/regler", "/regler/cv", "/regler/cv.registrering"):
        seen = Seen(get(shared_client, path, maalgruppe=GROUP).text)
        permanent = f"{str(shared_client.base_url).rstrip('/')}{path}?pr=2026-11-20&maalgruppe={GROUP}&spor=gaeldende"
        assert permanent in seen.links
        assert shared_client.get(permanent).status_code == 200


def test_a_rule_named_like_its_topic_is_shown_as_the_rule(shared_client: httpx.Client):
    assert "Det siger reglen" in get(shared_client, "/regler/timekrav_225").text


def test_an_old_version_says_that_it_is_old_and_todays_does_not(shared_client: httpx.Client):
    old = Seen(get(shared_client, "/regler/cv.registrering", pr="2019-12-31").text).text
    new = Seen(get(shared_client, "/regler/cv.registrering", pr="2020-01-01").text).text
    assert "Du ser en gammel udgave" in old
    assert "Du ser en gammel udgave" not in new


def test_a_page_that_has_not_changed_is_not_sent_again(shared_client: httpx.Client):
    first = get(shared_client, "/regler/cv.registrering")
    marks = {"If-None-Match": first.headers["etag"]}
    again = shared_client.get("/regler/cv.registrering", headers=marks)
    assert (again.status_code, again.content) == (304, b"")
    assert shared_client.get("/regler/cv", headers=marks).status_code == 200
    since = {"If-Modified-Since": first.headers["last-modified"]}
    assert shared_client.get("/regler/cv.registrering", headers=since).status_code == 304
    assert shared_client.get("/regler/cv.registrering", headers={"If-Modified-Since": "x"}).status_code == 200
    assert first.headers["cache-control"] == "no-cache"


def test_the_chat_page_links_to_the_rule_book_and_back(shared_client: httpx.Client):
    assert "/regler" in Seen(shared_client.get("/").text).links
    assert "/" in Seen(shared_client.get("/regler").text).links


def test_a_head_request_is_answered(shared_client: httpx.Client):
    answer = shared_client.head("/regler/cv.registrering")
    assert (answer.status_code, answer.content) == (200, b"")


def test_every_text_of_the_pages_is_used_and_every_one_used_exists():
    templates = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html"))
    assert set(re.findall(r"\bt\.(\w+)", templates)) == set(load_texts("rulebook"))
