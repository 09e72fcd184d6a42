"""`probata service publish-framework`: a framework that inspections can be made under."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.say import JSON, say
from probata.cli.service_commands import DATA, service


@service.command("publish-framework")
@click.argument("framework", type=click.Path(path_type=Path))
@DATA
@JSON
def publish_framework(framework: Path, data: Path, as_json: bool) -> None:
    """Put a version of a framework into the service, for ever as it is.

    FRAMEWORK is a file, or the name of a framework that comes with Probata. The version that
    was published last is offered when an inspection is planned; inspections that were
    made under an earlier one stay under it. Twice is once.

    \b
    Example:
      probata service publish-framework probation_2021
    """
    from probata.cli.publish_framework_stages import put_framework

    record, lines = put_framework(framework, data)
    say(record, lines, as_json)
