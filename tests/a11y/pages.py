"""Every page that a person can see, and the addresses that are none. A new route must stand in one of the two."""

from __future__ import annotations

from typing import Final

CONSOLE: Final = "/sagsbehandler"
CALENDAR: Final = "/sagsbehandler/kalender"
SETTINGS: Final = "/sagsbehandler/indstillinger"

#: Route -> where it is looked at; names in braces come from the world of the sweep.
CITIZEN: Final = {
    "/": ["/", "/?for=raadgiver"],
    "/booking": ["/booking"],
    "/log-ind": ["/log-ind"],
    "/log-ind/farvel": ["/log-ind/farvel"],
    "/regler": ["/regler", "/regler?q=cv"],
    "/regler/aendringer": ["/regler/aendringer"],
    "/regler/aendringer/{day}": ["/regler/aendringer/2025-07-01"],
    "/regler/sammenlign": ["/regler/sammenlign"],
    "/regler/{name}": ["/regler/cv", "/regler/cv.registrering"],
    "/regler/{rest:path}": ["/regler/findes-ikke"],
    "/paamindelser/stop/{token}": ["/paamindelser/stop/findes-ikke"],
    "/tilgaengelighed": ["/tilgaengelighed", "/findes-ikke"],
    "/sagsbehandler/login": ["/sagsbehandler/login"],
}
STAFF: Final = {
    "/sagsbehandler": [CONSOLE],
    "/sagsbehandler/dine-logins": [f"{CONSOLE}/dine-logins"],
    "/sagsbehandler/opkald": [f"{CONSOLE}/opkald"],
    "/sagsbehandler/paamindelser": [f"{CONSOLE}/paamindelser"],
    "/sagsbehandler/soeg": [f"{CONSOLE}/soeg", f"{CONSOLE}/soeg?q=cv"],
    "/sagsbehandler/samtale/{conversation_id}": [f"{CONSOLE}/samtale/{{talk}}"],
    "/sagsbehandler/samtale/{conversation_id}/tilbud": [f"{CONSOLE}/samtale/{{talk}}/tilbud"],
    "/sagsbehandler/indsigt": [f"{CONSOLE}/indsigt"],
    "/sagsbehandler/indsigt/{number}": [f"{CONSOLE}/indsigt/findes-ikke"],
    CALENDAR: [f"{CALENDAR}?dag={{monday}}"],
    f"{CALENDAR}/dag": [f"{CALENDAR}/dag?dag={{monday}}"],
    f"{CALENDAR}/booking/{{booking_id}}": [f"{CALENDAR}/booking/{{booking}}"],
    f"{CALENDAR}/booking/{{booking_id}}/flyt": [f"{CALENDAR}/booking/{{booking}}/flyt"],
    f"{CALENDAR}/fravaer": [f"{CALENDAR}/fravaer"],
    f"{CALENDAR}/aflys": [f"{CALENDAR}/aflys", f"{CALENDAR}/aflys?samtale={{booking}}"],
    f"{CALENDAR}/arbejdstid": [f"{CALENDAR}/arbejdstid"],
    f"{CALENDAR}/tider": [f"{CALENDAR}/tider"],
    f"{CALENDAR}/lokaler": [f"{CALENDAR}/lokaler"],
    f"{CALENDAR}/lokaler/{{room_id}}": [f"{CALENDAR}/lokaler/1"],
    f"{CALENDAR}/abonnement": [f"{CALENDAR}/abonnement"],
    SETTINGS: [SETTINGS],
    f"{SETTINGS}/konti": [f"{SETTINGS}/konti"],
    f"{SETTINGS}/konti/{{staff_id}}": [f"{SETTINGS}/konti/{{staff}}"],
    f"{SETTINGS}/teams": [f"{SETTINGS}/teams"],
    f"{SETTINGS}/teams/{{team_id}}": [f"{SETTINGS}/teams/1"],
    f"{SETTINGS}/svar": [f"{SETTINGS}/svar"],
    f"{SETTINGS}/svar/{{reply_id}}": [f"{SETTINGS}/svar/1"],
    f"{SETTINGS}/lukkedage": [f"{SETTINGS}/lukkedage"],
    f"{SETTINGS}/til-fra": [f"{SETTINGS}/til-fra"],
    f"{SETTINGS}/opbevaring": [f"{SETTINGS}/opbevaring"],
    f"{SETTINGS}/driftsbesked": [f"{SETTINGS}/driftsbesked"],
    f"{SETTINGS}/kommunen": [f"{SETTINGS}/kommunen"],
    f"{SETTINGS}/tekster": [f"{SETTINGS}/tekster"],
    f"{SETTINGS}/tekster/{{text_id}}": [f"{SETTINGS}/tekster/findes-ikke"],
    f"{SETTINGS}/aendringer": [f"{SETTINGS}/aendringer"],
    "/gennemsyn": ["/gennemsyn"],
    "/gennemsyn/udbytte": ["/gennemsyn/udbytte"],
    "/gennemsyn/{conversation_id}": ["/gennemsyn/{talk}"],
    "/overblik": ["/overblik"],
}

#: What answers with something else than a page of its own, and what.
NO_PAGE: Final = {
    "/tema.css": "a style sheet",
    "/logo": "a picture",
    "/widget.js": "a script",
    "/healthz": "for machines",
    "/readyz": "for machines",
    "/metrics": "for machines",
    "/kalender/{token}.ics": "a calendar file",
    "/overblik/{name}.csv": "a file",
    "/log-ind/videre": "sends the browser on",
    "/log-ind/tilbage": "sends the browser on",
    "/sagsbehandler/login/ude": "sends the browser on",
    "/sagsbehandler/login/tilbage": "sends the browser on",
    "/sagsbehandler/login/trin": "between password and code; looked at in test_console_second_login_browser.py",
    "/sagsbehandler/koe": "a part of the queue's page",
    "/sagsbehandler/samtale/{conversation_id}/noter": "a part of the conversation's page",
    "/sagsbehandler/samtale/{conversation_id}/faerdige-svar": "a part of the conversation's page",
    "/sagsbehandler/samtale/{conversation_id}/beskeder": "a part of the conversation's page",
}
