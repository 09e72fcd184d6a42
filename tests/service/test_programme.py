"""A programme manager plans inspections and their teams, and never sees a case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from saves import send

pytestmark = pytest.mark.database


def manager_of(place: Any) -> Any:
    from probata.service.roles import Role

    return place.person("manager", Role.PROGRAMME_MANAGER)


def plan(**given: str) -> dict[str, str]:
    return {
        "unit": "Lambeth",
        "framework": "youth_justice_2018",
        "starts-day": "8",
        "starts-month": "5",
        "starts-year": "2023",
        "ends-day": "19",
        "ends-month": "5",
        "ends-year": "2023",
        "weeks": "",
        **given,
    }


def test_a_planned_inspection_gets_a_team_and_opens(
    place: Any, browser_of: Any
) -> None:
    from probata.service.fieldwork.models import Inspection

    client = browser_of(manager_of(place))
    unit = f"Somewhere {place.key}"
    sent = plan(unit=unit, unlisted="yes", region="The North", weeks="31 28")
    answer = client.post("/inspections/new", sent)
    made = Inspection.objects.get(unit__name=unit)
    assert answer["Location"] == f"/inspections/{made.pk}/team"
    assert (made.unit.region, made.weeks, made.state) == (
        "The North",
        [31, 28],
        "planned",
    )
    opening = f"/inspections/{made.pk}/open"
    refused = client.post(opening)
    assert refused.status_code == 422 and b"Nobody leads" in refused.content
    team = f"/inspections/{made.pk}/team"
    for user, part in ((place.lead, "lead"), (place.reader, "inspector")):
        client.post(team, {"action": "add", "user": str(user.pk), "part": part})
    parts = {item.user_id: item.part for item in made.members.all()}
    assert parts == {place.lead.pk: "lead", place.reader.pk: "inspector"}
    assert client.post(opening).status_code == 302
    made.refresh_from_db()
    assert made.state == "fieldwork"
    assert [turn.kind for turn in made.turns.all()] == ["opened"]
    assert client.post(opening).status_code == 422


def test_a_unit_is_found_under_the_name_of_the_register(
    place: Any, browser_of: Any
) -> None:
    from probata.service.fieldwork.models import Inspection, Unit

    client = browser_of(manager_of(place))
    for name, month in (("lewisham & bromley", "5"), ("Lewisham and Bromley", "6")):
        sent = plan(unit=name)
        sent |= {"starts-month": month, "ends-month": month, "starts-day": "9"}
        assert client.post("/inspections/new", sent).status_code == 302
    unit = Unit.objects.get(name__iexact="lewisham and bromley")
    assert unit.region == "London"
    assert Inspection.objects.filter(unit=unit).count() == 2
    again = client.post("/inspections/new", sent)
    assert b"an inspection that starts on this day" in again.content


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"unit": ""}, "Enter the name of the unit"),
        ({"unit": "Lambethh"}, "is not a delivery unit"),
        ({"unit": "x" * 201, "unlisted": "yes"}, "200 are the most"),
        ({"unit": "a\0b", "unlisted": "yes"}, "cannot be stored"),
        ({"framework": "no_such"}, "Choose a framework"),
        ({"starts-day": "31", "starts-month": "2"}, "There is no such day"),
        ({"starts-day": "٣"}, "as day, month and year"),
        ({"starts-day": "6"}, "is a Saturday"),
        ({"ends-day": "1"}, "comes before the first"),
        ({"ends-year": "2033"}, "more than 180 days"),
        ({"weeks": "31, 3"}, "outside the window"),
        ({"weeks": "31; DROP"}, "must be whole numbers"),
        ({"weeks": "31"}, "2 are inspected"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_its_field(
    place: Any, browser_of: Any, given: dict[str, str], words: str
) -> None:
    from probata.service.fieldwork.models import Inspection

    before = Inspection.objects.count()
    answer = browser_of(manager_of(place)).post("/inspections/new", plan(**given))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Inspection.objects.count() == before


def test_a_script_in_a_name_stays_text(place: Any, browser_of: Any) -> None:
    client = browser_of(manager_of(place))
    unit = f"<script>alert({place.number})</script> مرحبا {place.key}"
    sent = plan(unit=unit, unlisted="yes", region="<b>North</b>")
    team = client.post("/inspections/new", sent)["Location"]
    for address in (team, team.replace("team", ""), team.replace("team", "plan")):
        page = client.get(address).content.decode()
        assert f"&lt;script&gt;alert({place.number})" in page
        assert "<script>alert" not in page and "<b>North" not in page


def test_every_fault_of_a_plan_is_told_at_once(place: Any, browser_of: Any) -> None:
    answer = browser_of(manager_of(place)).post("/inspections/new", {})
    page = answer.content.decode()
    for words in ("name of the unit", "first day of fieldwork", "last day of fieldw"):
        assert f"Enter the {words}" in page


def test_what_the_cohort_rests_on_is_fixed_with_its_cases(
    place: Any, browser_of: Any
) -> None:
    client = browser_of(manager_of(place))
    address = f"/inspections/{place.inspection.pk}/plan"
    start = place.inspection.fieldwork_starts
    sent = plan(
        unit=place.inspection.unit.name,
        unlisted="yes",
        framework=place.inspection.framework_id,
    )
    assert client.post(address, sent).status_code == 302
    place.case()
    moved = client.post(address, sent | {"ends-day": "20"})
    assert moved.status_code == 302
    refused = client.post(address, sent | {"starts-day": "9", "weeks": "32, 27"})
    assert refused.status_code == 422
    assert refused.content.decode().count("fixed when the cohort") == 4  # 2 twice
    place.inspection.refresh_from_db()
    assert place.inspection.fieldwork_ends.day == 20
    assert place.inspection.fieldwork_starts != start


def test_who_reads_cases_is_not_removed(place: Any, browser_of: Any) -> None:
    client = browser_of(manager_of(place))
    assessment = place.case()
    team = f"/inspections/{place.inspection.pk}/team"
    member = place.inspection.members.get(user=place.reader)
    sent = {"action": "remove", "member": str(member.pk)}
    refused = client.post(team, sent)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "still reads 1 case" in page and "gives them to others first" in page
    assert assessment.case.reference not in page
    assessment.case.allocations.update(until=place.now)
    assert client.post(team, sent).status_code == 302
    assert not place.inspection.members.filter(user=place.reader).exists()


def test_parts_follow_roles_and_nobody_adds_themself(
    place: Any, browser_of: Any
) -> None:
    from probata.service.roles import Role

    both = place.person("both", Role.PROGRAMME_MANAGER, Role.LEAD_INSPECTOR)
    client = browser_of(both)
    team = f"/inspections/{place.inspection.pk}/team"

    def add(user: Any, part: str) -> str:
        sent = {"action": "add", "user": str(getattr(user, "pk", user)), "part": part}
        answer = client.post(team, sent)
        assert answer.status_code == 422
        return str(answer.content.decode())

    analyst = place.person("analyst", Role.ANALYST)
    gone = place.person("gone", Role.INSPECTOR)
    gone.is_active = False
    gone.save()
    inspector = place.person("inspector", Role.INSPECTOR)
    assert "Nobody gives a part to themself" in add(both, "lead")
    assert "has not the role" in add(analyst, "inspector")
    assert "has not the role" in add(inspector, "lead")
    assert "Choose a part" in add(inspector, "owner")
    assert "Choose a person" in add(gone, "inspector")
    assert "Choose a person" in add("not-an-id", "inspector")
    assert "in the team already" in add(place.reader, "inspector")


def test_a_member_of_another_team_is_not_touched(place: Any, browser_of: Any) -> None:
    other = type(place)("probation_2021")
    member = other.inspection.members.get(user=other.reader)
    client = browser_of(manager_of(place))
    team = f"/inspections/{place.inspection.pk}/team"
    for number in (str(member.pk), "x", "", "9" * 40):
        sent = {"action": "remove", "member": number}
        assert client.post(team, sent).status_code == 404
    assert other.inspection.members.filter(pk=member.pk).exists()


def test_a_manager_sees_counts_and_no_case(place: Any, browser_of: Any) -> None:
    assessment = place.case()
    send(browser_of(place.reader), assessment, note="secret words")
    client = browser_of(manager_of(place))
    start = f"/inspections/{place.inspection.pk}/"
    for address in ("/inspections", start, f"{start}team", f"{start}plan"):
        page = client.get(address).content.decode()
        assert assessment.case.reference not in page
        assert "secret words" not in page
    assert "1, of which 1 have a reader" in client.get(start).content.decode()


def test_the_version_published_last_is_in_force(
    place: Any, browser_of: Any, tmp_path: Path
) -> None:
    from probata.cli.publish_framework_stages import put_framework
    from probata.errors import DeclarationError
    from probata.service.inspections.plan import frameworks_in_force
    from probata.standards.packaged import FOLDER

    text = (FOLDER / "area_send.toml").read_text()
    version = next(line for line in text.splitlines() if line.startswith("version"))
    for number in ("1.0", "1.1"):
        path = tmp_path / f"area_{number}.toml"
        path.write_text(text.replace(version, f'version = "{number}"'))
        record, lines = put_framework(path, tmp_path)
        assert record["version"] == number and not record["case_facts"]
        assert "no cohort can be accepted" in " ".join(lines)
    offered = [words for _, words in frameworks_in_force()]
    assert sum("version 1.1" in words for words in offered) == 1
    assert not any("version 1.0" in words for words in offered)
    path.write_text(path.read_text().replace("title = ", 'title = "Other " # ', 1))
    with pytest.raises(DeclarationError, match="does not change"):
        put_framework(path, tmp_path)
