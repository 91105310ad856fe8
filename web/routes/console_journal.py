"""Filing a conversation from its page."""

import asyncio
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from casework.identity.records import LoggedIn
from casework.journal.errors import BadFilingError, FilingUnderWayError, NothingNewError
from casework.journal.records import FilingWish
from web.console.auth import CheckedForm, needs
from web.console.errors import PageError
from web.console.forms import text_of
from web.console.opening import open_room
from web.console.pages import FieldProblem, go_to
from web.journal_desk import JournalDesk
from web.routes.console_conversation import Shown, find, show
from web.texts import load_texts

router = APIRouter(prefix="/sagsbehandler/samtale", include_in_schema=False)
Answering = Annotated[LoggedIn, Depends(needs("answer"))]
#: The field that a problem of a wish stands at, and its text.
_FIELDS: Final = {"kle": ("kle", "kle_wrong"), "case_number": ("case-number", "case_wrong")}


@router.post("/{conversation_id}/journaliser")
async def file(request: Request, conversation_id: str, form: CheckedForm, staff: Answering) -> Response:
    """File what is not filed yet, or try again what did not get through."""
    found = await find(conversation_id, staff)
    now = request.app.state.gateway.clock.now()
    if not await asyncio.to_thread(open_room, found, staff.member, now):
        raise PageError(HTTPStatus.FORBIDDEN, "forbidden", staff)
    desk: JournalDesk = request.app.state.journal_desk
    wish = FilingWish(kle=text_of(form, "kle").strip(), case_number=" ".join(text_of(form, "case_number").split()))
    words, page = load_texts("console_journal")["journal"], f"/sagsbehandler/samtale/{conversation_id}"
    try:
        filed = await desk.file(conversation_id, staff.member, wish)
    except BadFilingError as error:
        field, text = _FIELDS[error.field]
        problem = FieldProblem(field=field, text=words[text])
    except NothingNewError:
        problem = FieldProblem(field="journal", text=words["all_filed"])
    except FilingUnderWayError:
        problem = FieldProblem(field="journal", text=words["under_way"])
    else:
        return go_to(page, "journal_filed" if filed.state == "filed" else "journal_failed")
    shown = Shown(status=HTTPStatus.UNPROCESSABLE_ENTITY, problems=(problem,), open_action="journal", filing=wish)
    return await show(request, staff, await find(conversation_id, staff), shown)
