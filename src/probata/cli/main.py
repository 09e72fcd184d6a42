"""Parser, dispatch and exit codes; nothing else."""

from __future__ import annotations

import json
import sys

import click

from probata import __version__
from probata.cli.commands import analyse, bulletin, check, publish, schema, twin
from probata.errors import UserError

EXIT_CODES = """\b
Exit codes: 0 done, 1 a fault of Probata, 2 wrong command line, 3 a file is
missing, 4 a study, codebook or framework is wrong, 5 the data are wrong, 6 the
study cannot be carried out on these data, 7 the text claims what the results do
not support, 8 an output cannot be written, 9 an optional library is missing."""


class StageGroup(click.Group):
    """Lists the commands in the order of the process, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=StageGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXIT_CODES,
)
@click.version_option(__version__, prog_name="probata")
def cli() -> None:
    """From inspected cases to published evidence.

    \b
    Example:
      probata bulletin bulletins/early_outcomes
    """


for command in (bulletin, check, twin, analyse, publish, schema):
    cli.add_command(command)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; a user's mistake ends without a traceback."""
    try:
        cli.main(args=arguments, prog_name="probata", standalone_mode=False)
    except UserError as error:
        _say_error(error)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Earlier outputs are as they were.", err=True)
        sys.exit(130)


def _say_error(error: UserError) -> None:
    context = click.get_current_context(silent=True)
    asked = "--json" in (sys.argv if context is None else context.args + sys.argv)
    if asked:
        faults = [
            {"where": item.where, "problem": item.problem, "mend": item.mend}
            for item in error.faults
        ]
        record = {"error": error.summary, "exit_code": error.exit_code}
        click.echo(json.dumps({**record, "faults": faults}, ensure_ascii=False))
    else:
        click.echo(f"probata: {error}", err=True)
