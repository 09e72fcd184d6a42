"""Times a release of the service: locked, made again, read by `probata release verify`.

python benchmarks/releases.py [cases ...]

Each size has a database of its own in a temporary folder: made-up cases of the twin behind
bulletins/early_outcomes, every question answered, signed and closed. Printed are seconds
and the peak of memory of this process, which holds all that is read of the logs.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

SIZES = (1_539, 10_000)


def main() -> None:
    if len(sys.argv) > 2 and sys.argv[1] == "--one":
        one(int(sys.argv[2]))
        return
    for cases in [int(item) for item in sys.argv[1:]] or SIZES:
        subprocess.run([sys.executable, __file__, "--one", str(cases)], check=True)


def one(cases: int) -> None:
    from probata.service.embedded import start_embedded

    with tempfile.TemporaryDirectory(prefix="probata-bench-") as folder:
        embedded = start_embedded(Path(folder))
        os.environ |= {
            "DATABASE_URL": embedded.url,
            "PROBATA_SECRET_KEY": "only-for-a-benchmark",
            "PROBATA_KEYS": str(Path(folder, "keys")),
            "PROBATA_DEMO": "yes",
            "DJANGO_SETTINGS_MODULE": "probata.service.settings",
        }
        import django

        django.setup()
        from probata.service.migrate import migrate

        migrate(embedded.owner_url)
        try:
            measure(cases, Path(folder))
        finally:
            from django.db import connections

            connections.close_all()
            embedded.stop()


def measure(cases: int, folder: Path) -> None:
    from django.db import transaction
    from django.utils import timezone

    from probata.dataset.read_release import read_release
    from probata.service.accounts.models import User
    from probata.service.cases.models import Event
    from probata.service.demo import load
    from probata.service.demo.twin_cases import read_twin_cases
    from probata.service.fieldwork.models import Inspection
    from probata.service.oversight.decide import decide_request
    from probata.service.releases.ask import ask_release
    from probata.service.releases.models import Release
    from probata.service.releases.rebuild import rebuild_release
    from probata.service.roles import Role

    twin = read_twin_cases(Path("bulletins/early_outcomes"))
    times = -(-cases // len(twin))
    many = [
        replace(case, reference=f"{case.reference}-{at}")
        for at in range(times)
        for case in twin
    ]
    load.CLOSED = len(many)  # every inspection is signed and closed
    with transaction.atomic():
        load._load(many[:cases])
    analyst = User.objects.get(roles__contains=[Role.ANALYST.value])
    manager = User.objects.get(roles__contains=[Role.PROGRAMME_MANAGER.value])
    print(f"{cases:,} cases, {Event.objects.count():,} events")
    wanted = list(Inspection.objects.values_list("pk", flat=True))
    asked = timed(
        "ask",
        lambda: ask_release(wanted, "Bench", by=analyst, at=timezone.now()),
    )
    timed(
        "agree: verify, make, store and lock",
        lambda: decide_request(
            asked.pk, agreed=True, reason="Bench", by=manager, at=timezone.now()
        ),
    )
    release = Release.objects.get()
    assert release.cases == cases
    again = timed("make it again from the logs", lambda: rebuild_release(release))
    assert again.different == ()
    place = folder / "release"
    place.mkdir()
    for name, content in again.files.items():
        (place / name).write_bytes(content)
    timed("verify a download", lambda: read_release(place))
    size = sum(len(content) for content in again.files.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {size / 1e6:.1f} MB of files; peak of memory {peak:,.0f} MB")


def timed(words: str, act: Callable[[], Any]) -> Any:
    start, used = time.perf_counter(), time.process_time()
    found = act()
    took, worked = time.perf_counter() - start, time.process_time() - used
    print(f"  {words:<36} {took:6.2f} s, of which {worked:6.2f} s of this process")
    return found


if __name__ == "__main__":
    main()
