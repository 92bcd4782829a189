"""Behind point 3 of the walk: the administrator prints slips, and the resident uses one, answers and contests."""

from tests.journeys.arriving import decide
from tests.journeys.walker import Walk

ADMIN, SLIP = "/c/guihua/admin", "/c/guihua/slip"


def by_slip(walk: Walk) -> None:
    """The slip of a neighbour's home: printed, of the wrong letter box, looked at instead, used; its home in all its states."""
    home, code = _print(walk)
    resident = walk["resident"]
    _look(walk, code)
    resident.send("/slip/wrong")
    resident.reads("Thank you. The committee looks for the right letter box.")
    _look(walk, code)
    resident.send("/slip/review")
    resident.reads("Sent. The committee confirms it, and tells nobody.")
    resident.send("/me/household/withdraw")
    _look(walk, code)
    resident.send("/slip/door")
    resident.reads("Your home is confirmed. Welcome!")
    resident.open("/c/guihua/household/joined")
    resident.send("/household/contest")
    resident.reads("Sent. The committee looks at who is confirmed in your home.")
    _end_all(walk, home)
    resident.open("/me/household")
    resident.send("/household/claim")
    resident.reads("Sent. The committee looks at it once more.")
    decide(walk, "residence", walk.say("新邻居", "New neighbour"))
    resident.open("/c/guihua/household/joined")
    resident.send("/household/leave")
    resident.reads("It is your home no longer. Say which one is yours now.")
    building = resident.first_of("building_id")
    resident.send("/me/household", building_id=building, unit="1", room="703")
    decide(walk, "residence", walk.say("新邻居", "New neighbour"))


def _print(walk: Walk) -> tuple[str, str]:
    """All slips of the first building, then that of one home: where it is and its code."""
    administrator = walk["administrator"]
    administrator.open(f"{ADMIN}/places")
    administrator.follow(f"a[href='{ADMIN}/slips']")
    administrator.follow("main .cells a[href*='/buildings/']")
    building = administrator.page.url
    administrator.send("/slips")
    administrator.open(building)
    administrator.follow("main .cells a[href*='/homes/']")
    home = administrator.page.url
    administrator.send("/slip")
    code = administrator.page.locator(".slip__code").first.text_content() or ""
    return home, code.replace(" ", "")


def _look(walk: Walk, code: str) -> None:
    """The resident scans the code and looks which door it is."""
    resident = walk["resident"]
    resident.open(f"{SLIP}/{code}")
    resident.send("/slip")
    resident.reads("Is this your home?")


def _end_all(walk: Walk, home: str) -> None:
    """The administrator looks at it, withdraws the slip and ends what it confirmed."""
    administrator = walk["administrator"]
    administrator.open(home)
    administrator.send("/settle")
    administrator.open(home)
    for whom in ("nobody", "others"):
        administrator.send(f"/tell-{whom}")
        administrator.reads("Noted.")
    administrator.send("/withdraw")
    administrator.reads("The slip works no longer. Shall confirmations of this home end too? Tick them below.")
    administrator.page.locator("label:has([name=person])").last.click(position={"x": 10, "y": 12})
    administrator.send("/end")
