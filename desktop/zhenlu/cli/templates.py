"""`zhenlu templates`: which kinds of records there are, what they hold, what is wrong with one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhenlu.cli.options import FormatOption, LanguageChoice, LanguageOption, OutputFormat
from zhenlu.domain.transcript import Language
from zhenlu.wording import say

if TYPE_CHECKING:
    from zhenlu.application.template_faults import TemplateFault
    from zhenlu.domain.template import FieldSpec, Template, TemplateSection

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command("list", help=say("templates.list.help"))
def list_templates(
    language: LanguageOption = LanguageChoice.AUTO, format: FormatOption = OutputFormat.TEXT
) -> None:
    from zhenlu.application import templates

    found = templates.available(language.language)
    if format is OutputFormat.JSON:
        typer.echo(json.dumps([_summary(t) for t in found], ensure_ascii=False, indent=1))
        return
    width = max((len(t.id) for t in found), default=0)
    for template in found:
        own = f"  [{say('templates.own')}]" if templates.is_own(template) else ""
        typer.echo(f"{template.id:{width}}  {template.language.value}  {template.title}{own}")


@app.command("show", help=say("templates.show.help"))
def show(
    template: Annotated[str, typer.Argument(metavar="ID", help=say("templates.id"))],
    language: LanguageOption = LanguageChoice.ZH,
    format: FormatOption = OutputFormat.TEXT,
) -> None:
    from zhenlu.application import templates

    found = templates.load(template, language.language or Language.ZH)
    if format is OutputFormat.JSON:
        typer.echo(json.dumps(_whole(found), ensure_ascii=False, indent=1))
        return
    typer.echo(f"{found.title}  ({found.id}, {found.language.value})")
    typer.echo(say("templates.source", source=found.source))
    for section in found.sections:
        typer.echo(_section(section))
        for field in section.fields:
            typer.echo(f"    {_field(field)}")


@app.command("validate", help=say("templates.validate.help"))
def validate(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help=say("templates.files"))
    ] = None,
    format: FormatOption = OutputFormat.TEXT,
) -> None:
    from zhenlu.application import templates
    from zhenlu.application.template_faults import faults

    found = [fault for path in files or templates.files() for fault in faults(path)]
    if format is OutputFormat.JSON:
        typer.echo(json.dumps([_fault_json(f) for f in found], ensure_ascii=False, indent=1))
    elif not found:
        typer.echo(say("templates.sound"))
    else:
        for fault in found:
            about = say(
                f"templates.fault.{fault.kind.value}", place=fault.key, allowed=fault.allowed or "-"
            )
            typer.echo(f"{fault.file}:{fault.line}: {about}")
    if found:
        raise typer.Exit(1)


def _section(section: TemplateSection) -> str:
    """* 主诉 (chief_complaint) ≤20: 主要症状…"""
    mark = "*" if section.required else "-"
    limit = f" ≤{section.max_chars}" if section.max_chars else ""
    codes = " ".join(code for code in (section.loinc, section.data_element) if code)
    return f"{mark} {section.title} ({section.id}){limit}  {codes}\n    {section.belongs}"


def _field(field: FieldSpec) -> str:
    """收缩压 mmHg 50–280, 目标 <140"""
    bounds = f" {field.low:g}–{field.high:g}" if field.low is not None and field.high else ""
    unit = f" {field.unit}" if field.unit else ""
    target = say("templates.target", target=field.target) if field.target else ""
    choices = f" [{' | '.join(field.choices)}]" if field.choices else ""
    return f"· {field.title}{unit}{bounds}{choices} {target}".rstrip()


def _summary(template: Template) -> dict[str, object]:
    from zhenlu.application import templates

    return {
        "id": template.id,
        "language": template.language.value,
        "title": template.title,
        "kind": template.kind,
        "visit_kind": template.visit_kind,
        "own": templates.is_own(template),
    }


def _whole(template: Template) -> dict[str, object]:
    return {
        **_summary(template),
        "source": template.source,
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "required": section.required,
                "holds": [kind.value for kind in section.holds],
                "max_chars": section.max_chars,
                "loinc": section.loinc,
                "data_element": section.data_element,
                "fields": [
                    {
                        "id": field.id,
                        "title": field.title,
                        "type": field.type,
                        "unit": field.unit,
                        "low": field.low,
                        "high": field.high,
                        "target": field.target,
                        "choices": list(field.choices),
                    }
                    for field in section.fields
                ],
            }
            for section in template.sections
        ],
    }


def _fault_json(fault: TemplateFault) -> dict[str, object]:
    return {
        "file": str(fault.file),
        "line": fault.line,
        "kind": fault.kind.value,
        "key": fault.key,
        "allowed": fault.allowed,
    }
