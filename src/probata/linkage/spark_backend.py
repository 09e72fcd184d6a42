"""Opens Spark for Splink, or says in one message what is missing for it.

Row for row the same comparisons as DuckDB makes, for files that one machine cannot hold.
"""

from __future__ import annotations

from typing import Any

from probata.errors import ExtraMissing

MISSING = (
    'The linkage file asks for `backend = "spark"`, but {what}. Install PySpark '
    "(pip install 'pyspark>=4') and a Java runtime of version 17 or later, or take the "
    "line out, and DuckDB does the work on this machine."
)


def open_spark() -> Any:
    """Splink's interface to a local Spark. Raises ExtraMissing without PySpark or Java."""
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
        from splink.backends.spark import SparkAPI, similarity_jar_location
    except ImportError:
        raise ExtraMissing(MISSING.format(what="PySpark is not installed")) from None
    try:
        session = (
            SparkSession.builder.appName("probata link")
            .config("spark.jars", similarity_jar_location())
            .config("spark.ui.enabled", "false")
            .getOrCreate()
        )
    except (PySparkRuntimeError, OSError):
        raise ExtraMissing(MISSING.format(what="no Java runtime was found")) from None
    # Without this Splink writes checkpoints to a folder that somebody must have set.
    return SparkAPI(  # type: ignore[no-untyped-call]
        spark_session=session, break_lineage_method="persist"
    )
