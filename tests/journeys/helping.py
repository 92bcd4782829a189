"""Point 7 of the walk: call for help, sign up, come and go, have the minutes confirmed."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from resident.activities.models import Shift
from resident.db import db
from tests.conftest import Clock
from tests.journeys.arriving import decide
from tests.journeys.walker import CORNER, Walk, Walker

ACTIVITIES = "/c/guihua/activities"
SHIFT = {"day": "2026-03-10", "starts_at": "09:00", "ends_at": "11:00"}
FIRST_HOUR = {"started_at": "2026-03-06T09:00", "ended_at": "2026-03-06T10:00"}
ANOTHER = {"starts_at": "2026-03-11T09:00", "ends_at": "2026-03-11T11:00"}


def move_to(clock: Clock, local: str) -> None:
    """Move the clock on to an hour of the community's wall clock."""
    clock.moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


def call_for_help(walk: Walk) -> int:
    """The manager calls for an activity with a shift for one; the moderator publishes it. Gives its number."""
    manager = walk["manager"]
    title = {"title_zh_Hans": "给图书角做书架", "title_en": "Build shelves for the book corner"}
    manager.open(f"{ACTIVITIES}/new")
    manager.send(
        "/activities/new",
        **title,
        body_zh_Hans="一起锯木板、打磨、刷漆。",
        body_en="We saw, sand and paint.",
        risks_zh_Hans="有锯子和钉子，请戴手套。",
        risks_en="Saws and nails: wear gloves.",
        contact_name="赵秀英",
        picture="books",
        place_zh_Hans="社区图书角",
        place_en="Book corner",
        capacity=1,
        **SHIFT,
    )
    manager.reads("Sent. A moderator reads it before it shows; you will be told.")
    number = manager.number
    decide(walk, "activity", walk.say(*title.values()))
    manager.hears("Your activity “%(title)s” has been published.")
    return number


def sign_up(walk: Walk, activity: int) -> None:
    """One takes the place, one waits; the shift is made larger and who waited moves up and is told."""
    resident, volunteer, manager = walk["resident"], walk["volunteer"], walk["manager"]
    for person in (resident, volunteer):
        person.open(f"{ACTIVITIES}/{activity}")
    resident.send(f"{activity}/sign-up")
    resident.reads("You are in.")
    resident.open(f"{ACTIVITIES}/{activity}")
    resident.reads("You have signed up.")
    undo(resident)
    resident.send(f"{activity}/sign-up", may_call=True)
    volunteer.open(f"{ACTIVITIES}/{activity}")
    volunteer.send(f"{activity}/waiting-list")
    volunteer.reads("You are on the waiting list.")
    volunteer.reads("You are no. %(place)s in line")
    volunteer.send(f"{activity}/cancel-sign-up")
    volunteer.reads("Cancelled. Thank you for telling us in time.")
    volunteer.send(f"{activity}/waiting-list")
    manager.open(f"{ACTIVITIES}/{activity}")
    manager.follow("a[href$='/edit']")
    manager.send("/edit", capacity=2)
    manager.reads("Saved. Whoever has a place or waits has been told if time or place changed.")
    volunteer.hears("A place became free and it is yours: “%(title)s”, %(when)s.")
    volunteer.open(f"{ACTIVITIES}/{activity}")
    volunteer.reads("Show this on arrival, or say the number")
    reach(walk, activity)


def reach(walk: Walk, activity: int) -> None:
    """The manager is shown the number of who lets them call, and writes to all; then they may call no longer."""
    resident, manager = walk["resident"], walk["manager"]
    manager.open(f"{ACTIVITIES}/{activity}/roster")
    manager.send("/contact")
    manager.reads("Recorded: they read that you looked.")
    manager.open(f"{ACTIVITIES}/{activity}/roster")
    manager.send("/message", text=walk.say("请带水杯。", "Please bring a cup."))
    manager.reads("Sent to everybody who has a place.")
    resident.hears("%(body)s, about “%(title)s” on %(when)s: %(text)s")
    resident.open(f"{ACTIVITIES}/{activity}")
    resident.reads("Who looked at your number")
    resident.send("/may-call")
    resident.reads("The organizer sees your number no more.")


def undo(person: Walker) -> None:
    """Undo the one thing that the page offers to undo."""
    person.send(person.page.locator("form[action*='/undo/']").first.get_attribute("action") or "")
    person.reads("Undone.")


def come_and_go(walk: Walk, activity: int, clock: Clock) -> None:
    """The manager checks one in on the roster, the other opens the link of the shift's code; both leave again."""
    resident, volunteer, manager = walk["resident"], walk["volunteer"], walk["manager"]
    move_to(clock, "2026-03-10T08:50")
    manager.open(f"{ACTIVITIES}/{activity}/roster")
    manager.send("/check-in")
    manager.page.locator(".entry .ok").first.wait_for()
    manager.follow("a[href$='/poster']")
    link = _check_in_link(walk, activity)
    volunteer.open(link)
    volunteer.send(link)
    volunteer.reads("Checked in. Good to have you here!")
    move_to(clock, "2026-03-10T11:05")
    volunteer.open(link)
    volunteer.send(link)
    volunteer.reads("Checked out. Thank you for your time!")
    manager.open(f"{ACTIVITIES}/{activity}/roster")
    manager.send("/check-out")
    manager.open(f"{ACTIVITIES}/{activity}/roster")
    manager.send("/roster/propose")
    manager.reads("Minutes of %(num)d people proposed.")
    resident.open(f"{ACTIVITIES}/{activity}")


def _check_in_link(walk: Walk, activity: int) -> str:
    """What the code on the poster says."""
    with walk.server.app.app_context():
        shift = db.session.scalars(select(Shift).where(Shift.activity_id == activity).order_by(Shift.id)).first()
        assert shift is not None
        key = shift.check_in_key
        db.session.remove()
    return f"{ACTIVITIES}/check-in/{key}"


def confirm(walk: Walk) -> None:
    """A second person confirms the minutes; the points arrive at once."""
    worker, volunteer = walk["administrator"], walk["volunteer"]
    worker.open(f"{ACTIVITIES}/hours")
    for box in worker.page.locator("label:has([name=record])").all():
        box.click(position=CORNER)
    worker.send("/hours/confirm")
    worker.reads("%(num)d records confirmed.")
    volunteer.open("/me/points")
    volunteer.sees(walk.say("给图书角做书架", "Build shelves for the book corner"))
    volunteer.open("/me/service")


def doubt(walk: Walk, activity: int) -> None:
    """What counts is voided by two: one asks, another keeps it, then agrees; a body is named to witness."""
    manager, worker = walk["manager"], walk["administrator"]
    for answer, words in (("/keep", "It stays as it is and counts."), ("/agree", "Voided. The volunteer is told why.")):
        manager.open(f"{ACTIVITIES}/{activity}/roster")
        manager.follow("a[href$='/correct']")
        manager.send("/correct", only_void=True, reason=walk.say("记错了人。", "The wrong person."))
        manager.reads("Asked. It counts until somebody else agrees.")
        worker.open(f"{ACTIVITIES}/hours")
        worker.send(answer)
        worker.reads(words)
    worker.open(f"{ACTIVITIES}/hours/stuck")
    worker.send("/stuck")
    worker.reads("Saved. Whoever leads that body confirms what nobody else can.")
    worker.open(f"{ACTIVITIES}/hours/overlaps")


def change_of_plan(walk: Walk, activity: int) -> None:
    """A shift is added and called off, a draft rewritten and withdrawn, the whole called off."""
    manager = walk["manager"]
    reason = walk.say("那天停电。", "No electricity that day.")
    manager.open(f"{ACTIVITIES}/{activity}/shifts/new")
    manager.send("/shifts/new", **ANOTHER, capacity=3, place_zh_Hans="社区图书角", place_en="Book corner")
    manager.reads("The shift is added.")
    manager.follow("a[href*='/shifts/'][href$='/cancel']")
    manager.send("/cancel", reason=reason)
    manager.reads("Called off. Everybody has been told.")
    manager.open(f"{ACTIVITIES}?mine=1")
    manager.find(walk.say("放学后的作业角", "Homework corner after school"))
    draft = manager.number
    manager.open(f"{ACTIVITIES}/{draft}/edit")
    manager.send(f"{draft}/edit", conditions_en="Patience", conditions_zh_Hans="有耐心")
    manager.reads("Saved. It is reviewed before it shows.")
    manager.send(f"{draft}/withdraw")
    manager.reads("Withdrawn.")
    manager.open(f"{ACTIVITIES}/{activity}/cancel")
    manager.send(f"{activity}/cancel", reason=reason)
    manager.reads("Called off. Everybody has been told.")


def the_unseen(walk: Walk, clock: Clock) -> None:
    """Somebody did not come after all; somebody's minutes are entered by hand and corrected by the committee."""
    manager, worker = walk["manager"], walk["administrator"]
    manager.open(ACTIVITIES)
    manager.find(walk.say("三栋到五栋，楼道大清理", "Stairwell clean-up, buildings 3 to 5"))
    roster = f"{ACTIVITIES}/{manager.number}/roster"
    move_to(clock, "2026-03-06T09:10")
    manager.open(roster)
    manager.send("/no-show")
    move_to(clock, "2026-03-06T12:00")
    manager.open(roster)
    manager.follow("a[href$='/minutes']")
    manager.send("/minutes", reason=walk.say("我看着他干完的。", "I saw them work."))
    manager.reads("Entered. Somebody of the committee confirms it.")
    worker.open(f"{ACTIVITIES}/hours")
    worker.follow("a[href$='/correct']")
    worker.send("/correct", **FIRST_HOUR, reason=walk.say("来晚了半小时。", "Half an hour late."))
    worker.reads("Corrected. Somebody of the committee confirms the new minutes.")
