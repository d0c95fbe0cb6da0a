"""`zhenlu lexicon`: look a word up, add the clinic's own, look for faults in the files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.options import FormatOption, LanguageChoice, LanguageOption, OutputFormat
from zhenlu.domain.transcript import Language
from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.language.lexicon import Term
    from zhenlu.language.lexicon_faults import Fault
    from zhenlu.language.word_search import Match

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


KindOption = Annotated[str, typer.Option("--kind", "-k", metavar="KIND", help=say("lexicon.kind"))]
WordArgument = Annotated[str, typer.Argument(metavar="WORD", help=say("lexicon.word"))]


@app.command("find", help=say("lexicon.find.help"))
def find(
    word: WordArgument,
    language: LanguageOption = LanguageChoice.AUTO,
    kind: KindOption = "",
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help=say("lexicon.limit"))] = 10,
    format: FormatOption = OutputFormat.TEXT,
) -> None:
    from zhenlu.language.word_search import search

    chosen = language.language
    languages = tuple(Language) if chosen is None else (chosen,)
    found = search(word, languages, kind, limit)
    if format is OutputFormat.JSON:
        typer.echo(json.dumps([_to_json(m) for m in found], ensure_ascii=False, indent=1))
        return
    if not found:
        typer.echo(say("lexicon.nothing", word=word), err=True)
        raise typer.Exit(1)
    for match in found:
        typer.echo(_line(match))


@app.command("add", help=say("lexicon.add.help"))
def add(
    word: WordArgument,
    kind: Annotated[str, typer.Option("--kind", "-k", metavar="KIND", help=say("lexicon.kind"))],
    language: LanguageOption = LanguageChoice.ZH,
    wording: Annotated[
        list[str] | None, typer.Option("--say", "-s", metavar="WORDING", help=say("lexicon.say"))
    ] = None,
    format: FormatOption = OutputFormat.TEXT,
) -> None:
    from zhenlu.application import own_words

    chosen = language.language or _language_of(word)
    term = own_words.add(chosen, kind, word, wording or ())
    if format is OutputFormat.JSON:
        typer.echo(json.dumps(_term_to_json(term, chosen), ensure_ascii=False, indent=1))
    else:
        told = "、".join(term.say) if chosen is Language.ZH else ", ".join(term.say)
        typer.echo(say("lexicon.added", word=term.name, say=told or "-"))


@app.command("validate", help=say("lexicon.validate.help"))
def validate(format: FormatOption = OutputFormat.TEXT) -> None:
    from zhenlu.language.lexicon_faults import faults

    found = [fault for language in Language for fault in faults(language)]
    if format is OutputFormat.JSON:
        typer.echo(json.dumps([_fault_to_json(f) for f in found], ensure_ascii=False, indent=1))
    elif not found:
        typer.echo(say("lexicon.sound"))
    else:
        for fault in found:
            place = f"{fault.file}:{fault.line}"
            about = say(
                f"lexicon.fault.{fault.kind.value}",
                word=fault.wording,
                term=fault.term,
                owner=fault.owner,
            )
            typer.echo(f"{place}: {about}")
    if found:
        raise typer.Exit(1)


def _language_of(word: str) -> Language:
    return Language.EN if word.isascii() else Language.ZH


def _line(match: Match) -> str:
    """阿莫西林  drug  [zh, 拼音: 阿莫仙]  amoxicillin"""
    from zhenlu.language.word_search import Way

    way = say(f"lexicon.way.{match.way.name.lower()}")
    through = "" if match.way is Way.NAME else f" {match.wording}"
    parts = [match.term.name, match.term.kind, f"[{match.language.value}, {way}{through}]"]
    if english := match.term.extra.get("en"):
        parts.append(str(english))
    return "  ".join(parts)


def _to_json(match: Match) -> dict[str, object]:
    return {
        **_term_to_json(match.term, match.language),
        "found_by": match.way.name.lower(),
        "wording": match.wording,
        "score": round(match.score, 1),
    }


def _term_to_json(term: Term, language: Language) -> dict[str, object]:
    return {
        "language": language.value,
        "kind": term.kind,
        "name": term.name,
        "say": list(term.say),
        "source": term.source,
        **term.extra,
    }


def _fault_to_json(fault: Fault) -> dict[str, object]:
    return {
        "kind": fault.kind.value,
        "file": str(fault.file),
        "line": fault.line,
        "wording": fault.wording,
        "term": fault.term,
        "owner": fault.owner,
    }
