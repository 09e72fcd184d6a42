"""Times a log of a million events: hashing, verifying, working the cases out again.

Run with `make bench-log`. Made-up events of 10,000 cases, each with a note of some 200
characters; seconds are those of one process, and include making the events.
"""

import resource
import sys
import time
from collections.abc import Iterator

from probata.assessment.answers import Entry
from probata.assessment.chain import GENESIS, Head, chain_hash, verify_chain
from probata.assessment.log_events import LogEvent, answer_body
from probata.assessment.replay import replay

EVENTS, CASES, QUESTIONS = 1_000_000, 10_000, 70
NOTE = "What the file says of this, in some fifty letters. " * 4


def make_events() -> Iterator[LogEvent]:
    """Each case is answered question by question, and again with a new version."""
    for at in range(EVENTS):
        question, version = at // CASES % QUESTIONS, at // (CASES * QUESTIONS)
        body = answer_body(
            f"question_{question}",
            Entry("yes", note=NOTE),
            base_version=version,
            version=version + 1,
            guidance_version="1.0",
            framework_sha256="f" * 64,
        )
        yield LogEvent(
            number=at + 1,
            at="2026-11-02T09:00:00.000000Z",
            kind="answer_saved",
            by=f"person-{at % 60}",
            case=f"case-{at % CASES}",
            operation=f"operation-{at}",
            body=body,
        )


def main() -> int:
    started = time.perf_counter()
    last, hashes = GENESIS, []
    for event in make_events():
        last = chain_hash(last, event)
        hashes.append(last)
    hashed = time.perf_counter()
    report = verify_chain(zip(make_events(), hashes, strict=True), [Head(EVENTS, last)])
    verified = time.perf_counter()
    found = replay(make_events())
    replayed = time.perf_counter()
    for _ in make_events():
        pass
    made = time.perf_counter()
    print(f"making the events alone  {made - replayed:6.1f} s")
    print(f"hashing                  {hashed - started:6.1f} s")
    print(f"verifying                {verified - hashed:6.1f} s")
    print(f"working the cases out    {replayed - verified:6.1f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{report.counted:,} events, {len(found.cases):,} cases, {peak:.0f} MB at most"
    )
    return 0 if report.intact and not found.problems else 1


if __name__ == "__main__":
    sys.exit(main())
