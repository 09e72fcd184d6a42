"""Reading Parquet in parts takes no more than it needs."""

import subprocess
import sys

import pyarrow as pa
from pyarrow import parquet


def test_reading_a_part_leaves_pandas_alone(tmp_path):
    """To import it costs half a second and 30 MB, and nothing here needs it."""
    words = pa.array(["a", None, "b"])
    table = pa.table({"plain": words, "coded": words.dictionary_encode()})
    parquet.write_table(table, tmp_path / "part.parquet")
    code = (
        "import sys; from pathlib import Path;"
        "from probata.dataset.parts import list_parts;"
        "from probata.dataset.read_parts import read_part;"
        f"part = list_parts(Path({str(tmp_path)!r})).parts[0];"
        "print([raw.n for raw in read_part(part)]);"
        "sys.exit('pandas' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (run.returncode, run.stdout) == (0, b"[3]\n"), run.stderr
