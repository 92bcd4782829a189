"""Points 1 to 3 of the walk: look around, sign in, say where one lives."""

from tests.conftest import Clock
from tests.journeys.walker import Walk

PHONES = {
    "moderator": "13800000010",
    "colleague": "13800000011",
    "manager": "13800000020",
    "volunteer": "13800000001",
    "clerk": "13800000030",
    "administrator": "13800000090",
}
NEW_NUMBER = "13911112222"
QUEUE = "/c/guihua/review"


def look_around(walk: Walk) -> None:
    """Before anybody signs in: home, published demands, activities, rewards."""
    visitor = walk["resident"]
    for tab in ("", "demands", "activities", "rewards"):
        visitor.open(f"/c/guihua/{tab}")
    visitor.open("/c/guihua/demands")
    visitor.follow("main .rows a")
    visitor.open("/c/guihua/activities")
    visitor.follow("main .rows a")
    visitor.open("/c/guihua/rewards")
    visitor.follow("main .goods a")
    visitor.reads("Sign in to redeem")
    visitor.open("/privacy")
    visitor.follow("footer a[href='/feedback']")
    visitor.send("/feedback", words=" ", expect=422)
    visitor.send("/feedback", words=walk.say("字太小了", "The type is too small"))
    visitor.reads("Thank you. Those who run the app read it.")
    visitor.open("/c/guihua/demands/99999", expect=404)


def sign_in(walk: Walk, clock: Clock) -> None:
    """A new number with consent and a name, asking for a second code; then everybody else."""
    resident = walk["resident"]
    resident.open("/sign-in?next=/me/household")
    resident.send("/sign-in", phone=NEW_NUMBER)
    resident.send("/sign-in/code", code="000000", expect=422)
    first = resident.page.locator("[data-demo-code]").inner_text()
    clock.advance(seconds=61)
    if not walk.scripts:  # with scripts the button counts down on the browser's own clock
        with resident.page.expect_navigation():
            resident.page.locator("button[form=again]").click()
        resident.reads("Another code is on its way. Only the newest one is valid.")
        assert resident.page.locator("[data-demo-code]").inner_text() != first
    resident.send("/sign-in/code", code=resident.page.locator("[data-demo-code]").inner_text())
    resident.send("/sign-in/name", display_name=walk.say("新邻居", "New neighbour"), agreed=True)
    resident.open("/c/guihua/admin", expect=403)
    for who, phone in PHONES.items():
        walk[who].sign_in(phone)


def say_where_one_lives(walk: Walk) -> None:
    """The resident says it, takes it back, says it again; the moderator confirms it; the resident is told."""
    resident = walk["resident"]
    resident.open("/me/household")
    resident.reads("Which home is yours?")
    for room in ("701", "702"):
        building = resident.page.locator("select[name=building_id] option").nth(3).get_attribute("value")
        resident.send("/me/household", building_id=building, unit="1", room=room)
        resident.reads("Sent. The committee confirms it.")
        if room == "701":
            resident.send("/me/household/withdraw")
            resident.reads("Taken back.")
    resident.reads("Place in line: %(place)d. Usually it is confirmed by %(when)s.")
    decide(walk, "residence", walk.say("新邻居", "New neighbour"))
    resident.open("/me/household")
    resident.reads("You can support demands and redeem your points.")


def decide(walk: Walk, kind: str, words: str, decision: str = "approved", reason: str = "") -> None:
    """The moderator opens the item with these words in the queue and decides on it."""
    moderator = walk["moderator"]
    address = find_in_queue(walk, "moderator", kind, words)
    if decision != "approved":
        moderator.page.locator(f"a[href='#{decision}']").first.click()
        moderator.send(address, holding=f"input[name=decision][value={decision}]", reason=reason)
        return
    moderator.send(address, holding="input[name=decision][value=approved]")


def decide_twice(walk: Walk, kind: str, words: str) -> None:
    """Two moderators have the same item open: the second one is told calmly that it is decided."""
    address = find_in_queue(walk, "colleague", kind, words)
    decide(walk, kind, words)
    walk["colleague"].send(address, holding="input[name=decision][value=approved]", expect=409)
    walk["colleague"].reads("Already decided")


def find_in_queue(walk: Walk, who: str, kind: str, words: str) -> str:
    """Somebody opens the item with these words; gives its address."""
    moderator = walk[who]
    moderator.open(f"{QUEUE}?kind={kind}")
    moderator.find(words)
    return f"{QUEUE}/{moderator.number}"
