"""One demand that a resident raised, with what neighbours, the committee and the inboxes know of it."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from resident.demands.models import CommentState, Content, DemandState, Move, Visibility, is_listed_in
from resident.demands.models.states import OPEN, WITH_A_BODY
from resident.moderation.models import ReviewState
from tests.makers.growth.bulk import Bulk
from tests.makers.growth.estates import Estate

S = DemandState
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TITLES = (
    "楼道灯不亮",
    "电梯经常停",
    "楼下堆满杂物",
    "夜里施工太吵",
    "车位被占",
    "下水道堵了",
    "健身器材坏了",
    "门禁失灵",
)
BODY = "从上个星期开始就这样，打过两次电话，一直没有人来看。老人和孩子进出很不方便，希望尽快处理，谢谢。"
ANSWER = "师傅已经上门看过，配件到了就换。"
COMMENT = "我们这一层也是这样，希望一起处理。"
SENT_LATELY, FAILED = 29 * DAY, 20  # how long messages that left are kept, and one in so many that never arrived
AFTER = {"raise": 0 * HOUR, Move.APPROVE: HOUR, Move.ASSIGN: DAY, Move.RESOLVE: 6 * DAY}
TOLD = {Move.APPROVE: "demands.approved", Move.RESOLVE: "demands.resolved"}
DECIDED = {S.IN_REVIEW: ReviewState.WAITING, S.CHANGES_ASKED: ReviewState.CHANGES_ASKED}
DECIDED |= {S.NOT_APPROVED: ReviewState.REJECTED}


@dataclass(frozen=True)
class Raised:
    """Its number, when it was raised, where it stands now, and by whom."""

    number: int
    at: datetime
    state: DemandState
    author: int

    @property
    def title(self) -> str:
        """What stands in lists."""
        return f"{self.number % 9 + 1}栋{TITLES[self.number % len(TITLES)]}"

    @property
    def decided_at(self) -> datetime | None:
        """When it left the review queue."""
        return None if self.state == S.IN_REVIEW else self.at + HOUR


def raise_matter(rows: Bulk, estate: Estate, matter: Raised, chance: random.Random) -> tuple[int, int]:
    """The demand and all that hangs on it. Gives how many support it and the id of its review item."""
    visibility = Visibility.COMMITTEE if matter.number % 30 == 0 else Visibility.ALL
    is_listed = is_listed_in(matter.state, visibility)
    is_open = matter.state in OPEN
    supports = chance.randrange(30 if is_open else 4) if is_listed else 0
    comments = chance.randrange(8 if is_open else 2) if is_listed else 0
    holder = chance.choice((estate.company, estate.company, estate.committee, estate.team))
    demand = rows.add(
        "demand",
        community_id=estate.community,
        number=matter.number,
        author_id=matter.author,
        category_id=estate.categories[matter.number % len(estate.categories)],
        building_id=estate.buildings[matter.number % len(estate.buildings)],
        title=matter.title,
        body=BODY,
        visibility=visibility,
        state=matter.state,
        is_listed=is_listed,
        submitted_at=matter.at,
        published_at=matter.decided_at if matter.state not in DECIDED else None,
        support_count=supports,
        comment_count=comments,
        holder_id=holder if matter.state in WITH_A_BODY or matter.state in (S.RESOLVED, S.SOLVED) else None,
        **_course(matter, estate, chance),
    )
    common = {"community_id": estate.community, "demand_id": demand}
    for number, person in enumerate(estate.neighbours(chance.randrange(10**6), supports)):
        rows.add("support", **common, person_id=person, created_at=matter.at + (number + 2) * HOUR)
    for number, person in enumerate(estate.neighbours(chance.randrange(10**6), comments)):
        _comment(rows, estate, common, person, matter.at + (number + 3) * HOUR)
    _steps(rows, common, matter, holder, estate)
    item = _review(rows, estate, "demand", demand, matter.author, matter.at, DECIDED.get(matter.state), matter.title)
    if matter.number % 10 == 0:
        rows.add("photo", **_photo(estate, demand, matter))
    return supports, item


def _course(matter: Raised, estate: Estate, chance: random.Random) -> dict[str, Any]:
    """The columns that tell how it went on."""
    state, at = matter.state, matter.at
    columns: dict[str, Any] = {}
    if state not in DECIDED:
        columns |= {"contact_due_at": at + 24 * HOUR, "first_due_at": at + 7 * DAY, "due_at": at + 7 * DAY}
        columns["contacted_at"] = at + (20 if chance.random() < 0.9 else 30) * HOUR
    if state == S.PARKED:
        columns["parked_until"] = estate.now + chance.randrange(-3, 60) * DAY
    if state == S.REFERRED:
        columns["referred_to"] = "街道办事处"
    if state in (S.RESOLVED, S.SOLVED):
        columns["resolved_at"] = at + 6 * DAY
    if state == S.SOLVED:
        content = chance.choice((Content.CONTENT, Content.CONTENT, Content.FAIRLY_CONTENT))
        columns |= {"rated_at": at + 7 * DAY, "rated_solved": True, "rated_content": content}
    if state == S.REOPENED:
        columns["times_reopened"] = 1
    return columns


def _steps(rows: Bulk, common: dict[str, int], matter: Raised, holder: int, estate: Estate) -> None:
    """Its history, the official answer, the record of who did what, and what its author was told."""
    kinds = ["raise"]
    if matter.state not in DECIDED:
        kinds.append(Move.APPROVE)
    if matter.state in WITH_A_BODY:
        kinds.append(Move.ASSIGN)
    if matter.state in (S.RESOLVED, S.SOLVED):
        kinds += [Move.ASSIGN, Move.RESOLVE]
        rows.add(
            "answer", **common, person_id=estate.worker, organization_id=holder, body=ANSWER, at=matter.at + 6 * DAY
        )
    for kind in kinds:
        step = {"at": matter.at + AFTER[kind], "actor_id": matter.author if kind == "raise" else estate.worker}
        body = holder if kind in (Move.ASSIGN, Move.RESOLVE) else None
        rows.add("demand_event", **common, **step, organization_id=body, kind=kind, state=matter.state)
        _record(rows, estate, "demand", common["demand_id"], f"demand.{kind}", **step)
        if kind in TOLD:
            notify(rows, estate, matter.author, TOLD[kind], step["at"], title=matter.title)


def _comment(rows: Bulk, estate: Estate, common: dict[str, int], person: int, at: datetime) -> None:
    comment = rows.add(
        "comment",
        **common,
        author_id=person,
        body=COMMENT,
        state=CommentState.PUBLISHED,
        created_at=at,
        published_at=at + HOUR,
    )
    _review(rows, estate, "comment", comment, person, at, None, COMMENT)
    _record(rows, estate, "comment", comment, "comment.approved", at=at + HOUR, actor_id=estate.moderator)


def _review(
    rows: Bulk, estate: Estate, kind: str, subject: int, author: int, at: datetime, state: str | None, title: str
) -> int:
    """How the committee looked at it before everybody could; approved unless said otherwise."""
    is_waiting = state == ReviewState.WAITING
    return rows.add(
        "review_item",
        community_id=estate.community,
        kind=kind,
        subject_id=subject,
        author_id=author,
        title={"zh_Hans": title, "en": title},
        version=1,
        state=state or ReviewState.APPROVED,
        submitted_at=at,
        decided_at=None if is_waiting else at + HOUR,
        decided_by_id=None if is_waiting else estate.moderator,
    )


def _record(rows: Bulk, estate: Estate, table: str, subject: int, action: str, **who_and_when: Any) -> None:
    rows.add(
        "audit_event",
        community_id=estate.community,
        action=action,
        subject_kind=table,
        subject_id=subject,
        **who_and_when,
    )


def notify(rows: Bulk, estate: Estate, person: int, kind: str, at: datetime, **params: object) -> None:
    """A message of the past; the newest are unread, and what went out of the house is still on the list of what left."""
    is_read = at < estate.now - 2 * DAY
    common = {"community_id": estate.community, "person_id": person, "kind": kind, "created_at": at}
    rows.add("notification", **common, params=params, path="/me", read_at=at + HOUR if is_read else None)
    if at > estate.now - SENT_LATELY:
        has_failed = person % FAILED == 0
        ended = (
            {"state": "given_up", "settled_at": at + DAY} if has_failed else {"state": "delivered", "settled_at": at}
        )
        rows.add("outbox_message", channel="person", payload=common["kind"], created_at=at, due_at=at, **ended)


def _photo(estate: Estate, demand: int, matter: Raised) -> dict[str, Any]:
    name = f"grown-{demand}"
    return {
        "community_id": estate.community,
        "owner_kind": "demand",
        "owner_id": demand,
        "uploaded_by_id": matter.author,
        "key": name,
        "file": name,
        "is_public": True,
        "width": 1200,
        "height": 900,
        "created_at": matter.at,
    }
