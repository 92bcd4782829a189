"""The demo demands, each led to its state by the steps that lead there."""

from collections.abc import Callable
from datetime import datetime, timedelta

from resident import clock
from resident.accounts.models import Person
from resident.demands.actions.calling import log_call
from resident.demands.actions.commenting import write_comment
from resident.demands.actions.directing import merge, park, refer
from resident.demands.actions.handling import accept, answer, assign, resolve
from resident.demands.actions.pressing import see_danger
from resident.demands.actions.raising import Draft, raise_demand, rate, withdraw_demand
from resident.demands.actions.showing_after import show_after
from resident.demands.actions.supporting import support_demand
from resident.demands.models import DANGER_SEEN, Content, Demand, Visibility
from resident.demo.actions.cast import Cast, manager, started
from resident.demo.actions.photos import taken
from resident.demo.done import DONE
from resident.demo.matters import MATTERS, Matter
from resident.demo.recent import RECENT
from resident.media.actions import keep_drafts
from resident.moderation.actions import ask_changes, reject

UNDECIDED = {"in_review"}
REFUSED = {"changes_asked", "not_approved"}
WITH_A_BODY = {"assigned", "in_hand", "resolved", "solved", "reopened"}
MERGED_INTO = "三栋楼道杂物很多，晚上容易绊倒"
ANSWERED_BY_COMMITTEE = {"to_assign", "assigned", "parked", "referred", "merged"}
WORKER = "admin"
UNREAD_FOR = timedelta(hours=5)
FIRST_WORD = "收到了，我们先去现场看一下，有结果就在这里告诉您。"


def tell_matters(cast: Cast) -> None:
    """Raise every demand, the oldest first, and lead it to its state."""
    numbers: dict[str, int] = {}
    for matter in sorted((*MATTERS, *RECENT, *DONE), key=lambda matter: -matter.days):
        moment = started(matter.days, cast.now)
        with clock.at(moment):
            demand = _raise(cast, matter)
        numbers[matter.title] = demand.number
        _lead(cast, matter, demand, moment, numbers)


def _raise(cast: Cast, matter: Matter) -> Demand:
    author = cast.people[matter.author]
    token = f"demo-photos-of-{cast.community.slug}-{matter.author}-{matter.days}".replace(".", "-")
    keep_drafts(prepared=taken(matter.photos), community=cast.community, owner_kind="demand", token=token, by=author)
    draft = Draft(
        title=matter.title,
        body=matter.body,
        category_id=cast.categories[matter.category].id,
        building_id=cast.buildings[matter.building].id if matter.building else None,
        spot=matter.spot,
        visibility=Visibility.COMMITTEE if matter.for_committee else Visibility.ALL,
        shows_name=matter.shows_name,
        shares_photo=bool(matter.after),
    )
    return raise_demand(community=cast.community, draft=draft, photo_token=token, by=author)


def _lead(cast: Cast, matter: Matter, demand: Demand, moment: datetime, numbers: dict[str, int]) -> None:
    """Take the steps of one demand, an hour or a day apart, never later than now."""

    def _later(hours: float, step: Callable[[], object]) -> None:
        with clock.at(min(moment + timedelta(hours=hours), cast.now)):
            step()

    if demand.pressing < DANGER_SEEN:
        _later(0.1, lambda: see_danger(demand=demand, by=cast.people[WORKER]))
    if matter.state in UNDECIDED:
        return
    if matter.state in REFUSED:
        decide = ask_changes if matter.state == "changes_asked" else reject
        item = cast.waiting("demand", demand.id)
        _later(1, lambda: decide(item=item, version=item.version, by=cast.people["liu"], reason=matter.note))
        return
    _later(0.7, lambda: cast.approve("demand", demand.id))
    for hours, name in enumerate(matter.supporters, 1):
        _later(hours, lambda name=name: support_demand(demand=demand, by=cast.people[name]))  # type: ignore[misc]
    for hours, (name, words) in enumerate(matter.comments, 3):
        _later(hours, lambda name=name, words=words: _comment(cast, demand, name, words))  # type: ignore[misc]
    for name, words in matter.unread:
        with clock.at(max(cast.now - UNREAD_FOR, moment + timedelta(hours=2))):
            write_comment(demand=demand, body=words, shows_building=True, by=cast.people[name])
    if matter.state in WITH_A_BODY:
        _hand_over(cast, matter, demand, _later)
    worker = cast.people[WORKER]
    ends: dict[str, Callable[[], object]] = {
        "withdrawn": lambda: withdraw_demand(demand=demand, by=cast.people[matter.author]),
        "parked": lambda: park(demand=demand, reason=matter.note, until=cast.now + timedelta(days=30), by=worker),
        "referred": lambda: refer(demand=demand, to="桂花路街道办事处", reason=matter.note, by=worker),
        "merged": lambda: merge(demand=demand, into=numbers[MERGED_INTO], reason=matter.note, by=worker),
    }
    if matter.state in ANSWERED_BY_COMMITTEE and matter.days > 1:
        _later(5, lambda: answer(demand=demand, body=FIRST_WORD, by=worker))
    if matter.state in ends:
        _later(28, ends[matter.state])


def _hand_over(
    cast: Cast, matter: Matter, demand: Demand, later: Callable[[float, Callable[[], object]], None]
) -> None:
    """Assign it to its body, and what the body and the author did then."""
    holder, author = manager(cast, matter.body_key), cast.people[matter.author]
    later(1.5, lambda: assign(demand=demand, organization=cast.bodies[matter.body_key], by=cast.people[WORKER]))
    if matter.state == "assigned":
        return
    later(3, lambda: accept(demand=demand, by=holder))
    whom, said = matter.call
    if whom:
        later(4, lambda: log_call(demand=demand, called_at=clock.now(), spoke_with=whom, said=said, by=holder))
    if matter.state == "in_hand":
        later(5, lambda: answer(demand=demand, body=matter.answer, by=holder))
        return
    later(5, lambda: answer(demand=demand, body=FIRST_WORD, by=holder))
    later(51, lambda: resolve(demand=demand, text=matter.answer, by=holder))
    if matter.after:
        later(55, lambda: _show_after(cast, matter, demand, holder))
    if matter.state in {"solved", "reopened"}:
        content = Content.CONTENT if matter.solved and matter.is_content else Content.NOT_CONTENT
        later(78, lambda: rate(demand=demand, solved=matter.solved, content=content, by=author))


def _show_after(cast: Cast, matter: Matter, demand: Demand, holder: Person) -> None:
    """How it looks now, photographed when it was done and let through."""
    token = f"demo-after-{cast.community.slug}-{demand.number:04}"
    keep_drafts(prepared=taken([matter.after]), community=cast.community, owner_kind="after", token=token, by=holder)
    after = show_after(demand=demand, photo_token=token, by=holder)
    cast.approve("after", after.id)


def _comment(cast: Cast, demand: Demand, name: str, words: str) -> None:
    comment = write_comment(demand=demand, body=words, shows_building=True, by=cast.people[name])
    cast.approve("comment", comment.id, "liu")
