"""How many taps raising takes, and what the staff do all day; twice and over a slow network it is done and said once."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from sqlalchemy import func, select

from resident import clock
from resident.accounts.entrance.identity import phone_lookup
from resident.accounts.models import PersonRow
from resident.activities.models import Activity, RecordState, ServiceRecord
from resident.audit.models import AuditEvent
from resident.communities.models import CommunityRow
from resident.db import db, transaction
from resident.demands.models import DemandState
from resident.rewards.models import Reward
from tests.journeys.conftest import Server, demo_app, serving
from tests.journeys.tapping import Thumb
from tests.journeys.test_slips import SLOW, network
from tests.makers.activities import make_record, make_shift
from tests.makers.demands import make_comment, make_demand
from tests.makers.media import make_jpeg
from tests.makers.rewards import code_of, make_redemption

# A phone that goes away in the middle of a photo leaves the file of this process's server to the collector.
pytestmark = [
    pytest.mark.journey,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("taps"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

HOME, DEMANDS = "/c/guihua/", "/c/guihua/demands"
RESIDENT, WORKER, CLERK = "13800000001", "13800000040", "13800000030"
HURRIED = [False, True]  # one calm tap, or two at once over a slow network


class Made:
    """What waits for the staff beside the demo's own."""

    codes: list[str]
    talked: int
    done: list[int]


@pytest.fixture(scope="module")
def made() -> Made:
    """Filled by the server."""
    return Made()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, made: Made) -> Iterator[Server]:
    """One demo community for all of these."""
    app = demo_app(tmp_path_factory.mktemp("work"))
    with app.app_context(), transaction():
        community = db.session.scalars(select(CommunityRow).where(CommunityRow.slug == "guihua")).one()
        activity = db.session.scalars(select(Activity).order_by(Activity.id)).first()
        assert activity is not None
        by = db.session.get_one(PersonRow, activity.created_by_id)
        for n in range(6):
            make_record(make_shift(activity, hours=-30 - 3 * n), by=by)
        reward = db.session.scalars(select(Reward).where(Reward.stock > 5).order_by(Reward.price)).first()
        assert reward is not None
        made.codes = [code_of(make_redemption(reward)) for _ in range(2)]
        talked = make_demand(community, title="信箱坏了几个", published_at=clock.now())
        for n in range(33):
            make_comment(talked, body=f"第{n:02d}条")
        made.talked = talked.number
    with serving(app) as running:
        yield running


@pytest.fixture
def thumb(chromium: Browser, server: Server) -> Iterator[Thumb]:
    """A phone."""
    one = Thumb(chromium, server)
    yield one
    one.end()


def press(thumb: Thumb, selector: str, words: str = "", *, hurried: bool) -> None:
    """Tap what sends it: calmly, or twice at once while the network is slow."""
    if hurried:
        network(thumb).send("Network.emulateNetworkConditions", SLOW)
    found = thumb.page.locator(selector)
    found = (found.filter(has_text=words) if words else found).locator("visible=true").first
    thumb.taps += 1
    if hurried:
        found.dblclick()
    else:
        found.tap()


def written(server: Server, action: str) -> int:
    """How often the record says so."""
    with server.app.app_context():
        count = db.session.scalar(select(func.count()).where(AuditEvent.action == action)) or 0
        db.session.remove()
    return count


def said_once(thumb: Thumb, words: str) -> None:
    """One toast says it, on the page at hand and on no later one."""
    thumb.page.locator(".toast").filter(has_text=words).wait_for()
    assert thumb.page.locator(".toast").count() == 1
    thumb.page.goto(HOME)
    assert not thumb.page.locator(".toast").count()


@pytest.mark.parametrize("begun", [HOME, DEMANDS])
def test_a_demand_with_a_photo_takes_five_taps(thumb: Thumb, begun: str) -> None:
    thumb.sign_in(RESIDENT, begun)
    thumb.tap("a[href$='/demands/new']")
    thumb.page.wait_for_url("**/demands/new")
    with thumb.page.expect_file_chooser() as picker:
        thumb.tap(".camera")
    picker.value.set_files([{"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": make_jpeg()}])
    thumb.tap("#title")
    thumb.types("三楼楼道的灯不亮了" if begun == HOME else "二楼楼道的窗关不上")
    thumb.tap("main form[data-raising] button[type=submit]")
    thumb.page.wait_for_url(re.compile(r"/demands/\d+"))
    assert thumb.page.locator("main img.single").count() == 1
    thumb.took(f"a demand with a photo, from {begun}", taps=5)


@pytest.mark.parametrize("hurried", HURRIED)
def test_handing_over_takes_four_taps_from_home(thumb: Thumb, server: Server, hurried: bool) -> None:
    before = written(server, "demand.assigned")
    thumb.sign_in(WORKER, HOME)
    paths = [row.get_attribute("href") or "" for row in thumb.page.locator("main a.row[href*='pile=']").all()]
    waiting = next(path for path in paths if 'class="step" id="act-assign"' in thumb.page.request.get(path).text())
    thumb.tap(f"main a.row[href='{waiting}']")
    thumb.page.wait_for_selector(".step#act-assign")
    thumb.tap("#act-assign .opt")
    press(thumb, "#act-assign button[type=submit]", hurried=hurried)
    said_once(thumb, "Handed over")
    thumb.took("hand over", taps=4)
    assert written(server, "demand.assigned") == before + 1


@pytest.mark.parametrize("hurried", HURRIED)
def test_confirming_three_records_takes_four_taps(thumb: Thumb, server: Server, hurried: bool) -> None:
    before = written(server, "service_record.confirmed")
    thumb.sign_in(WORKER, "/c/guihua/activities/hours")
    for n in range(3):
        thumb.page.locator("label:has([name=record])").nth(n).tap()
        thumb.taps += 1
    press(thumb, "main form button", "Confirm what is ticked", hurried=hurried)
    said_once(thumb, "3 records confirmed.")
    thumb.took("confirm three records", taps=4)
    assert written(server, "service_record.confirmed") == before + 3


def test_confirming_all_that_is_shown_takes_four_taps_from_home(thumb: Thumb, server: Server) -> None:
    with server.app.app_context(), transaction():
        activity = db.session.scalars(select(Activity).order_by(Activity.id)).first()
        assert activity is not None
        for n in range(3):
            make_record(
                make_shift(activity, hours=-60 - 3 * n), by=db.session.get_one(PersonRow, activity.created_by_id)
            )
    thumb.sign_in(WORKER, HOME)
    thumb.tap("a.weui-cell[href$='/activities/hours']")
    thumb.page.wait_for_url("**/activities/hours")
    thumb.tap("summary", "Confirm all that is shown")
    thumb.tap("[name=all]")
    thumb.sees("records confirmed.")
    thumb.took("confirm all that is shown, from home", taps=4)
    with server.app.app_context():
        assert RecordState.PROPOSED not in set(db.session.scalars(select(ServiceRecord.state)))
        db.session.remove()


@pytest.mark.parametrize("hurried", HURRIED)
def test_giving_out_takes_three_taps_from_home(thumb: Thumb, server: Server, made: Made, hurried: bool) -> None:
    before = written(server, "redemption.fulfilled")
    thumb.sign_in(CLERK, HOME)
    thumb.tap(".now__field input[name=code]")
    thumb.types(made.codes[hurried])
    press(thumb, ".now__field button", hurried=hurried)
    thumb.page.wait_for_url(re.compile(r"/hand-over/\d+$"))
    press(thumb, "#found button[type=submit]", hurried=hurried)
    said_once(thumb, "Given out to")
    thumb.took("give out", taps=3)
    assert written(server, "redemption.fulfilled") == before + 1


@pytest.mark.parametrize("hurried", HURRIED)
def test_saying_that_it_is_solved_takes_one_tap(thumb: Thumb, server: Server, hurried: bool) -> None:
    with server.app.app_context(), transaction():
        community = db.session.scalars(select(CommunityRow).where(CommunityRow.slug == "guihua")).one()
        author = db.session.scalars(select(PersonRow).where(PersonRow.phone_lookup == phone_lookup(RESIDENT))).first()
        assert author is not None
        done = make_demand(community, author=author, state=DemandState.RESOLVED, title="自行车棚漏雨").number
    before = written(server, "demand.confirmed")
    thumb.sign_in(RESIDENT, f"{DEMANDS}/{done}")
    press(thumb, ".now__acts_all button", "Solved, satisfied", hurried=hurried)
    said_once(thumb, "Thank you")
    thumb.took("say that it is solved", taps=1)
    assert written(server, "demand.confirmed") == before + 1


def test_earlier_comments_are_added_and_a_reload_and_back_show_the_same(thumb: Thumb, made: Made) -> None:
    thumb.begin(f"{DEMANDS}/{made.talked}")
    page, said = thumb.page, "#list > .say"
    assert page.locator(said).count() == 10
    for shown in (10, 20):
        thumb.tap("#more a", "Earlier comments")
        page.locator(said).nth(shown).wait_for()
    assert thumb.loads == 0
    held = "[...document.querySelectorAll('#list > .say')].findIndex(one => one.contains(document.activeElement))"
    assert page.evaluate(held) == 20
    assert "through=" in page.url
    words = page.locator(said).all_inner_texts()
    assert len(words) == 30
    page.reload()
    assert page.locator(said).all_inner_texts() == words
    page.goto(DEMANDS)
    page.go_back()
    page.locator(said).nth(29).wait_for()
    assert page.locator(said).all_inner_texts() == words
    thumb.tap("#more a")
    page.locator(said).nth(32).wait_for()
    assert not page.locator("#more a").count()


def test_the_arrow_of_a_demand_with_comments_leads_back_to_the_list_as_it_was(thumb: Thumb) -> None:
    thumb.begin(DEMANDS)
    thumb.tap("#more a")
    thumb.page.wait_for_url("**through=*")
    thumb.page.locator("#list a").last.tap()
    thumb.page.wait_for_url("**/demands/*")
    thumb.page.locator(".topbar a.tool").first.tap()
    thumb.page.wait_for_url("**/demands?*through=*")
    assert thumb.page.locator("#list li").count() > 20


def test_an_error_is_quiet_once_its_field_has_been_changed(thumb: Thumb) -> None:
    thumb.sign_in(RESIDENT, f"{DEMANDS}/new")
    page = thumb.page
    page.evaluate("document.querySelectorAll('[name=category_id]').forEach((one) => { one.checked = false; })")
    thumb.tap("main form[data-raising] button[type=submit]")
    summary = page.locator(".summary_error")
    summary.wait_for()
    lines = summary.locator("a[href]").count()
    assert page.locator("#title").get_attribute("aria-invalid") == "true"
    page.locator("#title").focus()
    top = page.evaluate("document.getElementById('title').getBoundingClientRect().top")
    page.keyboard.type("  ")
    assert page.locator("#title-e").count() == 1
    page.keyboard.type("路灯")
    page.locator("#title-e").wait_for(state="detached")
    assert page.locator("#title").get_attribute("aria-invalid") is None
    assert not page.locator(".summary a[href='#title']").count()
    assert abs(page.evaluate("document.getElementById('title').getBoundingClientRect().top") - top) < 2
    assert summary.locator("a[href]").count() == lines - 1
    assert summary.is_visible() is (lines > 1)
    if lines == 2:
        assert "One thing is missing" in summary.inner_text()
