"""The pages where support staff read conversations afterwards and mark what went wrong. They work without scripts."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from casework.clock import COPENHAGEN
from casework.identity.records import LoggedIn
from casework.review import export, marking, producing, service
from casework.review.errors import BadMarkError, ItemRefusedError, NothingHiddenError, NotInReviewError
from casework.review.items import rule_says, title_of
from casework.review.models import CAUSES, FOLLOW_UPS
from casework.review.records import CaseDraft, NewMark, QueueFilter
from casework.review.topics import choosable, topic_title
from web.console.auth import CheckedForm, needs
from web.console.errors import PageError
from web.console.forms import day_of, number_of, text_of
from web.console.pages import REVIEW, FieldProblem, go_to, render
from web.review_view import CaseForm, FactField, choices, says_in_words, turns
from web.texts import load_texts

router = APIRouter(prefix=REVIEW, include_in_schema=False)
#: A row's number. Larger ones do not fit the database.
RowId = Annotated[int, Path(ge=1, lt=2**31)]
Reviewer = Annotated[LoggedIn, Depends(needs("review"))]
_ITEMS = f"{REVIEW}/udbytte"
#: What is really about nothing of ours.
_OUTSIDE = "out_of_scope"


@dataclass(frozen=True, kw_only=True, slots=True)
class Refill:
    """What was typed in the form of a mark that was refused, so that nothing has to be typed again."""

    mark_id: int
    sentence: str | None = None
    theme: str | None = None
    comment: str | None = None
    case: CaseForm | None = None


def _now(request: Request) -> datetime:
    now: datetime = request.app.state.gateway.clock.now()
    return now


@router.get("")
async def queue(request: Request, staff: Reviewer) -> Response:
    """The conversations worth reading. Opening the page looks for new ones first."""
    await request.app.state.review_collector.look()
    asked = {name: request.query_params.get(name, "") for name in ("aarsag", "emne", "fra", "til", "tilstand")}
    page = await asyncio.to_thread(service.queue, _filter(asked), number_of(request.query_params, "side") or 1)
    query = urlencode({name: value for name, value in asked.items() if value})
    return render(
        request,
        "review/queue.html",
        staff,
        texts=("review",),
        page=page,
        asked=asked,
        query=query,
        all_causes=CAUSES,
        all_topics=choosable(),
        topic_title=topic_title,
    )


def _filter(asked: dict[str, str]) -> QueueFilter:
    """The filter that the address asks for; what cannot be read is left out."""
    until = _midnight(asked["til"], days=1)
    state = asked["tilstand"]
    return QueueFilter(
        state={"done": "done", "alle": None}.get(state, "waiting"),
        cause=asked["aarsag"] if asked["aarsag"] in CAUSES else None,
        topic=asked["emne"] if asked["emne"] in choosable() else None,
        since=_midnight(asked["fra"]),
        until=until,
    )


def _midnight(day: str, days: int = 0) -> datetime | None:
    """The beginning of a day in Denmark, `days` later; None when there is no such day."""
    found = day_of({"day": day}, "day")
    return datetime.combine(found + timedelta(days=days), time(), COPENHAGEN) if found else None


@router.get("/udbytte")
async def items(request: Request, staff: Reviewer) -> Response:
    """What the marks have become, and what cannot be exported as it is."""
    listed = await asyncio.to_thread(producing.list_items)
    rows = [
        {
            "item": item,
            "title": title_of(item.data, item.kind),
            "refused": export.refusals(item) if item.state == "proposed" else (),
        }
        for item in reversed(listed)
    ]
    return render(request, "review/items.html", staff, texts=("review",), rows=rows)


@router.post("/udbytte/{item_id}/drop")
async def drop(item_id: RowId, staff: Reviewer, _form: CheckedForm) -> Response:
    """Take an item off the list."""
    await _found(staff, producing.drop_item, item_id)
    return go_to(_ITEMS, "item_dropped")


@router.get("/{conversation_id}")
async def reading(conversation_id: str, request: Request, staff: Reviewer) -> Response:
    """One conversation. The opening is logged."""
    return await _page(request, staff, conversation_id)


@router.post("/{conversation_id}/maerker")
async def add_mark(conversation_id: str, request: Request, staff: Reviewer, form: CheckedForm) -> Response:
    """Mark one turn."""
    kind, theme = _field(form, "kind"), _topic(_field(form, "theme"))
    if kind == "not_our_field" and theme is None:
        theme = _OUTSIDE
    new = NewMark(
        message_id=_number(form, "message"),
        kind=kind,
        theme=theme,
        comment=_field(form, "comment"),
        follow_up=_field(form, "follow_up") or FOLLOW_UPS[0],
    )
    try:
        await _found(staff, marking.add_mark, conversation_id, new, staff.member.id, _now(request))
    except BadMarkError:
        return await _page(request, staff, conversation_id, problem=(f"m{new.message_id}", "bad_mark"))
    return _back(conversation_id, "marked", new.message_id)


@router.post("/{conversation_id}/maerker/{mark_id}/fjern")
async def remove_mark(conversation_id: str, mark_id: RowId, staff: Reviewer, form: CheckedForm) -> Response:
    """Take a mark back."""
    await _found(staff, marking.remove_mark, conversation_id, mark_id)
    return _back(conversation_id, "mark_removed", _number(form, "message"))


@router.post("/{conversation_id}/skjul")
async def hide(conversation_id: str, request: Request, staff: Reviewer, form: CheckedForm) -> Response:
    """Replace a passage for good."""
    try:
        await _found(staff, marking.hide_passage, conversation_id, _field(form, "passage"))
    except NothingHiddenError:
        return await _page(request, staff, conversation_id, problem=("passage", "nothing_hidden"))
    return _back(conversation_id, "hidden", _number(form, "message"))


@router.post("/{conversation_id}/maerker/{mark_id}/eksempel")
async def make_example(
    conversation_id: str, mark_id: RowId, request: Request, staff: Reviewer, form: CheckedForm
) -> Response:
    """A mark becomes a sentence to learn from."""
    text, theme = _field(form, "sentence"), _field(form, "theme")
    refill = Refill(mark_id=mark_id, sentence=text, theme=theme)
    make = partial(producing.make_example, topic=_topic(theme))
    return await _made(request, staff, conversation_id, refill, make, text)


@router.post("/{conversation_id}/maerker/{mark_id}/opgave")
async def make_task(
    conversation_id: str, mark_id: RowId, request: Request, staff: Reviewer, form: CheckedForm
) -> Response:
    """A mark becomes a task for whoever writes the answers."""
    question, comment = _field(form, "sentence"), _field(form, "comment")
    refill = Refill(mark_id=mark_id, sentence=question, comment=comment)
    return await _made(request, staff, conversation_id, refill, producing.make_task, question, comment)


@router.post("/{conversation_id}/maerker/{mark_id}/regelsag")
async def make_case(
    conversation_id: str, mark_id: RowId, request: Request, staff: Reviewer, form: CheckedForm
) -> Response:
    """A mark becomes a golden rule case; with the other button only what the rule answers today is shown."""
    named = zip(form.getlist("fact"), form.getlist("value"), strict=False)
    rows = [(str(fact).strip(), str(value).strip()) for fact, value in named]
    draft = CaseDraft(
        facts={fact: value for fact, value in rows if fact and value},
        **{name: _field(form, name) for name in ("rule", "day", "source", "status", "deadline", "amount", "unit")},
    )
    says = await asyncio.to_thread(rule_says, draft.facts, draft.day, draft.rule)
    labels = choices()["fact_labels"]
    facts = tuple(FactField(id=fact, label=labels.get(fact, ""), value=value) for fact, value in rows)
    shown = {name: getattr(draft, name) for name in CaseDraft.__slots__ if name != "facts"}
    refill = Refill(mark_id=mark_id, case=CaseForm(facts=facts, says=says, **shown))
    if _field(form, "do") == "preview":
        return await _page(request, staff, conversation_id, refill=refill)
    return await _made(request, staff, conversation_id, refill, producing.make_case, draft)


@router.post("/{conversation_id}/faerdig")
async def finish(conversation_id: str, request: Request, staff: Reviewer, form: CheckedForm) -> Response:
    """Tick a conversation off."""
    follow_up = _field(form, "follow_up")
    chosen = follow_up if follow_up in FOLLOW_UPS else FOLLOW_UPS[0]
    theme = _field(form, "theme")
    await _found(
        staff,
        lambda: service.finish(conversation_id, staff.member.id, theme=theme, follow_up=chosen, now=_now(request)),
    )
    return go_to(REVIEW, "finished")


@router.post("/{conversation_id}/genaabn")
async def reopen(conversation_id: str, staff: Reviewer, _form: CheckedForm) -> Response:
    """Put a conversation back on the list."""
    await _found(staff, service.reopen, conversation_id)
    return _back(conversation_id, "reopened", 0)


async def _made(
    request: Request, staff: LoggedIn, conversation_id: str, refill: Refill, make: Any, *values: Any
) -> Response:
    """Call the service that makes an item, and show the page again with its reasons when it refuses."""
    try:
        item = await _found(staff, make, conversation_id, refill.mark_id, *values, staff.member.id, _now(request))
    except ItemRefusedError as error:
        reasons = [FieldProblem(field=f"mark{refill.mark_id}", text=problem.text) for problem in error.problems]
        return await _page(request, staff, conversation_id, problems=reasons, refill=refill)
    return go_to(f"{REVIEW}/{conversation_id}?{urlencode({'besked': 'item_made'})}#mark{item.mark_id}")


async def _page(
    request: Request,
    staff: LoggedIn,
    conversation_id: str,
    *,
    problem: tuple[str, str] | None = None,
    problems: Sequence[FieldProblem] = (),
    refill: Refill | None = None,
) -> Response:
    """The reading page; `problem` = the id of a field and the name of a text under `problems_with`."""
    opened = await _found(staff, service.read, conversation_id, staff.member, _now(request))
    texts = load_texts("review")
    if problem is not None:
        problems = [FieldProblem(field=problem[0], text=texts["problems_with"][problem[1]])]
    marked = {line.id: producing.suggest_sentence(line.text) for line in opened.lines if line.marks}
    says = refill.case.says if refill and refill.case else None
    return render(
        request,
        "review/reading.html",
        staff,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        texts=("review",),
        reading=opened,
        turns=turns(opened, marked),
        topics=choosable(),
        topic_title=topic_title,
        refill=refill,
        says=says_in_words(says, texts["says_deadline"]) if says else "",
        follow_ups=FOLLOW_UPS,
        problems=problems,
        **choices(),
    )


async def _found(staff: LoggedIn, service_function: Any, *arguments: Any) -> Any:
    """Call a service off the event loop; what does not exist leads to the page that says so."""
    try:
        return await asyncio.to_thread(service_function, *arguments)
    except NotInReviewError:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff) from None


def _back(conversation_id: str, notice: str, message_id: int) -> Response:
    place = f"#m{message_id}" if message_id else ""
    return go_to(f"{REVIEW}/{conversation_id}?{urlencode({'besked': notice})}{place}")


def _field(form: FormData, name: str) -> str:
    return text_of(form, name).strip()


def _number(form: FormData, name: str) -> int:
    return number_of(form, name) or 0


def _topic(text: str) -> str | None:
    """The topic of a title or an id; an empty text is none, and one that is unknown stays as it is and is refused."""
    by_title = {title: topic for topic, title in choosable().items()}
    return by_title.get(text, text) or None
