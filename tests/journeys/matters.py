"""Points 4 to 6 of the walk: raise, review, take part."""

import io
from typing import Any

from PIL import Image, ImageDraw
from sqlalchemy import select

from resident.accounts.queries import find_by_phone
from resident.db import db
from resident.demands.actions.categories import USUAL
from resident.organizations.models import OrganizationMember
from resident.web.errors import found
from tests.journeys.arriving import PHONES, decide, decide_twice
from tests.journeys.walker import Walk

DEMANDS = "/c/guihua/demands"


def photo() -> dict[str, Any]:
    """A lamp at the ceiling of a stairwell, as a file to choose."""
    image = Image.new("RGB", (900, 700), "#d8d2c4")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 520, 900, 700), fill="#9a9488")
    draw.ellipse((380, 120, 520, 260), fill="#6b675f")
    file = io.BytesIO()
    image.save(file, "JPEG")
    return {"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def raise_demand(walk: Walk, title: str, **more: Any) -> int:
    """The resident raises a demand; gives its number."""
    resident = walk["resident"]
    resident.open(f"{DEMANDS}/new")
    category = resident.page.locator("[name=category_id]").nth(list(USUAL).index("safety")).get_attribute("value")
    resident.send(
        "/demands/new",
        title=title,
        category_id=category,
        visibility="all",
        body=walk.say(
            "四楼到五楼的灯不亮，晚上看不见台阶。", "The lamp between floors 4 and 5 is out; nobody sees the steps."
        ),
        **more,
    )
    resident.reads("Thank you. It is in line for the review; you hear from us.")
    return resident.number


def raise_and_review(walk: Walk) -> int:
    """A demand with a photo waits, is edited, sent back, edited again and published; its author is told each time."""
    resident = walk["resident"]
    title = walk.say("七栋楼道灯坏了三天", "The stairwell lamp has been out for days")
    number = raise_demand(walk, title, spot=walk.say("四楼楼道", "Fourth floor"), photos=photo(), shows_name=True)
    resident.reads("It is number %(number)s in line.")
    resident.open(f"{DEMANDS}/{number}/edit")
    resident.send(f"/demands/{number}/edit", title=title[:2], expect=422)
    resident.reads("One thing is missing or not right. All you wrote is kept.")
    resident.open(f"{DEMANDS}/{number}/edit")
    resident.send(f"/demands/{number}/edit", spot=walk.say("四楼到五楼", "Between floors 4 and 5"))
    resident.reads("Saved. Your place in line stays.")
    decide(walk, "demand", title, "changes_asked", walk.say("请写明是哪个单元。", "Which entrance is it?"))
    resident.hears("Please change something in “%(title)s”: %(reason)s")
    resident.open(f"{DEMANDS}/{number}")
    resident.sees(walk.say("请写明是哪个单元。", "Which entrance is it?"))
    resident.open(f"{DEMANDS}/{number}/edit")
    resident.send(f"/demands/{number}/edit", spot=walk.say("一单元四楼", "Entrance 1, fourth floor"))
    decide(walk, "demand", title)
    resident.hears("Your demand “%(title)s” has passed the review.")
    resident.open(f"{DEMANDS}?mine=1")
    resident.find(title)
    return number


def take_part(walk: Walk, number: int) -> None:
    """A neighbour supports it, takes that back, supports it again, and comments; the comment is reviewed."""
    neighbour, moderator = walk["volunteer"], walk["moderator"]
    here = f"{DEMANDS}/{number}"
    neighbour.open(here)
    neighbour.send(f"{number}/support")
    neighbour.reads("Supported. You will hear how it goes on.")
    neighbour.send(f"{number}/support")
    neighbour.reads("Support taken back.")
    neighbour.send(f"{number}/support")
    neighbour.open(here)
    first = walk.say("我昨晚差点踩空。", "I nearly fell last night.")
    neighbour.send(f"{number}/comments", body=first, shows_building=True)
    neighbour.reads("Thank you. The committee reads it first, then everybody can.")
    neighbour.follow("#comments a[href$='/edit']")
    second = walk.say("我昨晚差点踩空，幸好扶住了。", "I nearly fell last night and caught the rail.")
    neighbour.send("/edit", body=second)
    neighbour.reads("Sent in again.")
    decide(walk, "comment", second[:6])
    moderator.open(here)
    moderator.sees(second)
    neighbour.open(here)
    neighbour.send(f"{number}/comments", body=walk.say("写错地方了。", "Wrong place, sorry."))
    neighbour.send("/withdraw", holding="button.link")
    neighbour.reads("Comment withdrawn.")


def hide_and_take_down(walk: Walk, number: int) -> None:
    """Writers hide their names and show them again; a moderator takes the demand down, a colleague brings it back."""
    resident, neighbour, moderator, colleague = (
        walk[who] for who in ("resident", "volunteer", "moderator", "colleague")
    )
    here = f"{DEMANDS}/{number}"
    for writer, address in ((resident, f"demands/{number}/name"), (neighbour, "/name")):
        writer.open(here)
        writer.send(address)
        writer.reads("Your name is no longer shown; neighbours read “a neighbour”.")
        writer.send(address)
        writer.reads("Your name is shown again.")
    moderator.open(here)
    moderator.follow("a[href*='/take-down/demand/']")
    moderator.send(expect=422)
    moderator.send(reason=walk.say("里面写了门牌号。", "It names a door."))
    moderator.reads("Taken down. The author has been told why.")
    neighbour.open(here)
    neighbour.reads("Not public at the moment")
    resident.open(here)
    resident.follow("main a[href*='/taken-down/']")
    resident.send("/appeal", appeal=walk.say("写的是公共楼道。", "It is the shared stairwell."))
    resident.reads("Thank you. Somebody else reads it and decides; you hear from us.")
    colleague.open(here)
    colleague.follow("main a[href*='/taken-down/']")
    colleague.send("/restore")
    colleague.reads("It is public again. The author has been told.")
    colleague.open("/c/guihua/taken-down")
    resident.hears("“%(title)s” is public again.")


def resolve(walk: Walk, number: int) -> None:
    """A worker assigns it, the body takes it in hand, answers, resolves; the author says it is solved."""
    worker, resident = walk["administrator"], walk["resident"]
    here = f"{DEMANDS}/{number}"
    worker.open(here)
    assign(walk, number)
    worker.send(f"{number}/accept")
    worker.reads("You have it in progress now.")
    answer = walk.say("电工明天上午来换灯。", "The electrician comes tomorrow morning.")
    worker.send(f"{number}/answer", answer=answer)
    worker.reads("Your answer is published.")
    resident.open(here)
    resident.sees(answer)
    called(walk, number)
    worker.open(here)
    worker.send(f"{number}/resolve", reason=walk.say("灯换好了，声控也修了。", "The lamp and its sensor are new."))
    worker.reads("Closed. The one who raised it is asked whether it is solved.")
    resident.open(here)
    resident.send(f"{number}/rating", holding="[type=hidden][name='content'][value='content']")  # in one tap
    resident.reads("Thank you. Your word counts.")
    resident.reads("Solved, says the one who raised it")
    show_how_it_looks(walk, number)


def press_danger(walk: Walk) -> None:
    """A resident smells gas: whom to call comes first; a moderator has seen it, finds that it is none, and weighs it."""
    resident, moderator = walk["resident"], walk["moderator"]
    resident.open(f"{DEMANDS}/new")
    form = resident.page.locator("[data-raising]")
    form.locator("[name=title]").fill(walk.say("楼道里有煤气味", "I smell gas in the stairwell"))
    if walk.scripts:
        resident.page.wait_for_selector(".alarm a[href='tel:119']")
    else:
        resident.send("/demands/new", expect=422)
        resident.reads("This sounds like danger: %(kind)s.")
    resident.send("/demands/new", visibility="all")
    resident.reads("Thank you. It is in line for the review; you hear from us.")
    here = f"{DEMANDS}/{resident.number}"
    moderator.hears("Danger (%(kind)s): “%(title)s”. Please look at it now and press that you have seen it.")
    moderator.open(here)
    moderator.send("/danger/seen")
    moderator.reads("Thank you. Everybody sees that you know of it.")
    moderator.send("/deny_danger", reason=walk.say("是有人在做饭。", "Somebody was cooking."))
    moderator.reads("No danger, then.")
    moderator.send("/urgency", urgency="urgent", reason=walk.say("老人住在隔壁。", "Old people live next door."))
    moderator.reads("Saved. Its date is counted anew.")
    moderator.send("/mark_danger")
    moderator.reads("Marked as danger. The others of the staff hear at once.")


def show_how_it_looks(walk: Walk, number: int) -> None:
    """The worker forgets the photo, sends it, a moderator lets it through; it stands beside the first one until it is taken away."""
    worker, resident = walk["administrator"], walk["resident"]
    here = f"{DEMANDS}/{number}"
    worker.open(here)
    title = worker.page.locator("h1").inner_text()
    worker.follow("#after a[href$='/after']")
    worker.send("/after", expect=422)
    worker.reads("Please choose a photo.")
    worker.send("/after", photos=photo())
    worker.reads("Thank you. The committee looks at it first, then everybody can.")
    decide(walk, "after", title)
    resident.hears("There is a photo of how “%(title)s” looks now.")
    resident.open(here)
    resident.reads("Before and after")
    resident.open(f"{here}/share")
    resident.press("form[action*='/posters/'] button")
    resident.reads("It is being drawn; a few seconds.")
    worker.open(here)
    worker.send("/withdraw", holding="button")
    worker.reads("The photo is gone.")


def called(walk: Walk, number: int) -> None:
    """The worker notes a call, the one who raised it was not called, and a moderator settles that."""
    worker, resident, moderator = walk["administrator"], walk["resident"], walk["moderator"]
    here = f"{DEMANDS}/{number}"
    worker.open(here)
    worker.send(f"{number}/contact")
    worker.reads("Recorded: who raised it reads that you looked.")
    worker.open(here)
    worker.send(f"{number}/call", spoke_with=walk.say("本人", "Herself"), said=walk.say("明天来。", "Tomorrow."))
    worker.reads("Written down. The one who raised it reads it, and can say that nobody called.")
    resident.open(here)
    resident.reads("Who looked at your number")
    resident.send("/contest")
    resident.reads("Thank you. Somebody else looks into it; until then the call does not count.")
    moderator.open(here)
    moderator.send("/settle", was_made="no", reason=walk.say("记录里没有。", "There is no record of it."))
    moderator.reads("Settled. Both have been told.")


def let_call(walk: Walk) -> None:
    """A body accepts; its resident lets it call, it sees the number on record, and is shown it no more once it is about it."""
    worker, resident, manager = walk["administrator"], walk["resident"], walk["manager"]
    title = walk.say("单元门口的花坛要修", "The flower bed needs mending")
    number = raise_demand(walk, title)
    decide(walk, "demand", title)
    here = f"{DEMANDS}/{number}"
    worker.open(here)
    worker.send(f"{number}/assign", organization_id=_led_by_manager(walk))
    manager.open(here)
    manager.send(f"{number}/accept")
    manager.reads("Who raised it has not said that you may call. Ask here in an answer, or ask the committee to call.")
    resident.open(here)
    resident.send(f"{number}/consent", may_call=True)
    resident.reads("Saved. You can change this at any time.")
    manager.hears("“%(title)s”: the one who raised it lets you call them.")
    manager.open(here)
    manager.send(f"{number}/contact")
    manager.reads("Recorded: who raised it reads that you looked.")
    worker.open(here)
    worker.send(f"{number}/about")
    worker.reads("Saved. Everybody who handles it sees that.")
    manager.open(here)
    manager.reads("It is a complaint about this body, so nobody there is shown the number.")


def _led_by_manager(walk: Walk) -> str:
    """The number of the body that the manager leads."""
    with walk.server.app.app_context():
        person = found(find_by_phone(PHONES["manager"]))
        led = select(OrganizationMember.organization_id).where(OrganizationMember.person_id == person.id)
        return str(db.session.scalars(led).first())


def assign(walk: Walk, number: int) -> None:
    """The worker gives it to the body that is proposed first."""
    worker = walk["administrator"]
    body = worker.page.locator("#act-assign [name=organization_id]").first.get_attribute("value")
    worker.send(f"{number}/assign", organization_id=body)
    worker.reads("Handed over.")


def other_ways(walk: Walk, solved: int) -> None:
    """Taken up again, sent back, parked, referred, merged, refused and withdrawn."""
    worker, resident = walk["administrator"], walk["resident"]
    titles = [walk.say(f"第{n}件要处理的事情", f"Matter no. {n} to be handled") for n in (1, 2, 3)]
    first, second, third = (raise_demand(walk, title) for title in titles)
    decide_twice(walk, "demand", titles[0])
    decide(walk, "demand", titles[1])
    decide(walk, "demand", titles[2], "rejected", walk.say("这是重复的。", "This is a repetition."))
    resident.open(f"{DEMANDS}/{third}")
    resident.reads("This was not approved")
    reason = walk.say("要等小区改造一起做。", "It waits for the renovation.")
    worker.open(f"{DEMANDS}/{solved}")
    worker.send(f"{solved}/reopen", reason=reason)
    worker.reads("It is done again.")
    worker.open(f"{DEMANDS}/{first}")
    assign(walk, first)
    worker.send(f"{first}/return", reason=reason)
    worker.reads("Sent back to the committee.")
    worker.send(f"{first}/park", until="2026-05-01", reason=reason)
    worker.reads("Put on hold.")
    worker.send(f"{first}/refer", to=walk.say("街道办事处", "The district office"), reason=reason)
    worker.reads("Passed on. The one who raised it has been told to whom.")
    worker.open(f"{DEMANDS}/{second}")
    worker.send(f"{second}/merge", into=first, reason=reason)
    worker.reads("Merged.")
    fourth = raise_demand(walk, walk.say("已经不需要处理了", "No longer needed at all"))
    let_call(walk)
    resident.open(f"{DEMANDS}/{fourth}")
    resident.send(f"{fourth}/withdraw")
    resident.reads("Withdrawn.")
