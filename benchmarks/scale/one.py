"""One engine or peer on one data set, in a process of its own: times, memory, estimates as JSON.

usage: python one.py NAME DATA_FOLDER STUDY_FOLDER
"""

import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import made_up
import numpy as np


def main() -> None:
    name, data, study = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    found = OURS[name](data, study) if name in OURS else run_peer(name, data)
    found["peak_mb"] = found.get("peak_mb") or made_up.peak_mb()
    found["cpu"] = made_up.cpu_seconds()
    print(json.dumps({key: _plain(value) for key, value in found.items()}))


def _plain(value: object) -> object:
    return np.asarray(value).tolist() if isinstance(value, np.ndarray) else value


# --- ours ---------------------------------------------------------------------------


def run_stream(data: Path, folder: Path, master: str = "") -> dict[str, object]:
    from probata.analysis.engines.chunks import Recipe, Store
    from probata.analysis.engines.engine import open_stream
    from probata.analysis.engines.fits import Fitter
    from probata.analysis.engines.run import tally_task
    from probata.analysis.engines.structure import build_structure
    from probata.analysis.read_study import read_study
    from probata.dataset.parts import list_parts

    study = read_study(folder)
    start = time.perf_counter()
    parted = list_parts(data)
    with tempfile.TemporaryDirectory(dir=data.parent) as codes:
        store = Store(Path(codes) / "codes", Recipe.of(study))
        if master:
            from probata.analysis.engines.spark import open_spark

            opened = open_spark(master, store, parted.parts)
        else:
            opened = open_stream(store, parted.parts)
        with opened as engine:
            began = time.perf_counter()
            tally = engine.total(tally_task(study))
            read = time.perf_counter()
            structure = build_structure(study, study.models["m"], tally)
            fitter = Fitter(engine)
            fit = fitter.fit(structure.plan)
            done = time.perf_counter()
            workers = getattr(engine, "workers", 1)
    safe = fit.safe
    return {
        "start": began - start,
        "read": read - began,
        "fit": done - read,
        "passes": fitter.passes,
        "peak_mb": made_up.peak_mb(workers),
        "beta": safe.beta,
        "error": np.sqrt(np.diag(safe.covariance)),
    }


def run_memory(data: Path, folder: Path) -> dict[str, object]:
    from probata.analysis.design import build_design
    from probata.analysis.fitting import fit_safely
    from probata.analysis.read_study import read_study
    from probata.dataset.load import load_cases

    study = read_study(folder)
    start = time.perf_counter()
    cases = load_cases(data, study.codebook)
    design = build_design(study, study.models["m"], cases)
    read = time.perf_counter()
    fit = fit_safely(design.x, design.y)
    done = time.perf_counter()
    return {
        "read": read - start,
        "fit": done - read,
        "passes": fit.iterations + 1,
        "beta": fit.beta,
        "error": np.sqrt(np.diag(fit.covariance)),
    }


# --- peers --------------------------------------------------------------------------


def read_matrix(data: Path) -> tuple[np.ndarray, np.ndarray]:
    """The dense columns that the peers want: constant, dummies, numbers."""
    from pyarrow import parquet

    tables = [parquet.read_table(path) for path in sorted(data.glob("*.parquet"))]
    n = sum(table.num_rows for table in tables)
    x, y = np.empty((n, 1 + sum(k - 1 for k in made_up.LEVELS) + 3)), np.empty(n)
    x[:, 0] = 1.0
    at = 0
    for table in tables:
        rows = slice(at, at + table.num_rows)
        column = 1
        for name, k in zip(made_up.names(), made_up.LEVELS, strict=True):
            code = codes_of(table[name])
            for level in range(1, k):
                x[rows, column] = code == level
                column += 1
        for name in made_up.NUMBERS:
            x[rows, column] = table[name].to_numpy()
            column += 1
        y[rows] = codes_of(table["outcome"], "no", "yes")
        at += table.num_rows
    return x, y


def codes_of(column: object, *words: str) -> np.ndarray:
    order = list(words) or [str(k) for k in range(4)]
    found = [
        np.array([order.index(word) for word in chunk.dictionary.to_pylist()])[
            chunk.indices.to_numpy()
        ]
        for chunk in column.chunks
    ]
    return np.concatenate(found)


def run_peer(name: str, data: Path) -> dict[str, object]:
    if name in WHOLE:
        return WHOLE[name](data)
    importlib.import_module(MODULES[name])  # no part of the time
    start = time.perf_counter()
    x, y = read_matrix(data)
    read = time.perf_counter()
    beta, error, passes = PEERS[name](x, y)
    done = time.perf_counter()
    return {
        "read": read - start,
        "fit": done - read,
        "passes": passes,
        "beta": beta,
        "error": error,
    }


def fit_statsmodels_logit(x, y):
    import statsmodels.api as sm

    fit = sm.Logit(y, x).fit(disp=0, tol=1e-10)
    return fit.params, fit.bse, int(fit.mle_retvals["iterations"])


def fit_statsmodels_glm(x, y):
    import statsmodels.api as sm

    fit = sm.GLM(y, x, family=sm.families.Binomial()).fit()
    return fit.params, fit.bse, len(fit.fit_history["deviance"])


def covariance_of(x, beta):
    """Neither scikit-learn nor a fit of glum without inference has one."""
    information = np.zeros((x.shape[1], x.shape[1]))
    for at in range(0, len(x), 100_000):
        part = x[at : at + 100_000]
        mu = 1 / (1 + np.exp(-part @ beta))
        information += (part * (mu * (1 - mu))[:, None]).T @ part
    return np.linalg.inv(information)


def fit_sklearn(x, y):
    from sklearn.linear_model import LogisticRegression

    fit = LogisticRegression(
        C=np.inf, solver="newton-cholesky", tol=1e-8, fit_intercept=False, max_iter=50
    ).fit(x, y)
    beta = fit.coef_[0]
    return beta, np.sqrt(np.diag(covariance_of(x, beta))), int(fit.n_iter_[0])


def fit_glum(x, y):
    from glum import GeneralizedLinearRegressor

    model = GeneralizedLinearRegressor(
        family="binomial", alpha=0, fit_intercept=False, gradient_tol=1e-6
    ).fit(x, y)
    beta = model.coef_
    return beta, np.sqrt(np.diag(covariance_of(x, beta))), int(model.n_iter_)


R_CODE = """
options(digits = 17)
a <- commandArgs(TRUE); n <- as.integer(a[2]); p <- as.integer(a[3])
s <- file(a[1], "rb"); y <- readBin(s, "double", n); x <- matrix(readBin(s, "double", n * p), n)
close(s)
t <- proc.time()[["elapsed"]]
f <- glm(y ~ x - 1, family = binomial)
c <- summary(f)$coefficients
t <- proc.time()[["elapsed"]] - t
peak <- as.numeric(sub("[^0-9]*([0-9]+).*", "\\\\1", grep("VmHWM", readLines("/proc/self/status"), value = TRUE)))
cat(t, f$iter, peak / 1024, "\\n"); cat(c[, 1], "\\n"); cat(c[, 2], "\\n")
"""


def run_r(data: Path) -> dict[str, object]:
    start = time.perf_counter()
    x, y = read_matrix(data)
    with tempfile.NamedTemporaryFile(dir=data.parent) as shared:
        y.tofile(shared)
        np.asfortranarray(x).T.tofile(shared)
        shared.flush()
        n, p = x.shape
        del x, y
        read = time.perf_counter()
        run = subprocess.run(
            ["Rscript", "-e", R_CODE, shared.name, str(n), str(p)],
            capture_output=True,
            text=True,
            check=True,
        )
    first, beta, error = run.stdout.splitlines()[:3]
    seconds, passes, peak = map(float, first.split())
    return {
        "read": read - start,
        "fit": seconds,
        "passes": int(passes),
        "peak_mb": peak,
        "beta": [float(item) for item in beta.split()],
        "error": [float(item) for item in error.split()],
    }


def run_mllib(data: Path) -> dict[str, object]:
    """Spark MLlib, which gives standard errors but no covariance."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.ml.feature import OneHotEncoder, VectorAssembler
    from pyspark.ml.regression import GeneralizedLinearRegression
    from pyspark.sql import SparkSession, functions

    began = time.perf_counter()
    session = (
        SparkSession.builder.master("local[*]")
        .config("spark.driver.memory", "6g")
        .config("spark.ui.enabled", "false")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    start = time.perf_counter()
    frame = session.read.parquet(str(data / "*.parquet"))
    factors = made_up.names()
    frame = frame.withColumn("y", (functions.col("outcome") == "yes").cast("double"))
    for name in factors:
        frame = frame.withColumn(name + "_code", functions.col(name).cast("double"))
    # The last category has no column in MLlib; the estimates are not compared.
    encoder = OneHotEncoder(
        inputCols=[name + "_code" for name in factors],
        outputCols=[name + "_columns" for name in factors],
    )
    frame = encoder.fit(frame).transform(frame)
    columns = [*(name + "_columns" for name in factors), *made_up.NUMBERS]
    frame = VectorAssembler(inputCols=columns, outputCol="x").transform(frame)
    frame = frame.select("x", "y").cache()
    frame.count()
    read = time.perf_counter()
    model = GeneralizedLinearRegression(
        family="binomial", featuresCol="x", labelCol="y", tol=1e-10
    ).fit(frame)
    _ = model.summary.coefficientStandardErrors
    done = time.perf_counter()
    passes = model.summary.numIterations
    session.stop()
    return {
        "start": start - began,
        "read": read - start,
        "fit": done - read,
        "passes": passes,
        "beta": None,
        "error": None,
    }


OURS = {
    "probata memory": run_memory,
    "probata stream": run_stream,
    "probata spark": lambda data, study: run_stream(data, study, "local[*]"),
}
PEERS = {
    "statsmodels Logit": fit_statsmodels_logit,
    "statsmodels GLM": fit_statsmodels_glm,
    "scikit-learn": fit_sklearn,
    "glum": fit_glum,
}
MODULES = {
    "statsmodels Logit": "statsmodels.api",
    "statsmodels GLM": "statsmodels.api",
    "scikit-learn": "sklearn.linear_model",
    "glum": "glum",
}
WHOLE = {"R glm": run_r, "Spark MLlib": run_mllib}

if __name__ == "__main__":
    main()
