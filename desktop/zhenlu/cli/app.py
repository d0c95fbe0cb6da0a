"""The command line's door: commands, exit codes, and the one net for errors.

Exit 0 done, 1 the input or the computer is at fault and stderr says how,
2 usage. Engines and libraries import inside the commands, so that help comes
at once.
"""

from __future__ import annotations

import sys

import typer

from zhenlu import __version__
from zhenlu.cli.audit import app as audit_app
from zhenlu.cli.backup import backup, restore
from zhenlu.cli.check import check
from zhenlu.cli.draft import draft
from zhenlu.cli.intake import app as intake_app
from zhenlu.cli.lexicon import app as lexicon_app
from zhenlu.cli.medicines import app as medicines_app
from zhenlu.cli.models import app as models_app
from zhenlu.cli.people import app as people_app
from zhenlu.cli.record import record
from zhenlu.cli.records.app import app as records_app
from zhenlu.cli.settings import settings
from zhenlu.cli.system import system
from zhenlu.cli.templates import app as templates_app
from zhenlu.cli.transcribe import transcribe
from zhenlu.cli.trial import trial
from zhenlu.domain.errors import ZhenluError
from zhenlu.wording import explain, interface_language, say

app = typer.Typer(
    name="zhenlu",
    help=say("app.help"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("try", help=say("try.help"))(trial)
app.command("transcribe", help=say("transcribe.help"))(transcribe)
app.command("draft", help=say("draft.help"))(draft)
app.command("record", help=say("record.help"))(record)
app.command("check", help=say("check.help"))(check)
app.add_typer(models_app, name="models", help=say("models.help"))
app.add_typer(lexicon_app, name="lexicon", help=say("lexicon.help"))
app.add_typer(medicines_app, name="medicines", help=say("medicines.help"))
app.add_typer(templates_app, name="templates", help=say("templates.help"))
app.add_typer(intake_app, name="intake", help=say("intake.help"))
app.add_typer(records_app, name="records", help=say("records.help"))
app.add_typer(people_app, name="people", help=say("people.help"))
app.add_typer(audit_app, name="audit", help=say("audit.help"))
app.command("backup", help=say("backup.help"))(backup)
app.command("restore", help=say("restore.help"))(restore)
app.command("settings", help=say("settings.help"))(settings)
app.command("system", help=say("system.help"))(system)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"zhenlu {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help=say("app.version")
    ),
) -> None:
    """Options that stand before a command."""


def main() -> int:
    """Run the command line.

    Returns:
        The exit code. No error leaves as a traceback: what is known is explained,
        what is not goes to the log without values.
    """
    for stream in (sys.stdout, sys.stderr):
        # A Windows console or a pipe may default to a code page without Chinese.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = app(standalone_mode=False)
    except ZhenluError as error:
        print(explain(error, interface_language()), file=sys.stderr)
        return 1
    except typer.Abort:
        print(say("cancelled"), file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader of our output went away (`… | head`): not an error to report.
        sys.stderr.close()
        return 0
    except Exception as error:
        return _last_net(error)
    return code if isinstance(code, int) else 0


def _last_net(error: Exception) -> int:
    from zhenlu import logs

    if _is_usage(error):
        error.show()  # type: ignore[attr-defined]
        return 2
    path = logs.write_crash(error)
    print(say("crash", kind=type(error).__name__, log=path), file=sys.stderr)
    return 1


def _is_usage(error: Exception) -> bool:
    """Whether the command was worded wrongly; Typer keeps its own copy of click's classes."""
    return any(kind.__name__ == "UsageError" for kind in type(error).__mro__)
