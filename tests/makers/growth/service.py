"""Years of volunteer work: activities, who came, the minutes given, the points for them and what was redeemed."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update

from resident.accounts.entrance.identity import encrypt
from resident.activities.models import ActivityState, How, RecordState, SignUpState
from resident.db import Base
from resident.points.models import AccountKind
from resident.rewards.models import RedemptionState
from tests.makers.growth.bulk import Bulk
from tests.makers.growth.estates import SINCE, Estate
from tests.makers.growth.raised import notify

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TITLE = {"zh_Hans": "楼道清理", "en": "Stairwell clear-out"}
TEXT = {"zh_Hans": "一起把楼道清理干净。", "en": "We clear the stairwells together."}
PLACE = {"zh_Hans": "3栋门口", "en": "Entrance of building 3"}
REWARD = {"zh_Hans": "抽纸一提", "en": "Pack of tissues"}
AT_THE_COUNTER = 20
TO_COME, LATELY = 12, 15  # activities of the busiest community; the others have a quarter
EVERY = 100  # one activity of former times for so many demands
FEWEST, ACTIVE = 30, 20  # so many volunteers, and one more in so many residents
SHIFTS, COME, POINTS = 2, 10, 20
PROPOSED, IN_NOTICE = 5, 10  # of the latest activities
OWN = 20  # shifts in which the resident who has a bit of everything has served


@dataclass
class Ledger:
    """What everybody of one community has, while rows are made; written down at the end."""

    rows: Bulk
    estate: Estate
    issued: int
    accounts: dict[int | str, int] = field(default_factory=dict)
    balances: Counter[int] = field(default_factory=Counter)
    busy_until: dict[int, datetime] = field(default_factory=dict)

    def account(self, owner: int | str) -> int:
        """The number of a person's account, or of one of the community's own."""
        if owner not in self.accounts:
            self.accounts[owner] = self.rows.next_id("ledger_account") + len(self.accounts)
        return self.accounts[owner]

    def next_time(self, person: int, ends_at: datetime) -> dict[str, datetime]:
        """Two hours until then, or as soon as this person is free again: nobody is in two places at once."""
        began = max(ends_at - 2 * HOUR, self.busy_until.get(person, ends_at - 2 * HOUR))
        self.busy_until[person] = began + 2 * HOUR
        return {"started_at": began, "ended_at": began + 2 * HOUR}

    def move(self, reason: str, source: str, giver: int, taker: int, amount: int, at: datetime) -> None:
        """One transfer with its two postings."""
        common = {"community_id": self.estate.community, "at": at, "note": TITLE}
        transfer = self.rows.add("transfer", **common, reason=reason, source=source)
        for account, change in ((giver, -amount), (taker, amount)):
            self.rows.add("posting", transfer_id=transfer, ledger_account_id=account, amount=change)
            self.balances[account] += change

    def close(self) -> None:
        """Write the accounts with their balances."""
        for owner, account in self.accounts.items():
            self.rows.add(
                "ledger_account",
                community_id=self.estate.community,
                kind=AccountKind.PERSON if isinstance(owner, int) else owner,
                person_id=owner if isinstance(owner, int) else None,
                balance=self.balances[account],
            )
        table = Base.metadata.tables["ledger_account"]
        change = update(table).where(table.c.id == self.issued)
        self.rows.connection.execute(change.values(balance=table.c.balance + self.balances[self.issued]))


def fill_service(rows: Bulk, estate: Estate, chance: random.Random) -> int:
    """The activities of one community. Gives the id of one that has shifts to come."""
    ledger = Ledger(rows, estate, _issued(rows, estate))
    lately, to_come = (LATELY, TO_COME) if estate.is_busiest else (LATELY // 4, TO_COME // 4)
    former, active = estate.demands // EVERY, FEWEST + len(estate.people) // ACTIVE
    ends = [estate.now - 20 * DAY - SINCE * ((former - number) / former) for number in range(former)]
    ends += [estate.now - (lately - number) * DAY for number in range(lately)]
    own = set(range(0, len(ends), max(1, len(ends) // OWN))) | {len(ends) - PROPOSED - 1}
    for place, at in enumerate(ends):
        people = estate.neighbours(chance.randrange(active), COME) + [estate.resident] * (place in own)
        state = _state(len(ends) - place)
        activity = _activity(rows, estate, at)
        for part in range(SHIFTS):
            shift = _shift(rows, estate, activity, at - part * 3 * HOUR, people)
            _serve(ledger, shift, people[1:], at - part * 3 * HOUR, state)
    activity = 0
    for place in range(to_come):
        at = estate.now + (place + 1) * DAY
        people = estate.neighbours(chance.randrange(active), COME) + [estate.resident] * (place == 1)
        activity = _activity(rows, estate, at)
        for part in range(SHIFTS):
            _shift(rows, estate, activity, at - part * 3 * HOUR, people if part else people[:COME])
    for number, person in enumerate(sorted({record for record in ledger.accounts if isinstance(record, int)}), start=1):
        rows.add("volunteer", community_id=estate.community, person_id=person, number=number)
    _redeem(ledger)
    ledger.close()
    return activity


def _issued(rows: Bulk, estate: Estate) -> int:
    table = Base.metadata.tables["ledger_account"]
    wanted = select(table.c.id).where(table.c.community_id == estate.community, table.c.kind == AccountKind.ISSUED)
    return rows.connection.execute(wanted).scalar_one()


def _state(from_last: int) -> RecordState:
    if from_last <= PROPOSED:
        return RecordState.PROPOSED
    return RecordState.IN_NOTICE if from_last <= PROPOSED + IN_NOTICE else RecordState.FINAL


def _activity(rows: Bulk, estate: Estate, last_ends_at: datetime) -> int:
    before = min(last_ends_at - 10 * DAY, estate.now)
    return rows.add(
        "activity",
        community_id=estate.community,
        organization_id=estate.team,
        title=TITLE,
        body=TEXT,
        risks=TEXT,
        contact_name="赵秀英",
        state=ActivityState.PUBLISHED,
        created_by_id=estate.manager,
        created_at=before,
        submitted_at=before,
        published_at=before,
        last_ends_at=last_ends_at,
    )


def _shift(rows: Bulk, estate: Estate, activity: int, ends_at: datetime, people: list[int]) -> int:
    """Two hours with a place for each of these people and five more; who came to one that is over was seen."""
    starts_at = ends_at - 2 * HOUR
    shift = rows.add(
        "shift",
        community_id=estate.community,
        activity_id=activity,
        place=PLACE,
        starts_at=starts_at,
        ends_at=ends_at,
        sign_up_until=starts_at,
        capacity=len(people) + 5,
        taken=len(people),
        check_in_key=f"grown-{rows.next_id('shift')}",
    )
    for number, person in enumerate(people):
        seen = ends_at < estate.now and number > 0
        rows.add(
            "sign_up",
            community_id=estate.community,
            shift_id=shift,
            person_id=person,
            state=SignUpState.SIGNED_UP,
            created_at=min(starts_at, estate.now) - DAY,
            checked_in_at=starts_at if seen else None,
            checked_out_at=ends_at if seen else None,
            checked_in_by_id=person if seen else None,
            checked_out_by_id=person if seen else None,
            no_show_at=ends_at if ends_at < estate.now and not seen else None,
        )
    return shift


def _serve(ledger: Ledger, shift: int, people: list[int], ends_at: datetime, state: RecordState) -> None:
    """The minutes of everybody who came, as far as they have come by now."""
    rows, estate = ledger.rows, ledger.estate
    is_final, is_confirmed = state == RecordState.FINAL, state != RecordState.PROPOSED
    for person in people:
        record = rows.add(
            "service_record",
            community_id=estate.community,
            shift_id=shift,
            person_id=person,
            minutes=120,
            **ledger.next_time(person, ends_at),
            how=How.SEEN,
            state=state,
            proposed_by_id=estate.manager,
            proposed_at=ends_at,
            confirmed_by_id=estate.worker if is_confirmed else None,
            confirmed_at=ends_at + HOUR if is_confirmed else None,
            notice_until=estate.now + 5 * DAY if state == RecordState.IN_NOTICE else None,
            final_at=ends_at + 7 * DAY if is_final else None,
            points=POINTS if is_final else None,
        )
        account = ledger.account(person)
        if is_final:
            ledger.move("service", f"service_record:{record}", ledger.issued, account, POINTS, ends_at + 7 * DAY)
            notify(
                rows, estate, person, "activities.counted", ends_at + 7 * DAY, title=TITLE, minutes=120, points=POINTS
            )


def _redeem(ledger: Ledger) -> None:
    """Who has enough points has redeemed something; the last few wait at the counter."""
    rows, estate = ledger.rows, ledger.estate
    price = estate.rewards[0][1]
    rich = [
        owner
        for owner, account in ledger.accounts.items()
        if isinstance(owner, int) and ledger.balances[account] >= price
    ]
    rich = rich[: max(AT_THE_COUNTER, estate.demands // 20)]
    if estate.resident in rich:  # what they wait for comes last
        rich.remove(estate.resident)
        rich.append(estate.resident)
    code = encrypt("12345678")
    for number, person in enumerate(rich):
        is_waiting = len(rich) - number <= AT_THE_COUNTER
        at = estate.now - (DAY if is_waiting else 30 * DAY)
        redemption = rows.add(
            "redemption",
            community_id=estate.community,
            reward_id=estate.rewards[0][0],
            organization_id=estate.shop,
            person_id=person,
            name=REWARD,
            price=price,
            code_encrypted=code,
            code_lookup=f"grown-{rows.next_id('redemption')}",
            created_at=at,
            expires_at=at + 7 * DAY,
            **({} if is_waiting else {"state": RedemptionState.FULFILLED, "fulfilled_at": at + DAY}),
        )
        kept = AccountKind.RESERVED if is_waiting else AccountKind.SPENT
        source = f"redemption:{redemption}"
        ledger.move("redemption", source, ledger.account(person), ledger.account(kept), price, at)
