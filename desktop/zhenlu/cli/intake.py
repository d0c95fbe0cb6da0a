"""`zhenlu intake`: the questions before a visit, and answers as the beginning of a transcript."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.options import (
    FormatOption,
    LanguageChoice,
    LanguageOption,
    OutputFormat,
    OutputOption,
)
from zhenlu.domain.transcript import Language, SpeakerRole
from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.domain.visit import Patient

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


ComplaintArgument = Annotated[
    str, typer.Argument(metavar="COMPLAINT", help=say("intake.complaint"))
]
SexOption = Annotated[str, typer.Option("--sex", help=say("draft.sex"))]
AgeOption = Annotated[int | None, typer.Option("--age", min=0, max=130, help=say("draft.age"))]


@app.command("list", help=say("intake.list.help"))
def list_sets(
    language: LanguageOption = LanguageChoice.ZH, format: FormatOption = OutputFormat.TEXT
) -> None:
    from zhenlu.application.intake import complaints

    found = complaints(language.language or Language.ZH)
    if format is OutputFormat.JSON:
        listed = [{"id": id_, "title": title} for id_, title in found]
        typer.echo(json.dumps(listed, ensure_ascii=False, indent=1))
        return
    for id_, title in found:
        typer.echo(f"{id_:16} {title}")


@app.command("show", help=say("intake.show.help"))
def show(
    complaint: ComplaintArgument,
    language: LanguageOption = LanguageChoice.ZH,
    sex: SexOption = "",
    age: AgeOption = None,
    format: FormatOption = OutputFormat.TEXT,
) -> None:
    from zhenlu.application.intake import questions, set_for

    spoken = language.language or Language.ZH
    asked = questions(set_for(complaint, spoken), _patient(sex, age))
    if format is OutputFormat.JSON:
        listed = [
            {
                "id": question.id,
                "kind": question.kind,
                "question": question.asked(spoken),
                "unit": question.unit,
                "choices": [option.label(spoken) for option in question.option],
            }
            for question in asked
        ]
        typer.echo(json.dumps(listed, ensure_ascii=False, indent=1))
        return
    for question in asked:
        labels = " | ".join(option.label(spoken) for option in question.option)
        typer.echo(f"{question.id:16} {question.asked(spoken)} {f'[{labels}]' if labels else ''}")


@app.command("answer", help=say("intake.answer.help"))
def answer(
    complaint: ComplaintArgument,
    answers: Annotated[Path, typer.Argument(metavar="ANSWERS.json", help=say("intake.answers"))],
    before: Annotated[
        Path | None, typer.Option("--before", metavar="TRANSCRIPT", help=say("intake.before"))
    ] = None,
    language: LanguageOption = LanguageChoice.ZH,
    companion: Annotated[bool, typer.Option("--companion", help=say("intake.companion"))] = False,
    sex: SexOption = "",
    age: AgeOption = None,
    output: OutputOption = None,
) -> None:
    from zhenlu.application.intake import answered, set_for
    from zhenlu.cli.drafting import read_words
    from zhenlu.cli.output import deliver
    from zhenlu.domain.transcript import Transcript
    from zhenlu.export.transcript_json import transcript_to_json

    spoken = language.language or Language.ZH
    role = SpeakerRole.COMPANION if companion else SpeakerRole.PATIENT
    intake = answered(
        set_for(complaint, spoken),
        _read_answers(answers),
        spoken,
        patient=_patient(sex, age),
        by=role,
    )
    visit = read_words(before, spoken) if before else None
    whole = intake.before(visit or Transcript(spoken))
    deliver(json.dumps(transcript_to_json(whole), ensure_ascii=False, indent=1), output)


def _read_answers(path: Path) -> dict[str, str]:
    """Question id → answer.

    Raises:
        FileUnreadable, IntakeInvalid: reason "file" where it is no JSON object of texts.
    """
    from zhenlu.cli.reading import read_text
    from zhenlu.domain.errors import IntakeInvalid

    try:
        data = json.loads(read_text(path))
    except (ValueError, RecursionError):
        raise IntakeInvalid("file", file=path.name) from None
    if not isinstance(data, dict) or not all(
        isinstance(value, str | int | float) for value in data.values()
    ):
        raise IntakeInvalid("file", file=path.name)
    return {key: str(value) for key, value in data.items()}


def _patient(sex: str, age: int | None) -> Patient:
    from zhenlu.domain.errors import ChoiceUnknown
    from zhenlu.domain.visit import Patient

    if sex not in ("", "male", "female"):
        raise ChoiceUnknown("sex", choice="male, female")
    return Patient(sex=sex, age_years=age)
