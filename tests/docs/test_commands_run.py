"""The commands of these pages run, in their order, and print what they say."""

import os
import re
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
# One after the other in one folder, as a reader would.
PAGES = (
    "tutorial/select-a-cohort.md",
    "how-to/case-lists.md",
    "how-to/samples.md",
    "how-to/live-ratings.md",
    "how-to/calibrate.md",
    "how-to/risk-scores.md",
    "how-to/outcomes.md",
    "how-to/link.md",
    "tutorial/reoffending.md",
)
FENCE = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```$", re.M | re.S)


def steps_of(page):
    """The `sh` fences: commands, exit code they end with, lines that they print.

    What a fence prints stands in a `text` fence right below it. A `toml` or `csv` fence with a
    name is a file that the reader writes: a step of its own.
    """
    steps = []
    text = (DOCS / page).read_text()
    end = -1
    for fence in FENCE.finditer(text):
        language, options, body = fence.groups()
        if language == "sh":
            code = re.search(r"exit-(\d+)", options)
            commands = body.replace("\\\n", " ").strip().splitlines()
            steps.append((commands, int(code[1]) if code else 0, []))
            end = fence.end()
        elif language == "text" and not text[end : fence.start()].strip():
            steps[-1][2].extend(body.splitlines())
        elif language in ("toml", "csv") and options.strip():
            steps.append((options.strip(), 0, body))
    return steps


def test_the_commands_of_the_pages_run(tmp_path):
    places = [str(Path(sys.executable).parent), os.environ["PATH"]]
    environment = {**os.environ, "PATH": os.pathsep.join(places)}
    for page in PAGES:
        steps = steps_of(page)
        assert steps
        for commands, code, lines in steps:
            if isinstance(commands, str):
                (tmp_path / commands).parent.mkdir(exist_ok=True)
                (tmp_path / commands).write_text(lines)
                continue
            said = ""
            for command in commands:
                assert command.startswith("probata "), command
                run = subprocess.run(
                    ["bash", "-c", command],
                    cwd=tmp_path,
                    env=environment,
                    capture_output=True,
                    text=True,
                    check=False,
                )
                assert run.returncode == code, (command, run.stderr)
                assert "Traceback" not in run.stderr
                said += run.stdout
            for line in lines:
                # Three dots stand for what differs from run to run.
                for part in line.split("..."):
                    assert part.strip() in said, (commands, line)
