"""The answers of the rules core as they are described to machines. A test holds them against real answers."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from web.schemas import Strict

Iso = Annotated[str, Field(description="En dato som 2026-11-20", examples=["2026-11-20"])]
Status = Annotated[
    str,
    Field(
        description="applies, exempt, does_not_apply, unresolved, discretionary, fulfilled eller overdue",
        examples=["applies"],
    ),
]


class Problem(Strict):
    """Et afslag efter RFC 9457."""

    type: Annotated[str, Field(description="Fast navn, fx urn:retpligt:problem:facts")]
    title: Annotated[str, Field(description="Hvad der er galt, på dansk")]
    status: int
    detail: Annotated[str, Field(description="Hvilket felt det handler om, og hvad man kan gøre")]


class Source(Strict):
    """Hvor i en kilde det står."""

    id: str
    title: str
    section: str
    url: str | None
    rank: Annotated[str, Field(description="Hvor stærk kilden er: lov, bekendtgoerelse, vejledning ...")]
    confidence: Annotated[str, Field(description="high, medium eller low")]


class Deadline(Strict):
    """En frist. Er date null, er den dag, der regnes fra, ikke kendt."""

    date: Iso | None
    anchor: Annotated[str, Field(description="Den oplysning, fristen regnes fra")]
    anchor_date: Iso | None
    length: str
    calculation: Annotated[str | None, Field(description="Regnestykket på dansk")]
    warning: str | None


class Value(Strict):
    """Et tal. Er amount null, lader kilden tallet stå åbent, eller det venter på en oplysning."""

    amount: int | None
    unit: str


class Part(Strict):
    """En del af et svar, som ét tal ikke siger."""

    what: str
    amount: int | None
    unit: str | None
    bearer: str | None


class Option(Strict):
    """Hvad svaret ville være, hvis `when` var sådan."""

    when: str
    status: Status
    deadline: Deadline | None
    value: Value | None


class Step(Strict):
    """Ét skridt på vejen til svaret. Er outcome null, er det åbent."""

    text: str
    outcome: bool | None
    facts: list[list[Any]]
    source: str | None


class Answer(Strict):
    """Én regels svar for én person på én dag."""

    rule: str
    title: str
    topic: str
    kind: str
    bearer: Annotated[str, Field(description="Hvem reglen binder: borger, kommune, akasse eller arbejdsgiver")]
    status: Status
    version_from: Iso | None
    version_to: Iso | None
    unchanged_since: Iso | None
    deadline: Deadline | None
    value: Value | None
    parts: list[Part]
    options: list[Option]
    missing: Annotated[list[str], Field(description="De oplysninger, svaret venter på, den vigtigste først")]
    decided_by: str | None
    text: Annotated[str, Field(description="Svaret på dansk")]
    consequence: str | None
    steps: list[Step]
    sources: list[Source]
    caveats: list[str]


class Choice(Strict):
    """Et svar, man kan vælge."""

    value: str | bool
    label: str


class Question(Strict):
    """Det spørgsmål, hvis svar afklarer mest."""

    fact: str
    question: str
    choices: list[Choice]


class Receipt(Strict):
    """Det, der skal til for at gentage vurderingen."""

    ruleset_hash: str
    engine: str
    as_of: Iso
    facts: dict[str, Any]


class Assessment(Strict):
    """Hvad reglerne siger om en person på en dag."""

    as_of: Iso
    track: str
    group: str | None
    next_question: Question | None
    receipt: Receipt
    answers: list[Answer]


class Row(Strict):
    """Én måde, reglen kan falde ud på. `group` er med, når der er spurgt uden en målgruppe."""

    group: str | None = None
    when: Annotated[str, Field(description='En halv sætning, der passer efter "hvis"')]
    status: Status
    value: Value | None
    parts: list[Part]
    deadline_length: str | None
    anchor: str | None
    decided_by: str | None
    text: str
    sources: list[Source]


class Lookup(Strict):
    """De rækker i én regel, der er åbne for en målgruppe på en dag."""

    rule: str
    group: str | None
    as_of: Iso
    track: str
    rows: list[Row]


class RuleVersion(Strict):
    """Fra og med hvilken dag og til og med hvilken dag reglen lød sådan."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    from_: Annotated[str, Field(alias="from", examples=["2020-01-01"])]
    to: Iso | None
    repealed: bool


class RuleSummary(Strict):
    """Én regel på listen."""

    id: str
    topic: str
    kind: str
    bearer: str
    title: str
    versions: list[RuleVersion]


class RuleList(Strict):
    """Alle regler i et spor."""

    track: str
    rules: list[RuleSummary]


class ComparedSide(Strict):
    """Den ene side af en sammenligning."""

    track: str
    as_of: Iso
    group: str | None


class RuleChange(Strict):
    """En regel, der kun er på den ene side."""

    rule: str
    title: str
    topic: str
    kind: str
    bearer: str
    status: Status
    text: str
    cause: Annotated[str, Field(description="Hvilken lov eller hvilket forslag det kommer af, som en halv sætning")]
    sources: list[Source]


class FieldChange(Strict):
    """Én ting, der er anderledes i en regel, som er på begge sider."""

    rule: str
    title: str
    field: Annotated[
        str,
        Field(
            description="status, kind, bearer, decided_by, deadline, value, parts, recurring, exemptions, consequence "
            "eller rows (de rækker eller undtagelser, som kun den ene side har)"
        ),
    ]
    before: Any
    after: Any
    cause: str
    sources: list[Source]


class UnknownRule(Strict):
    """En regel, som kilderne til den ene side (from eller to) ikke rækker til."""

    rule: str
    title: str
    side: str
    why: str


class Comparison(Strict):
    """Hvad der er forskellen. Alle fire lister er tomme, når der ikke er nogen."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    from_: Annotated[ComparedSide, Field(alias="from")]
    to: ComparedSide
    added: list[RuleChange]
    removed: list[RuleChange]
    changed: list[FieldChange]
    unknown: list[UnknownRule]
