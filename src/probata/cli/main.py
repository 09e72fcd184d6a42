"""Parser, dispatch and exit codes; nothing else."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import NoReturn

import click

from probata import __version__
from probata.cli.administrator_commands import administrator  # noqa: F401 - of `service`
from probata.cli.agreement_commands import agreement
from probata.cli.allocate_commands import allocate
from probata.cli.audit_commands import audit
from probata.cli.backup_commands import backup, restore  # noqa: F401 - of `service`
from probata.cli.cohort_commands import cohort
from probata.cli.commands import (
    analyse,
    bulletin,
    check,
    language,
    publish,
    schema,
    twin,
)
from probata.cli.dataset_commands import dataset
from probata.cli.join_commands import join
from probata.cli.linkage_commands import link, link_example
from probata.cli.live_commands import live
from probata.cli.outcome_commands import outcomes
from probata.cli.publish_framework_commands import (
    publish_framework,  # noqa: F401 - of `service`
)
from probata.cli.quality_commands import quality
from probata.cli.ratings_commands import ratings
from probata.cli.release_commands import release
from probata.cli.report_commands import report
from probata.cli.risk_commands import risk
from probata.cli.series_commands import series
from probata.cli.service_commands import demo, serve, service
from probata.cli.service_release_commands import service_release
from probata.cli.standards_commands import standards
from probata.cli.survival_commands import survival
from probata.cli.validate_commands import validate
from probata.cli.verify_commands import verify
from probata.errors import Fault, UserError

STOPPED = "Stopped. Earlier outputs are as they were."
INTERRUPTED = 130  # as a shell reports Ctrl-C

EXIT_CODES = """\b
Exit codes: 0 done, 1 a fault of Probata, 2 wrong command line, 3 a file is
missing, 4 a study, codebook or framework is wrong, 5 the data are wrong, 6 the
study cannot be carried out on these data, 7 the text claims what the results do
not support, 8 an output cannot be written, 9 an optional library is missing,
12 a file is not accessible (--strict), 13 an audit found what cannot be, 14 a
folder is not what was made or released, 17 an engine cannot do what the
study asks for, 130 stopped with Ctrl-C."""


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


for command in (
    standards,
    cohort,
    allocate,
    quality,
    agreement,
    link,
    link_example,
    ratings,
    live,
    report,
    risk,
    outcomes,
    join,
    survival,
    validate,
    bulletin,
    series,
    check,
    dataset,
    twin,
    analyse,
    publish,
    verify,
    release,
    audit,
    language,
    schema,
    service,
    serve,
    demo,
):
    cli.add_command(command)
service.add_command(service_release)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; a user's mistake ends without a traceback."""
    given = sys.argv[1:] if arguments is None else arguments
    as_json = "--json" in given
    try:
        cli.main(args=given, prog_name="probata", standalone_mode=False)
    except UserError as error:
        _say(str(error), error.summary, error.exit_code, error.faults, as_json)
    except click.ClickException as error:
        if not as_json:
            error.show()
            sys.exit(error.exit_code)
        _say("", error.format_message(), error.exit_code, (), as_json)
    except (click.Abort, KeyboardInterrupt):
        _say(STOPPED, STOPPED, INTERRUPTED, (), as_json)


def _say(
    text: str, summary: str, exit_code: int, faults: tuple[Fault, ...], as_json: bool
) -> NoReturn:
    """End with one message: text on standard error, or one JSON object on output."""
    if as_json:
        record = {
            "error": summary,
            "exit_code": exit_code,
            "faults": [asdict(fault) for fault in faults],
        }
        click.echo(json.dumps(record, ensure_ascii=False))
    else:
        click.echo(f"probata: {text}", err=True)
    sys.exit(exit_code)
