"""Point 10 of the walk, and one's own settings: people and roles, bodies, categories, places, settings, leaving."""

from sqlalchemy import select

from resident import clock
from resident.communities.jobs import take_sheets_over
from resident.db import db, transaction
from resident.exports.jobs import make_exports
from resident.notifications.channels.robots import BEGINNINGS, RobotKind
from resident.notifications.models import OutboxMessage, OutboxMove
from tests.conftest import Clock
from tests.journeys.arriving import NEW_NUMBER, PHONES, decide
from tests.journeys.walker import Walk, Walker
from tests.makers.sheets import make_csv

ADMIN = "/c/guihua/admin"


def people_and_bodies(walk: Walk) -> None:
    """A role is given and ends; a body is founded, gets a person, loses the person, is archived and comes back."""
    administrator = walk["administrator"]
    administrator.open(ADMIN)
    administrator.open(f"{ADMIN}/people")
    administrator.send("/people/find", phone=NEW_NUMBER)
    person = administrator.number
    administrator.send(f"/people/{person}", role="moderator")
    administrator.reads("Invited. The role is theirs once they accept; you are told.")
    _accept(walk, "resident")
    administrator.open(f"{ADMIN}/people/{person}")
    administrator.send("/number/allow")
    administrator.reads("Allowed for a day.")
    administrator.send("/number/withdraw")
    administrator.reads("Taken back.")
    administrator.send("/end")
    administrator.reads("The role has ended.")
    _no_and_taken_back(walk)
    administrator.open(f"{ADMIN}/organizations/new")
    administrator.send(kind="merchant", name_zh_Hans="桂花面馆", name_en="Osmanthus Noodles")
    administrator.reads("The organization is added.")
    body = administrator.number
    administrator.send("/members", phone=PHONES["clerk"], role="clerk")
    administrator.reads("Invited. They act for it once they sign in and accept; you are told.")
    _accept(walk, "clerk")
    administrator.open(f"{ADMIN}/organizations/{body}")
    administrator.send("/role", role="member")
    administrator.reads("Saved.")
    administrator.send("/end")
    administrator.reads("%(name)s no longer acts for it.")
    administrator.open(f"{ADMIN}/organizations/{body}/edit")
    administrator.send(hours_en="Daily 10:00 to 20:00", hours_zh_Hans="每天 10:00 到 20:00")
    _a_robot(walk, body)
    administrator.send(f"{body}/archive")
    administrator.reads("Archived. Nobody acts for it now.")
    administrator.send(f"{body}/restore")
    administrator.reads("It is back.")
    administrator.open(f"{ADMIN}/organizations")


def _accept(walk: Walk, who: str) -> None:
    """Who is invited sees it, shows to be there where the last code is old, and takes the role on."""
    walk[who].open("/me/invitations")
    walk[who].send("/accept")
    if "/me/confirm" in walk[who].page.url:
        walk[who].confirm()
        walk[who].send("/accept")
    walk[who].reads("Thank you. The role is yours now, and who invited you hears of it.")


def _no_and_taken_back(walk: Walk) -> None:
    """One says that it is not for them; another invitation is taken back before anybody answers."""
    administrator, resident = walk["administrator"], walk["resident"]
    for phone in (NEW_NUMBER, "13911113333"):
        administrator.open(f"{ADMIN}/invitations/new")
        administrator.send("/invitations/new", phone=phone, name="王芳", role="worker")
        administrator.reads("Invited. The role is theirs once they sign in and accept; you are told.")
    administrator.send("/withdraw")
    administrator.reads("The invitation is taken back.")
    resident.open("/me/invitations")
    resident.send("/refuse")
    resident.reads("Thank you for telling. Who invited you hears of it.")


def _a_robot(walk: Walk, body: int) -> None:
    """The body's group gets a robot, which is tried and taken away; what it could not say is sent again."""
    administrator = walk["administrator"]
    administrator.follow(f"a[href$='/organizations/{body}/robot']")
    administrator.send(address="https://example.cn/robot", expect=422)
    administrator.send(address=BEGINNINGS[RobotKind.WECOM] + "693a91f6-7aaa-4bc4-97a0-0ec2aaaa5aaa")
    administrator.reads("Saved. Try whether it speaks.")
    administrator.send("/robot/try")
    administrator.reads("It was asked to speak. Look into the group in a few seconds.")
    with walk.server.app.app_context(), transaction():
        waiting = db.session.scalars(select(OutboxMessage).where(OutboxMessage.channel == f"robot:{body}")).one()
        waiting.move(OutboxMove.GIVE_UP)
        waiting.why, waiting.settled_at = "address", clock.now()
    administrator.open(f"{ADMIN}/deliveries")
    administrator.send(f"/deliveries/{_said_to_group(walk, body)}")
    administrator.reads("It is on its way again.")
    administrator.open(f"{ADMIN}/organizations/{body}/robot")
    administrator.send("/robot/end")
    administrator.reads("The robot is taken away.")
    administrator.open(f"{ADMIN}/organizations/{body}")


def _said_to_group(walk: Walk, body: int) -> int:
    """The number of what a body's robot was to say."""
    with walk.server.app.app_context():
        return db.session.scalars(select(OutboxMessage.id).where(OutboxMessage.channel == f"robot:{body}")).one()


def lists(walk: Walk) -> None:
    """A category, a grid and a building: added, renamed, archived, brought back."""
    administrator = walk["administrator"]
    for page, one, name in (
        ("categories", "categories", ("宠物", "Pets")),
        ("places", "grids", ("南区网格", "South grid")),
        ("places", "buildings", ("9栋", "Building 9")),
    ):
        administrator.open(f"{ADMIN}/{one}/new")
        chosen = {"grid": administrator.first_of("grid")} if one == "buildings" else {}
        administrator.send(name_zh_Hans=name[0], name_en=name[1], **chosen)
        administrator.sees(walk.say(*name))
        here = f"{ADMIN}/{one}/{_highest(administrator, one)}"
        administrator.open(here)
        administrator.send(name_en=name[1])
        for way, said in (("up", "Moved up."), ("down", "Moved down.")):
            administrator.send(f"{here}/{way}")
            administrator.reads(said)
        for state, said in (("archive", "Archived."), ("restore", "It is back.")):
            administrator.open(here)
            administrator.send(f"/{state}")
            administrator.reads(said)
        assert f"/admin/{page}" in administrator.page.url


def _highest(administrator: Walker, one: str) -> int:
    """The number of what was added last."""
    addresses = administrator.page.locator(f"main a[href*='/{one}/']").evaluate_all("all => all.map(one => one.href)")
    return max(int(address.rsplit("/", 1)[1]) for address in addresses if address.rsplit("/", 1)[1].isdigit())


def sheet(walk: Walk) -> None:
    """A list of homes is sent and thrown away, sent with something wrong, mended, and taken over by the worker."""
    administrator = walk["administrator"]
    rows = [["网格", "楼栋", "单元", "房号"], ["南区网格", "21栋", "1单元", "101"], ["", "", "", "102"]]
    administrator.open(f"{ADMIN}/places")
    administrator.find(walk.say("从表格导入", "From a sheet"))
    administrator.send(file=as_file(make_csv(rows)))
    administrator.sees(walk.say("21栋", "21栋"))
    administrator.send("/throw-away")
    administrator.reads("The sheet is thrown away.")
    administrator.send(file=as_file(b"%PDF"), expect=422)
    administrator.reads("This is no sheet. Please choose a file that ends in .xlsx, .xls or .csv.")
    administrator.send(file=as_file(make_csv([*rows, ["", "21幢", "", "103"]])))
    administrator.reads("Nothing can be taken over until this is mended in the file. Then send it again.")
    administrator.open(f"{ADMIN}/places/sheets")
    administrator.send(file=as_file(make_csv(rows)))
    administrator.send("/take")
    administrator.reads("You may leave this page; it goes on.")
    with walk.server.app.app_context():
        take_sheets_over()
    administrator.open(administrator.page.url)
    administrator.reads("The plan of the estate has laid itself out; move on it what stands elsewhere.")
    administrator.open(f"{ADMIN}/places/sheets")
    _sheet_of_staff(administrator)


def take_out(walk: Walk) -> None:
    """Service records are taken out as a file, without a column and under another heading."""
    administrator = walk["administrator"]
    administrator.open(f"{ADMIN}/exports")
    administrator.find(walk.say("服务记录", "Service records"))
    administrator.send(since="2001-01-01", until="2001-02-01", expect=422)
    administrator.reads("There is nothing of this kind in these days.")
    administrator.open(f"{ADMIN}/exports/months")
    administrator.send(heading_raised="诉求总数")
    administrator.reads("You may leave this page; the file is made all the same.")
    with walk.server.app.app_context():
        make_exports()
    administrator.open(administrator.page.url)
    administrator.reads("It is kept here for a day. Every download is on record.")
    with administrator.page.expect_download() as loading:
        administrator.page.locator("form[action$='/download'] button").click()
    assert loading.value.suggested_filename.startswith("months-")


def _sheet_of_staff(administrator: Walker) -> None:
    """A list of those who work here is sent, looked at, and taken over, which invites them."""
    administrator.open(f"{ADMIN}/invitations/sheets")
    administrator.send(file=as_file(make_csv([["姓名", "手机号", "角色"], ["王芳", "13911114444", "社区工作者"]])))
    administrator.sees("139 1111 4444")
    administrator.send("/take")
    administrator.reads("Each is asked when they sign in, and has 30 days. You are told who accepts.")
    administrator.send("/throw-away")
    administrator.reads("The sheet is thrown away.")


def as_file(content: bytes) -> dict[str, object]:
    """A file as a browser is given one."""
    return {"name": "homes.csv", "mimeType": "text/csv", "buffer": content}


def plan(walk: Walk) -> None:
    """The plan of the estate is drawn: with arrows where scripts run, else as numbers; and a resident looks at it."""
    administrator, resident = walk["administrator"], walk["resident"]
    administrator.open(f"{ADMIN}/plan")
    page = administrator.page
    four = page.locator("[data-place]", has_text="4").first
    column = f"column_{four.get_attribute('data-place')}"
    before = int(page.locator(f"#{column}").input_value())
    if walk.scripts:
        four.click()
        page.locator(".nudge__right").click()
        four.press("ArrowLeft")
        four.press("ArrowRight")
        assert page.locator(f"#{column}").input_value() == str(before + 1)
        administrator.send()
    else:
        page.locator("summary").click()
        administrator.send(**{column: before + 1})
    administrator.reads("Saved. Residents see it like this now.")
    assert page.locator(f"#{column}").input_value() == str(before + 1)
    resident.open("/c/guihua/demands/plan")
    resident.follow("main .spots a")
    assert "building=" in resident.page.url


def settings(walk: Walk) -> None:
    """Review, points, contact: saved for everybody."""
    administrator = walk["administrator"]
    hours = {"morning_from": "08:30", "morning_until": "12:00", "afternoon_from": "14:00", "afternoon_until": "17:30"}
    for page, fields in (
        ("review", {"review_promise_minutes": "1.5"}),
        ("office", hours),
        ("points", {"pickup_days": 10}),
        ("goal", {"goal_zh_Hans": "陪伴独居老人", "goal_en": "Company for who lives alone", "goal_hours": 40}),
        ("contact", {"address_zh_Hans": "桂花路18号", "address_en": "18 Osmanthus Road"}),
    ):
        administrator.open(f"{ADMIN}/{page}")
        administrator.send(**fields)
        administrator.reads("Saved. It holds from now on.")
    days = {"days_off": walk.say("5月1日至5日", "5/1 - 5/5"), "days_worked": ""}
    administrator.open(f"{ADMIN}/office")
    administrator.follow("main a[href*='/admin/office/']")
    administrator.send(**days)
    administrator.reads("Saved. What was promised before keeps its date.")


def notices(walk: Walk) -> None:
    """The committee tells everybody something, changes it, and takes it back."""
    administrator = walk["administrator"]
    title = {"title_zh_Hans": "周六下午放电影", "title_en": "Film on Saturday afternoon"}
    administrator.open("/c/guihua/notices/new")
    administrator.send("/notices/new", is_pinned=True, **title)
    administrator.reads("It is published.")
    number = administrator.number
    administrator.open("/c/guihua/")
    administrator.sees(walk.say(title["title_zh_Hans"], title["title_en"]))
    administrator.open(f"/c/guihua/notices/{number}/edit")
    administrator.send("/edit", title_zh_Hans="周日放电影", title_en="Film on Sunday")
    administrator.sees(walk.say("周日放电影", "Film on Sunday"))
    administrator.send("/withdraw")
    administrator.reads("Withdrawn. Nobody but the committee and who wrote it reads it any more.")


def month_page(walk: Walk) -> None:
    """The figures of a month are published with the committee's words, once."""
    administrator = walk["administrator"]
    administrator.open("/c/guihua/desk/month")
    month = administrator.page.locator("main .chip[aria-current]").inner_text().strip()
    words = walk.say("谢谢每一位搭把手的邻居。", "Thank you to everybody who lent a hand.")
    administrator.send("/desk/month", **{f"words_{walk.language}": words})
    administrator.reads("It is published.")
    administrator.sees(words)
    administrator.open("/c/guihua/desk/month")
    assert month not in [one.inner_text().strip() for one in administrator.page.locator("main .chip").all()]


def own_settings(walk: Walk) -> None:
    """Name, care mode and language, there and back."""
    resident = walk["resident"]
    resident.open("/me")
    resident.open("/me/settings")
    resident.send("/me/settings", display_name=walk.say("老邻居", "Old neighbour"))
    resident.reads("Thank you. The committee reads the new name first; until then neighbours see the old one.")
    resident.follow("main a[href*='/proposed/']")
    resident.send("/withdraw")
    resident.reads("Taken back. What stood there stays.")
    resident.open("/me/settings")
    resident.send("/me/settings", display_name=walk.say("老邻居", "Old neighbour"))
    decide(walk, "name", walk.say("老邻居", "Old neighbour"))
    resident.open("/me/settings")
    for mode in ("care", "standard"):
        resident.press(f"main button[name=switch_mode][value={mode}]")
        resident.open("/c/guihua/")
        resident.open("/c/guihua/demands")
        resident.open("/me/settings")
    other = "en" if walk.language == "zh_Hans" else "zh_Hans"
    for language in (other, walk.language):
        resident.press(f"main button[name=switch_language][value={language}]")
        lang = resident.page.locator("html").get_attribute("lang") or ""
        assert lang.replace("-", "_") == language
    resident.open("/privacy")
    for address in ("/reading-mode", "/reading-mode", "/language", "/language"):
        resident.send(address)


def own_number(walk: Walk, clock: Clock) -> None:
    """Another phone number: a code to the old one, then the new one and its code."""
    resident = walk["resident"]
    resident.open("/me/settings")
    resident.open("/me/number")
    resident.send("/old/send")
    resident.send("/me/number/old", code="000000", expect=422)
    resident.send("/me/number/old", code=resident.page.locator("[data-demo-code]").inner_text())
    resident.send("/me/number", phone="13855556666")
    clock.advance(seconds=61)
    if not walk.scripts:  # with scripts the button counts down on the browser's own clock
        with resident.page.expect_navigation():
            resident.page.locator("button[form=again]").click()
        resident.reads("Another code is on its way. Only the newest one is valid.")
    resident.send("/me/number/code", code=resident.page.locator("[data-demo-code]").inner_text())
    resident.reads("Your number is %(phone)s now. All other devices are signed out.")
    resident.open("/me/notifications")
    resident.reads("Your phone number was changed. If that was not you, call the committee at once.")


def leave(walk: Walk) -> None:
    """One signs out, one on all devices, one for good."""
    walk["clerk"].open("/me/settings")
    walk["clerk"].send("/sign-out")
    walk["clerk"].reads("You are signed out.")
    for other in ("a lost phone", "the office computer"):
        walk[other].sign_in(PHONES["manager"])
    walk["manager"].open("/me/settings")
    walk["manager"].send("/end")
    walk["manager"].reads("That device is signed out.")
    walk["manager"].send("/me/sessions/end-others")
    walk["manager"].reads("You are signed out on all other devices.")
    walk["manager"].send("/sign-out-everywhere")
    walk["manager"].reads("You are signed out on every device.")
    walk["resident"].open("/me/data")
    walk["resident"].send("/me/data/close")
    walk["resident"].confirm()
    walk["resident"].send("/me/data/close")
    walk["resident"].reads("Your account is closed. Thank you for having been here.")
