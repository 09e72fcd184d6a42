"""Who is behind the pseudonyms: asked by one, agreed by another, taken once, in time."""

from __future__ import annotations

import csv
import datetime
from typing import Any

import pytest
from releasing import actions, agree, closed_inspection, decide, people, release_of
from signing import confirmed

pytestmark = pytest.mark.database


def key_of(release: Any, analyst: Any) -> Any:
    from django.utils import timezone

    from probata.service.releases.keys import ask_key

    return ask_key(release, ["reference"], "Linking", by=analyst, at=timezone.now())


def test_the_key_names_the_chosen_fields_once_and_nothing_else(place: Any) -> None:
    from probata.service.consent.models import ConsentRequest
    from probata.service.releases.models import ReleasedCase

    signed = closed_inspection(place)
    case = signed[0].case
    case.person_name = "=HYPERLINK(1)"
    case.save()
    analyst, manager = people(place)
    release = release_of(place, analyst, manager)
    client = confirmed(analyst)
    answer = client.post(
        f"/releases/{release.pk}/key",
        {"field": ["person_name", "reference"], "reason": "Linking to outcomes"},
    )
    address = answer["Location"]
    asked = ConsentRequest.objects.get(subject_id=str(release.pk))
    assert client.post(f"{address}/take").status_code == 403
    decide(confirmed(manager), asked)
    assert "Download the file, once" in client.get(address).content.decode()
    taken = client.post(f"{address}/take")
    rows = list(csv.DictReader(taken.content.decode().splitlines()))
    assert list(rows[0]) == ["case_id", "reference", "person_name"]
    key = ReleasedCase.objects.get(release=release, assessment=signed[0])
    assert {
        "case_id": key.pseudonym,
        "reference": case.reference,
        "person_name": "'=HYPERLINK(1)",
    } in rows
    twice = client.post(f"{address}/take")
    assert twice.status_code == 403 and b"was taken already" in twice.content
    page = client.get(address).content.decode()
    assert "Taken on" in page and "Download the file" not in page
    assert actions(asked) == [
        "done ask_key",
        "refused take_key",
        "done decide",
        "exported take_key",
        "refused take_key",
    ]
    assert "taken" in client.get(f"/releases/{release.pk}/").content.decode()


def test_a_key_that_is_fetched_too_late_is_not_given(place: Any) -> None:
    from django.utils import timezone

    from probata.errors import DataError
    from probata.service.releases.keys import USABLE, take_key

    assert datetime.timedelta(hours=24) == USABLE
    closed_inspection(place, 1)
    analyst, manager = people(place)
    release = release_of(place, analyst, manager)
    late = agree(key_of(release, analyst), manager, at=timezone.now() - USABLE)
    client = confirmed(analyst)
    answer = client.post(f"/requests/{late.pk}/take")
    assert answer.status_code == 403 and b"its time is over" in answer.content
    page = client.get(f"/requests/{late.pk}").content.decode()
    assert "It could be taken until" in page and "Download the file" not in page
    with pytest.raises(DataError, match="its time is over"):
        take_key(late.pk, by=analyst, at=timezone.now())
    in_time = timezone.now() - USABLE + datetime.timedelta(hours=1)
    just = agree(key_of(release, analyst), manager, at=in_time)
    assert client.post(f"/requests/{just.pk}/take").status_code == 200


def test_taken_in_four_tabs_at_once_it_is_given_once(place: Any) -> None:
    import threading

    from django.db import connections
    from django.utils import timezone

    from probata.errors import DataError
    from probata.service.releases.keys import take_key

    closed_inspection(place, 1)
    analyst, manager = people(place)
    asked = agree(key_of(release_of(place, analyst, manager), analyst), manager)
    outcomes: list[str] = []

    def take() -> None:
        try:
            take_key(asked.pk, by=analyst, at=timezone.now())
            outcomes.append("given")
        except DataError:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["given", "refused", "refused", "refused"]


def test_nobody_else_takes_a_key(place: Any) -> None:
    from django.utils import timezone

    from probata.errors import DataError
    from probata.service.releases.keys import take_key
    from probata.service.roles import Role

    closed_inspection(place, 1)
    analyst, manager = people(place)
    asked = agree(key_of(release_of(place, analyst, manager), analyst), manager)
    another = place.person("another", Role.ANALYST)
    for user in (another, manager):
        answer = confirmed(user).post(f"/requests/{asked.pk}/take")
        assert answer.status_code == 404
        with pytest.raises(DataError):
            take_key(asked.pk, by=user, at=timezone.now())
    # Whoever is an analyst no longer takes nothing either.
    analyst.roles = []
    analyst.save()
    assert confirmed(analyst).post(f"/requests/{asked.pk}/take").status_code == 403


def test_who_has_a_conflict_is_told_of_nobody(place: Any) -> None:
    from probata.errors import DataError
    from probata.service.fieldwork.models import Conflict

    closed_inspection(place, 1)
    analyst, manager = people(place)
    release = release_of(place, analyst, manager)
    agreed = agree(key_of(release, analyst), manager)
    waiting = key_of(release, analyst)
    for user in (analyst, manager):
        Conflict.objects.create(
            user=user,
            unit=place.inspection.unit,
            reason="Worked there",
            declared_at=place.now,
        )
    assert confirmed(analyst).post(f"/requests/{agreed.pk}/take").status_code == 404
    assert decide(confirmed(manager), waiting).status_code == 404
    with pytest.raises(DataError, match="conflict of interest"):
        key_of(release, analyst)


def test_fields_made_by_hand_are_refused(place: Any) -> None:
    from probata.service.consent.models import ConsentRequest

    closed_inspection(place, 1)
    analyst, manager = people(place)
    release = release_of(place, analyst, manager)
    client = confirmed(analyst)
    address = f"/releases/{release.pk}/key"
    for fields in ([], ["password"], ["reference", "note"]):
        answer = client.post(address, {"field": fields, "reason": "x"})
        assert answer.status_code == 422, fields
    assert not ConsentRequest.objects.filter(subject_id=str(release.pk)).exists()
