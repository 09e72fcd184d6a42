"""A lead proposes who reads what, changes single cases, and carries it out whole."""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import Any

import pytest
from lists import accept_cohort

pytestmark = pytest.mark.database


def act(client: Any, place: Any, action: str, **sent: str) -> Any:
    from probata.service.fieldwork.models import Proposal

    found = Proposal.objects.filter(inspection=place.inspection).first()
    given = {"action": action, "number": str(found.number) if found else ""}
    return client.post(f"/inspections/{place.inspection.pk}/allocation", given | sent)


def proposal_of(place: Any) -> Any:
    from probata.service.fieldwork.models import Proposal

    return Proposal.objects.get(inspection=place.inspection)


def words_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def able(place: Any) -> Any:
    """A team whose readers can read anything."""
    from probata.service.inspections.share_cases import known_skills

    members = place.inspection.members
    members.exclude(user=place.lead).update(skills=list(known_skills()))
    members.filter(user=place.lead).update(share=0)
    return place


def test_a_proposal_shares_evenly_and_is_carried_out_whole(
    able: Any, browser_of: Any
) -> None:
    lead = browser_of(able.lead)
    cases = accept_cohort(able, lead)
    assert act(lead, able, "propose").status_code == 302
    proposal = proposal_of(able)
    assert set(proposal.readers) == {str(case.pk) for case in cases}
    assert not any(case.allocations.exists() for case in cases)
    effort: Counter[str] = Counter()
    for case, user in proposal.readers.items():
        effort[user] += proposal.why[case]["effort"]
    assert set(effort) == {str(able.reader.pk), str(able.other.pk)}
    assert abs(effort[str(able.reader.pk)] - effort[str(able.other.pk)]) <= 1.25
    page = words_of(lead.get(f"/inspections/{able.inspection.pk}/allocation"))
    assert "no allocation can do better (proven)" in page
    answer = act(lead, able, "accept")
    assert answer["Location"] == f"/inspections/{able.inspection.pk}/"
    for case in cases:
        reading = case.allocations.get(until__isnull=True)
        assert str(reading.user_id) == proposal.readers[str(case.pk)]
        assert case.assessments.get().length == 2
    assert "Every case has a reader" in words_of(act(lead, able, "propose"))


def test_what_is_read_already_weighs_and_stays(able: Any, browser_of: Any) -> None:
    from probata.service.cases.allocate import allocate_case

    lead = browser_of(able.lead)
    cases = accept_cohort(able, lead)
    for case in cases[:8]:
        allocate_case(case.pk, to=able.reader, by=able.lead, at=able.now)
    act(lead, able, "propose")
    proposal = proposal_of(able)
    assert set(proposal.readers) == {str(case.pk) for case in cases[8:]}
    given = Counter(proposal.readers.values())
    assert given[str(able.other.pk)] > given[str(able.reader.pk)]
    act(lead, able, "accept")
    for case in cases[:8]:
        assert case.allocations.get().user_id == able.reader.pk


def test_conflicts_skills_and_limits_are_kept(able: Any, browser_of: Any) -> None:
    from probata.service.fieldwork.models import Conflict

    lead = browser_of(able.lead)
    cases = accept_cohort(able, lead)
    for case in cases[:5]:
        Conflict.objects.create(
            user=able.reader, case=case, reason="Knows them", declared_at=able.now
        )
    able.inspection.members.filter(user=able.reader).update(most_cases=3)
    for case in cases:
        case.listed = {**case.listed, "rosh": "low", "language": "english"}
        case.save()
    special = cases[6]
    special.listed = {**special.listed, "rosh": "very_high"}
    special.save()
    able.inspection.members.filter(user=able.other).update(skills=["limited_access"])
    act(lead, able, "propose")
    proposal = proposal_of(able)
    given = Counter(proposal.readers.values())
    assert given[str(able.reader.pk)] <= 3
    for case in cases[:5]:
        assert proposal.readers[str(case.pk)] == str(able.other.pk)
    assert proposal.readers[str(special.pk)] == str(able.reader.pk)
    assert "very high risk of serious harm" in proposal.why[str(special.pk)]["needs"]


def test_where_nobody_can_be_found_it_says_what_to_relax(
    able: Any, browser_of: Any
) -> None:
    from probata.service.fieldwork.models import Conflict, Proposal

    lead = browser_of(able.lead)
    cases = accept_cohort(able, lead)
    able.inspection.members.update(skills=[])
    cases[0].listed = {**cases[0].listed, "limited_access": "yes"}
    cases[0].save()
    refused = act(lead, able, "propose")
    assert refused.status_code == 422
    page = words_of(refused)
    assert "cannot all be allocated" in page and "limited_access" in page
    able.inspection.members.exclude(user=able.lead).update(
        skills=["limited_access", "welsh", "experienced"], most_cases=5
    )
    page = words_of(act(lead, able, "propose"))
    assert "above 5" in page and "Raise the limit" in page
    able.inspection.members.update(share=0)
    assert "Nobody in the team gives time" in words_of(act(lead, able, "propose"))
    able.inspection.members.update(share=100)
    for user in (able.lead, able.reader, able.other):
        if user != able.lead:
            Conflict.objects.create(
                user=user,
                unit=able.inspection.unit,
                reason="Worked there",
                declared_at=able.now,
            )
    able.inspection.members.update(most_cases=None)
    able.inspection.members.update(skills=["limited_access", "welsh", "experienced"])
    act(lead, able, "propose")
    assert set(proposal_of(able).readers.values()) == {str(able.lead.pk)}
    assert Proposal.objects.filter(inspection=able.inspection).count() == 1


def test_single_cases_are_changed_before(able: Any, browser_of: Any) -> None:
    from probata.service.fieldwork.models import Conflict

    lead = browser_of(able.lead)
    cases = accept_cohort(able, lead)
    act(lead, able, "propose")
    case = cases[0]
    seen = str(proposal_of(able).number)

    def change(to: Any, **more: str) -> Any:
        field = f"to-{case.pk}"
        sent = {"case": str(case.pk), field: str(getattr(to, "pk", to))}
        return act(lead, able, "adjust", **(sent | more))

    for to in (able.reader, able.other, ""):
        assert change(to).status_code == 302
        expected = str(getattr(to, "pk", to))
        assert proposal_of(able).readers[str(case.pk)] == expected
    Conflict.objects.create(
        user=able.reader, case=case, reason="Knows them", declared_at=able.now
    )
    assert "conflict of interest" in words_of(change(able.reader))
    stranger = type(able)("probation_2021")
    assert "Choose a person of the team" in words_of(change(stranger.reader))
    foreign = {"case": str(stranger.case().case.pk)}
    assert "not in this proposal" in words_of(change(able.other, **foreign))
    assert "changed meanwhile" in words_of(change(able.other, number=seen))
    assert change(able.other, case="x").status_code == 404
    act(lead, able, "accept")
    assert not case.allocations.exists()
    assert cases[1].allocations.exists()


def test_a_proposal_that_no_longer_holds_allocates_nothing(
    able: Any, browser_of: Any
) -> None:
    from probata.service.cases.allocate import allocate_case
    from probata.service.inspections.conflicts import declare_conflict

    lead = browser_of(able.lead)
    cases = accept_cohort(able, lead)
    act(lead, able, "propose")
    mine = next(
        case
        for case in cases
        if proposal_of(able).readers[str(case.pk)] == str(able.reader.pk)
    )
    declare_conflict(able.reader, mine, "Knows them", at=able.now)
    refused = act(lead, able, "accept")
    assert refused.status_code == 422
    page = words_of(refused)
    assert f"Case {mine.reference}: This person has a conflict" in page
    assert "Nothing was allocated" in page
    assert not any(case.allocations.exists() for case in cases)
    act(lead, able, "propose")
    allocate_case(mine.pk, to=able.other, by=able.lead, at=able.now)
    assert "has a reader by now" in words_of(act(lead, able, "accept"))
    act(lead, able, "propose")
    assert act(lead, able, "accept").status_code == 302
    assert all(case.allocations.filter(until__isnull=True).exists() for case in cases)


def test_a_proposal_is_made_before_fieldwork_and_carried_out_in_it(
    able: Any, browser_of: Any
) -> None:
    lead = browser_of(able.lead)
    cases = accept_cohort(able, lead)
    able.inspection.state = "planned"
    able.inspection.save()
    assert act(lead, able, "propose").status_code == 302
    refused = act(lead, able, "accept")
    assert refused.status_code == 422
    assert words_of(refused).count("Fieldwork is not open") == 1
    assert not any(case.allocations.exists() for case in cases)
    able.inspection.state = "fieldwork"
    able.inspection.save()
    assert act(lead, able, "accept").status_code == 302


def test_of_two_leads_who_accept_a_proposal_at_once_one_wins(
    able: Any, browser_of: Any
) -> None:
    from django.db import connection

    from probata.service.fieldwork.models import Allocation
    from probata.service.inspections.proposals import accept
    from probata.service.inspections.refused import Refused

    lead = browser_of(able.lead)
    cases = accept_cohort(able, lead)
    act(lead, able, "propose")
    number, said, start = str(proposal_of(able).number), [], threading.Barrier(2)

    def take(user: Any) -> None:
        start.wait()
        try:
            count = accept(able.inspection.pk, number, by=user, at=able.now)
            said.append(f"{count} allocated")
        except Refused as refused:
            said.append(refused.summary)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=take, args=(user,)) for user in (able.lead, able.other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "21 allocated" in said
    assert any("no proposal any more" in words for words in said)
    assert Allocation.objects.filter(case__in=cases).count() == len(cases)


def test_cases_that_are_given_by_hand_while_a_proposal_is_accepted(
    able: Any, browser_of: Any
) -> None:
    """Neither waits for the other for ever: one is first, the other is told."""
    from django.db import connection

    from probata.service.cases.allocate import CannotAllocate, allocate_case
    from probata.service.inspections.proposals import accept
    from probata.service.inspections.refused import Refused

    lead = browser_of(able.lead)
    cases = accept_cohort(able, lead)
    act(lead, able, "propose")
    number, start = str(proposal_of(able).number), threading.Barrier(2)
    said: list[str] = []

    def by_hand() -> None:
        start.wait()
        try:
            for case in reversed(cases):
                allocate_case(case.pk, to=able.other, by=able.lead, at=able.now)
        except CannotAllocate as error:
            said.append(str(error))
        except Exception as error:
            said.append(f"broken: {error}")
        finally:
            connection.close()

    thread = threading.Thread(target=by_hand)
    thread.start()
    start.wait()
    try:
        accept(able.inspection.pk, number, by=able.lead, at=able.now)
    except Refused as refused:
        assert "has a reader by now" in refused.summary
    thread.join()
    assert said == []
    for case in cases:
        assert case.allocations.filter(until__isnull=True).count() == 1


def test_what_members_give_is_read_with_every_fault(able: Any, browser_of: Any) -> None:
    lead = browser_of(able.lead)
    ids = dict(able.inspection.members.values_list("user", "pk"))
    reader, other, head = ids[able.reader.pk], ids[able.other.pk], ids[able.lead.pk]
    sent = {
        f"share-{reader}": "60",
        f"most-{reader}": "7",
        f"skills-{reader}": "welsh",
        f"share-{other}": "61",
        f"share-{head}": "-5",
    }
    refused = act(lead, able, "team", **sent)
    assert words_of(refused).count("in fives") == 2
    sent |= {f"share-{other}": "50", f"share-{head}": "0", f"most-{other}": "x"}
    assert "0 to 999" in words_of(act(lead, able, "team", **sent))
    sent |= {f"most-{other}": ""}
    assert act(lead, able, "team", **sent).status_code == 302
    member = able.inspection.members.get(pk=reader)
    assert (member.share, member.most_cases, member.skills) == (60, 7, ["welsh"])
    assert act(lead, able, "nonsense").status_code == 404


def test_a_lead_with_a_conflict_in_a_case_does_not_see_it_proposed(
    able: Any, browser_of: Any
) -> None:
    from probata.service.fieldwork.models import Conflict

    lead = browser_of(able.lead)
    cases = accept_cohort(able, lead)
    hidden = cases[2]
    Conflict.objects.create(
        user=able.lead, case=hidden, reason="A neighbour", declared_at=able.now
    )
    act(lead, able, "propose")
    assert str(hidden.pk) not in proposal_of(able).readers
    for page in ("allocation", "progress", "changes", "close", ""):
        answer = lead.get(f"/inspections/{able.inspection.pk}/{page}")
        assert str(hidden.pk) not in answer.content.decode(), page
    allocate = f"/inspections/{able.inspection.pk}/allocate"
    sent = {"case": str(hidden.pk), "to": str(able.reader.pk)}
    assert lead.post(allocate, sent).status_code == 404


def test_a_hundred_and_twenty_cases_are_proposed_in_seconds(
    able: Any, browser_of: Any
) -> None:
    from probata.service.inspections.share_cases import SECONDS, known_skills
    from probata.service.roles import Role

    lead = browser_of(able.lead)
    cases = accept_cohort(able, lead, cases=2300)
    assert len(cases) >= 120
    skills = list(known_skills())
    for number in range(8):
        able.inspection.members.create(
            user=able.person(f"more-{number}", Role.INSPECTOR),
            part="inspector",
            share=100 - 5 * number,
            skills=skills[: number % 4],
        )
    begun = time.monotonic()
    assert act(lead, able, "propose").status_code == 302
    # The limit of the search, and room for all else on a busy machine.
    assert time.monotonic() - begun < SECONDS + 10
    assert len(proposal_of(able).readers) == len(cases)


def test_a_search_that_runs_out_of_time_says_so() -> None:
    import numpy as np

    from probata.cohort.allocation.problem import NOBODY, Problem
    from probata.cohort.allocation.share_out import share_out
    from probata.errors import AnalysisError

    n, k = 60, 6
    nobody = np.full(n, NOBODY)
    problem = Problem(
        effort=np.full(n, 20),
        twice=np.zeros(n, dtype=bool),
        second_effort=10,
        may=np.ones((n, k), dtype=bool),
        may_second=np.ones((n, k), dtype=bool),
        share=np.full(k, 20),
        most=np.full(k, 10**6),
        most_cases=np.full(k, 10**6),
        before=nobody,
        before_second=nobody,
    )
    with pytest.raises(AnalysisError, match="within 0 seconds"):
        share_out(problem, 0.1, seconds=0.0)
    solution = share_out(problem, 0.1, seconds=30.0)
    assert solution is not None and solution.level == 10.0
