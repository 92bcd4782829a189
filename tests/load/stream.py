"""A stream of mixed writes: what was sent, what was answered, and how many rows each of them may have made."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Event, Semaphore, Thread

from sqlalchemy import Select, func, select

from resident.activities.models import SignUp
from resident.db import db
from resident.demands.models import Comment, Demand, Support
from resident.moderation.models import ReviewItem, ReviewState
from resident.rewards.models import Redemption
from tests.load.browser import LONGEST_ANSWER, Answer, Browser, Fields, NoAnswer
from tests.load.live import Live
from tests.load.place import Place, demand_fields

WRITERS = 6
MANY = 10_000
Again = tuple[Callable[[Browser, int, str], None], Browser, int]


class Fate(StrEnum):
    """What its sender knows about a write."""

    ACKNOWLEDGED = "acknowledged"
    UNANSWERED = "unanswered"


@dataclass
class Write:
    """One form that was sent; `rows` counts what it made."""

    name: str
    action: str
    fields: Fields
    rows: Select[tuple[int]]
    browser: Browser
    fate: Fate = Fate.UNANSWERED

    def send(self) -> None:
        """Send the form, maybe once more. Raises NoAnswer."""
        answer = self.browser.post(self.action, self.fields)
        assert answer.status == 303, (self.name, answer.status, answer.text)
        self.fate = Fate.ACKNOWLEDGED


@dataclass
class Stream:
    """Writers and a moderator in one place, each in a thread, until the server answers no more."""

    live: Live
    place: Place
    chance: random.Random
    writes: list[Write] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)
    _acknowledged: Semaphore = field(default_factory=lambda: Semaphore(0))
    _ended: Event = field(default_factory=Event)

    def start(self) -> None:
        """Begin."""
        browsers = self.live.sign_in(self.place.people)
        (moderator,) = self.live.sign_in([self.place.moderator])
        seeds = [self.chance.random() for _ in range(WRITERS)]
        writers = [(self._write, browsers[n::WRITERS], self.place.people[n::WRITERS], seeds[n]) for n in range(WRITERS)]
        self._threads = [Thread(target=self._until_broken, args=one) for one in writers]
        self._threads.append(Thread(target=self._until_broken, args=(self._review, moderator)))
        self._browsers = [*browsers, moderator]
        for thread in self._threads:
            thread.start()

    def flow(self, writes: int, seconds: float) -> None:
        """Wait until so many writes were acknowledged, and so much longer."""
        for _ in range(writes):
            assert self._acknowledged.acquire(timeout=LONGEST_ANSWER), self.live.said()
        self._ended.wait(seconds)

    def end(self) -> None:
        """Wait for all of them. Raises what one of them met beside a broken connection."""
        self._ended.set()
        for thread in self._threads:
            thread.join()
        self.hang_up()
        if self.errors:
            raise self.errors[0]

    def hang_up(self) -> None:
        """Close every connection."""
        for browser in self._browsers:
            browser.close()

    def _until_broken(self, run: Callable[..., None], *args: object) -> None:
        try:
            run(*args)
        except NoAnswer:
            return
        except BaseException as error:
            self.errors.append(error)
        finally:
            if self.errors:
                self._acknowledged.release(MANY)  # nobody needs to wait any more

    def _send(
        self, name: str, browser: Browser, page: str, action: str, fields: Fields, rows: Select[tuple[int]]
    ) -> None:
        opened: Answer = browser.get(page)
        write = Write(name, action, opened.form(action) | fields, rows, browser)
        self.writes.append(write)
        write.send()
        self._acknowledged.release()

    def _write(self, browsers: list[Browser], people: tuple[int, ...], seed: float) -> None:
        """Once for each person whatever one can do once, in between what one can do again and again."""
        chance = random.Random(seed)
        once = [
            (wish, browser, person)
            for browser, person in zip(browsers, people, strict=True)
            for wish in (self._support, self._sign_up, self._redeem)
        ]
        chance.shuffle(once)
        for number, again in enumerate(self._again(browsers, people, chance)):
            if self._ended.is_set():
                return
            if once and chance.random() < 0.6:
                wish, browser, person = once.pop()
                wish(browser, person)
            else:
                wish, browser, person = again
                wish(browser, person, f"{person}的第{number}件事")

    def _again(self, browsers: list[Browser], people: tuple[int, ...], chance: random.Random) -> Iterator[Again]:
        while True:
            chosen = chance.randrange(len(people))
            yield chance.choice([self._raise, self._comment]), browsers[chosen], people[chosen]

    def _raise(self, browser: Browser, person: int, words: str) -> None:
        action = f"{self.place.path}/demands/new"
        rows = select(func.count(Demand.id)).where(Demand.title == words, Demand.author_id == person)
        self._send("demand", browser, action, action, demand_fields(self.place, words), rows)

    def _comment(self, browser: Browser, person: int, words: str) -> None:
        page = f"{self.place.path}/demands/{self.place.demand}"
        rows = select(func.count(Comment.id)).where(Comment.body == words, Comment.author_id == person)
        self._send("comment", browser, page, f"{page}/comments", {"body": words}, rows)

    def _support(self, browser: Browser, person: int) -> None:
        page = f"{self.place.path}/demands/{self.place.demand}"
        rows = select(func.count(Support.id)).where(Support.person_id == person)
        self._send("support", browser, page, f"{page}/support", {}, rows)

    def _sign_up(self, browser: Browser, person: int) -> None:
        page = f"{self.place.path}/activities/{self.place.activity}"
        rows = select(func.count(SignUp.id)).where(SignUp.person_id == person)
        self._send("sign-up", browser, page, f"{page}/sign-up", {}, rows)

    def _redeem(self, browser: Browser, person: int) -> None:
        page = f"{self.place.path}/rewards/{self.place.reward}"
        rows = select(func.count(Redemption.id)).where(Redemption.person_id == person)
        self._send("redemption", browser, page, f"{page}/redeem", {}, rows)

    def _review(self, browser: Browser) -> None:
        """Approve whatever waits, oldest first."""
        while not self._ended.is_set():
            item = self._oldest()
            if item is None:
                self._ended.wait(0.05)
                continue
            page = f"{self.place.path}/review/{item}"
            rows = select(func.count(ReviewItem.id)).where(
                ReviewItem.id == item, ReviewItem.state == ReviewState.APPROVED
            )
            self._send("approval", browser, page, page, {"decision": "approved"}, rows)

    def _oldest(self) -> int | None:
        with self.live.app.app_context():
            return db.session.scalar(
                select(ReviewItem.id)
                .where(ReviewItem.community_id == self.place.community, ReviewItem.state == ReviewState.WAITING)
                .order_by(ReviewItem.id)
                .limit(1)
            )
