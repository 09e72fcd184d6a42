"""The commands: options and help here, the work in `stages`."""

from __future__ import annotations

from pathlib import Path

import click

from probata.cli.engine_choice import Asked
from probata.cli.progress import Progress
from probata.cli.say import JSON, say

STUDY = click.argument("study", type=click.Path(path_type=Path))
DATA = click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="Case file: CSV (plain or .gz), XLSX, Parquet, SPSS .sav or Stata .dta; or a "
    "folder of Parquet files.",
)
OUT = click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Output folder (default: build/NAME, NAME being the study's id).",
)
SEED = click.option(
    "--seed", type=click.IntRange(min=0), help="Seed of the synthetic twin."
)
FORMATS = click.option(
    "--formats",
    default="html",
    show_default=True,
    help="Formats to write, by comma, or `all`: html, pdf, docx, xlsx, ods, images, csv.",
)
LISTING = click.option(
    "--listing",
    is_flag=True,
    help="Also write listing.txt: each model block by block, as SPSS lists it.",
)
EARLIER = click.option(
    "--earlier",
    type=click.Path(path_type=Path),
    multiple=True,
    help="results.json of a bulletin that is out: differences must not tell of few "
    "people. May be given several times.",
)
ENGINE = click.option(
    "--engine",
    type=click.Choice(["auto", "memory", "stream", "spark"]),
    default="auto",
    show_default=True,
    help="Who adds the sums: this process with all rows in memory, processes that read "
    "Parquet in parts, or a Spark cluster; `auto` goes by the number of rows.",
)
MASTER = click.option(
    "--master",
    default="local[*]",
    show_default=True,
    help="Where --engine spark runs: local[*], spark://HOST:PORT, yarn or k8s://HOST:PORT.",
)
STRICT = click.option(
    "--strict", is_flag=True, help="Refuse to write files that are not accessible."
)


@click.command()
@STUDY
@DATA
@OUT
@SEED
@FORMATS
@LISTING
@STRICT
@EARLIER
@ENGINE
@MASTER
@JSON
def bulletin(
    study: Path,
    data: Path | None,
    out: Path | None,
    seed: int | None,
    formats: str,
    listing: bool,
    strict: bool,
    earlier: tuple[Path, ...],
    engine: str,
    master: str,
    as_json: bool,
) -> None:
    """Check, analyse and publish: case data in, a whole bulletin out.

    Without --data the study's own data file is used or, where it declares a synthetic
    twin, made-up cases that reproduce the published margins.

    \b
    Examples:
      probata bulletin bulletins/early_outcomes
      probata bulletin bulletins/early_outcomes --data my_cases.csv
    """
    from probata.cli.publishing import Wanted
    from probata.cli.stages import make_bulletin

    wanted = Wanted(
        formats,
        strict,
        listing,
        earlier=earlier,
        engine=Asked(engine, master),
    )
    record, lines = make_bulletin(study, data, out, seed, wanted, Progress(as_json))
    say(record, lines, as_json)


@click.command()
@STUDY
@DATA
@JSON
def check(study: Path, data: Path | None, as_json: bool) -> None:
    """Check a study, a codebook or a framework, and data against it.

    STUDY is a bulletin folder, or a study, codebook or framework TOML file, or the
    name of a framework that comes with Probata.

    \b
    Examples:
      probata check bulletins/early_outcomes
      probata check bulletins/early_outcomes --data my_cases.csv
    """
    from probata.cli.stages import check_inputs

    record, lines = check_inputs(study, data, Progress(as_json))
    say(record, lines, as_json)


@click.command()
@STUDY
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="CSV file to write, or folder with --rows (default: NAME_synthetic in this "
    "folder).",
)
@SEED
@click.option(
    "--rows",
    type=click.IntRange(min=1),
    help="So many cases, in a folder of Parquet files: the published shares hold, the "
    "statements are not searched for.",
)
@click.option(
    "--groups",
    type=click.Path(path_type=Path),
    help="A second CSV file: a row for each group of the design, with what is drawn once "
    "for it; the cases are written without.",
)
@JSON
def twin(
    study: Path,
    out: Path | None,
    seed: int | None,
    rows: int | None,
    groups: Path | None,
    as_json: bool,
) -> None:
    """Write the synthetic twin: made-up cases that meet every published cell.

    \b
    Examples:
      probata twin bulletins/early_outcomes --seed 7 --out cases_synthetic.csv
      probata twin bulletins/early_outcomes --rows 1000000 --out build/million
    """
    from probata.cli.dataset_stages import write_large_twin
    from probata.cli.stages import write_twin_apart_files, write_twin_file

    progress = Progress(as_json)
    if groups is not None and rows is not None:
        raise click.UsageError("--groups and --rows do not go together.")
    if groups is not None:
        record, lines = write_twin_apart_files(study, out, groups, seed, progress)
    elif rows is None:
        record, lines = write_twin_file(study, out, seed, progress)
    else:
        record, lines = write_large_twin(study, out, seed, rows, progress)
    say(record, lines, as_json)


@click.command()
@STUDY
@DATA
@OUT
@SEED
@LISTING
@EARLIER
@ENGINE
@MASTER
@JSON
def analyse(
    study: Path,
    data: Path | None,
    out: Path | None,
    seed: int | None,
    listing: bool,
    earlier: tuple[Path, ...],
    engine: str,
    master: str,
    as_json: bool,
) -> None:
    """Carry out a study: write results.json and the flat files.

    \b
    Examples:
      probata analyse bulletins/early_outcomes --data my_cases.csv --out build/mine
      probata analyse bulletins/early_outcomes --listing --out build/listed
      probata analyse bulletins/early_outcomes --engine stream --out build/streamed
    """
    from probata.cli.publishing import Wanted
    from probata.cli.stages import make_results

    progress = Progress(as_json)
    wanted = Wanted("", listing=listing, earlier=earlier, engine=Asked(engine, master))
    record, lines = make_results(study, data, out, seed, wanted, progress)
    say(record, lines, as_json)


@click.command()
@STUDY
@click.option(
    "--results",
    type=click.Path(path_type=Path),
    help="results.json to publish (default: the one in the output folder).",
)
@OUT
@FORMATS
@STRICT
@click.option("--axe", is_flag=True, help="Let axe-core read the page in Chromium too.")
@JSON
def publish(
    study: Path,
    results: Path | None,
    out: Path | None,
    formats: str,
    strict: bool,
    axe: bool,
    as_json: bool,
) -> None:
    """Write the bulletin from results; needs no case data.

    It ends with a report of accessibility by format.

    \b
    Example:
      probata publish bulletins/early_outcomes
    """
    from probata.cli.publishing import Wanted
    from probata.cli.stages import publish_results

    record, lines = publish_results(
        study, results, out, Wanted(formats, strict, axe=axe), Progress(as_json)
    )
    say(record, lines, as_json)


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("schemas"),
    show_default=True,
    help="Folder for the schema files.",
)
@JSON
def schema(out: Path, as_json: bool) -> None:
    """Write JSON Schemas of study, codebook, framework and results, for editors.

    \b
    Example:
      probata schema --out schemas
    """
    from probata.cli.schema_stages import write_schemas

    record, lines = write_schemas(out)
    say(record, lines, as_json)


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("probata.pot"),
    show_default=True,
    help="File for the texts.",
)
@JSON
def language(out: Path, as_json: bool) -> None:
    """Write every fixed text of a bulletin, for translators (gettext template).

    \b
    Example:
      probata language --out cy.po
    """
    from probata.outputs import write_file
    from probata.publication.language import template

    write_file(out, template())
    line = f"{out}: translate each msgstr, then put it beside study.toml."
    say({"file": str(out)}, [line], as_json)
