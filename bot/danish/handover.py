"""What is said about persons: "ring mig op", "jeg vil ikke vente mere", "jeg skriver på vegne af min mor".

Whole messages in a few fixed ways; everything else is left to the classifier.
"""

from __future__ import annotations

import re
from typing import Literal

from bot.danish.answers import dialogue_act
from bot.danish.normalise import words
from bot.danish.people import KEY_OF, SELF

Wish = Literal["callback_wish", "leave_queue"]

_OPEN = r"(?:(?:hej|og|men|ok|okay|jamen|naa|hm|undskyld|altsaa|saa|ja|nej|tak|venligst) )*"
_SOMEBODY = r"(?:i|du|nogen|en(?: \w+)?(?: (?:fra|hos) \w+)?|min sagsbehandler)"
_LITTLE = r"(?: (?:godt|ikke|bare|venligst|ikke godt|lige))*"
_END = r"(?: (?:i stedet(?: for)?|tak|venligst|paa|nu|i dag|i morgen|senere|saa|gerne|hellere))*"
_CALL = re.compile(
    rf"{_OPEN}(?:(?:kan|vil|maa|kunne) {_SOMEBODY}{_LITTLE} ringe(?: til)? mig(?: op| tilbage)?|"
    rf"(?:kan|vil|kunne) {_SOMEBODY}{_LITTLE} ringe tilbage(?: til mig)?|"
    r"ring(?: (?:bare|lige))?(?: til)? mig(?: op)?|"
    rf"jeg (?:vil|oensker|kan){_LITTLE}(?: gerne| hellere| meget gerne)* (?:at )?(?:ringes op|blive ringet op)|"
    rf"(?:kan|maa) jeg{_LITTLE} (?:blive ringet op|ringes op)(?: af (?:jer|nogen|en \w+))?|"
    rf"(?:bliv ringet op|bestil (?:et )?opkald|jeg vil{_LITTLE}(?: gerne)? have et opkald)){_END}"
)
_LEAVE = re.compile(
    rf"{_OPEN}(?:jeg )?(?:(?:vil|gider) ikke (?:staa i koe|vente)(?: (?:mere|laengere|paa \w+(?: \w+)?))*|"
    r"(?:vil )?(?:gerne )?(?:ud af|forlade?|vaek fra) koeen|"
    r"(?:glem|drop|slet|aflys|annuller) (?:opkaldet|opringningen|koeen)|"
    r"(?:i|du) (?:skal|behoever|maa) ikke(?: at)? ringe(?: til)?(?: mig)?(?: op)?|"
    r"vil(?: alligevel)? ikke ringes op|ring ikke(?: til mig| mig op)?)(?: (?:alligevel|mere|tak|laengere))*"
)
_WRITES = r"(?:skriver|spoerger|chatter|henvender mig|kontakter jer|er her|taler)"
_KIN = "|".join(KEY_OF)
_FOR = re.compile(
    rf"\b{_WRITES}(?: \w+){{0,3}} paa vegne af (?:(?:min|mit|vores|en|et|mine) )?(?:\w+e )?(?:(?P<who>{_KIN})\b|\w+)|"
    rf"\b{_WRITES}(?: \w+){{0,3}} paa (?:min|mit|vores|en|et|\w+s?)(?: \w+e)? (?P<whose>{_KIN})'?s vegne|"
    rf"\bjeg (?:skriver|chatter|henvender mig)(?: her| nu)* for (?:min|mit|vores|en|et) (?:\w+e )?"
    rf"(?:(?P<kin>{_KIN})\b|\w+)|"
    rf"\b{_WRITES}(?: \w+){{0,3}} paa (?:hans|hendes|deres) vegne|"
    r"\bjeg (?:skriver|chatter|henvender mig)(?: her| nu)* for (?:ham|hende|dem)\b|"
    rf"^paa vegne af (?:min|mit|vores) (?P<alone>{_KIN})$"
)
_FOR_SELF = re.compile(rf"\b{_WRITES}(?: \w+){{0,3}} (?:for mig selv|paa (?:mine )?egne vegne|paa vegne af mig selv)\b")
_TAKES = re.compile(
    r"(?:(?:ja|jo|jep|yes|ok|okay|tak|jamen|saa|og) )*"
    r"(?:det (?:vil|kunne) jeg(?: \w+)? gerne|vil jeg(?: \w+)? gerne|det vil jeg|det (?:maa|kan) du(?: godt| gerne)?|"
    r"det lyder (?:godt|fint)|det (?:vil|ville|kunne) vaere (?:godt|fint|rart|dejligt)|lad os (?:det|goere det)|"
    r"det er (?:nok|vist|maaske) (?:det )?bedst(?:e)?|(?:meget |hellere end )?gerne)(?: (?:tak|venligst|saa))*"
)


def takes_offer(text: str) -> bool:
    """Whether the whole message is a yes to something that was offered: "ja tak", "det vil jeg gerne"."""
    return dialogue_act(text) == "affirm" or _TAKES.fullmatch(" ".join(words(text))) is not None


def wish_about_persons(text: str) -> Wish | None:
    """``callback_wish`` or ``leave_queue`` when the whole message is a way to say so, else None."""
    line = " ".join(word for word in words(text) if not word.isdigit())
    if _CALL.fullmatch(line):
        return "callback_wish"
    return "leave_queue" if _LEAVE.fullmatch(line) else None


def written_for(text: str) -> str | None:
    """For whom the citizen says to write: a key of `people` ("mor"), "anden" for anybody else, "mig" = for themself.

    None when the message says nothing of it.
    """
    line = " ".join(words(text))
    if _FOR_SELF.search(line):
        return SELF
    found = _FOR.search(line)
    if found is None:
        return None
    who = next((word for word in found.groupdict().values() if word), None)
    return KEY_OF[who] if who else "anden"
