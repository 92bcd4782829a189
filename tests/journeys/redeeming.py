"""Points 8 and 9 of the walk: redeem, pick up, be told."""

from dataclasses import replace

from resident.config import SmsSettings
from tests.journeys.walker import Walk

REWARDS = "/c/guihua/rewards"
SOAP = ("香皂两块", "Two bars of soap")


def redeem(walk: Walk) -> None:
    """The volunteer redeems soap and the clerk hands it over by its code; a second one is given back."""
    volunteer, clerk = walk["volunteer"], walk["clerk"]
    _take_soap(walk)
    code = "".join(filter(str.isdigit, volunteer.page.locator(".ticket").inner_text()))[:8]
    pickup = volunteer.page.url
    clerk.open("/c/guihua/desk/hand-over")
    clerk.send("/desk/hand-over", code="00000000", expect=422)
    clerk.send("/desk/hand-over", code=code)
    clerk.sees(walk.say(*SOAP))
    clerk.send("/hand-over/confirm")
    clerk.reads("Given out to %(name)s.")
    volunteer.open(pickup)
    _take_soap(walk)
    volunteer.send("/cancel")
    volunteer.reads("Cancelled. Your points are back.")
    volunteer.open("/me/redemptions")
    volunteer.open("/me/points")
    volunteer.sees(walk.say(*SOAP))


def _take_soap(walk: Walk) -> None:
    volunteer = walk["volunteer"]
    volunteer.open(REWARDS)
    volunteer.find(walk.say(*SOAP))
    volunteer.send("/redeem")
    volunteer.reads("If it does not scan, read out this number")


def read_the_inbox(walk: Walk) -> None:
    """Everybody reads what they were told."""
    for who in ("resident", "volunteer", "manager"):
        person = walk[who]
        person.open("/me/notifications")
        unread = person.page.locator(".note_new").count()
        assert unread
        person.read_first()
        person.open("/me/notifications")
        assert person.page.locator(".note_new").count() == unread - 1
        person.send("/me/notifications/read")
        assert not person.page.locator(".note_new").count()


def choose_text_messages(walk: Walk) -> None:
    """Somebody wants no text message about demands that were closed, and then does again."""
    app, person = walk.server.app, walk["resident"]
    usual = app.config["RESIDENT"]
    app.config["RESIDENT"] = replace(usual, sms=SmsSettings("aliyun", "key", "secret", "桂花社区", {"done": "SMS_1"}))
    try:
        person.open("/me/settings")
        person.follow("a[href='/me/notifications/sms']")
        person.send("/me/notifications/sms/done")
        person.reads("Your choice is saved.")
        person.reads("Send me a text message")
        person.send("/me/notifications/sms/done")
    finally:
        app.config["RESIDENT"] = usual


def keep_the_shelf(walk: Walk) -> None:
    """The administrator offers a reward, counts it anew, takes it off the shelf and puts it back."""
    keeper = walk["administrator"]
    keeper.open(f"{REWARDS}/new")
    keeper.send(
        "/rewards/new",
        organization_id=keeper.first_of("organization_id"),
        name_zh_Hans="热水袋",
        name_en="Hot-water bottle",
        picture="gift",
        price=25,
        stock=4,
    )
    keeper.open(f"{REWARDS}/keep")
    keeper.find(walk.say("热水袋", "Hot-water bottle"))
    keeper.send("/edit", price=20)
    keeper.reads("Saved")
    keeper.open(f"{REWARDS}/{keeper.number}/edit")
    keeper.send("/stock", direction="more", number=2)
    keeper.send("/archive")
    keeper.reads("Taken off the shelf. What is redeemed already is still given out.")
    keeper.send("/restore")
    keeper.reads("Back on the shelf.")
