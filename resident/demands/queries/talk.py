"""What was said and done under a demand."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    literal,
    null,
    or_,
    select,
    union_all,
)

from resident.accounts.models import Person, PersonRow
from resident.communities.models import Building, Community, Household, Membership, RoleGrant
from resident.demands.models import (
    Answer,
    Comment,
    CommentState,
    Demand,
    DemandEvent,
    Move,
    Support,
)
from resident.demands.queries.after import AFTER, PHOTOS_OF_AFTER, TAKEN_DOWN
from resident.demands.queries.calls import CALL, CALLS
from resident.demands.queries.finding import ShownDemand
from resident.demands.queries.reaching import LOOK, LOOKS
from resident.ids import PersonId
from resident.media.models import Photo
from resident.moderation.models import ReviewItem
from resident.organizations.models import Organization
from resident.statements import column, entity, in_one_of, rows, value, written
from resident.web.keyset import Keyset, Page

CALLS_LOOKED_INTO = ("contest_call", "contest_words", "confirm_call", "refute_call")
BETWEEN_AUTHOR_AND_COMMITTEE = (
    *CALLS_LOOKED_INTO,
    "allow_calls",
    "forbid_calls",
    "name_body",
    "unname_body",
    "edit",
    "undecide",
    Move.ASK_CHANGES,
    Move.REJECT,
    Move.SUBMIT_AGAIN,
)
STILL_WAITING = (CommentState.IN_REVIEW, CommentState.CHANGES_ASKED)
COMMENTS_AT_ONCE = 10
STEP, ANSWER, PHOTO = "step", "answer", "photo"


class Part(NamedTuple):
    """Something that hangs on a demand: a step of its history, an official answer, a call, a look at a number, or a photo.

    `text` is what a person wrote (of a photo its key), `number` the other demand (of a photo its place in the row, of
    one of after who sent it; its `kind` says whether it is shown yet);
    `body` is the name of a body in two languages. Of a call `kind` is why it was settled so, `referred_to` with whom
    it was spoken, `number` who wrote it down.
    """

    part: str
    id: int
    at: datetime
    kind: str | None
    state: str | None
    text: str
    referred_to: str | None
    number: int | None
    body: dict[str, str] | None
    person: str | None

    @property
    def key(self) -> str:
        """The key of a photo in links."""
        return self.text


class Hanging(NamedTuple):
    """What hangs on a demand: its history newest first, official answers and calls (for who raised it and the staff) the first one first, photos in their order.

    `taken_down` are photos that only their author and the staff still see, `after` how it looks now and `looks` who
    looked at the number of who raised it, the newest first.
    """

    steps: list[Part]
    answers: list[Part]
    calls: list[Part]
    photos: list[Part]
    taken_down: list[Part]
    after: list[Part]
    looks: list[Part]


class ShownComment(NamedTuple):
    """A comment; `building` only where its writer chose to show it, `name` whether it is shown or not.

    `is_staff`: the writer has a role in the community, which the mark beside the name says.
    """

    id: int
    author_id: PersonId
    body: str
    state: str
    created_at: datetime
    name: str
    shows_name: bool
    taken_down_at: datetime | None
    is_staff: bool
    building: dict[str, str] | None


HANGING: CompoundSelect[Any] = union_all(
    select(
        literal(STEP),
        DemandEvent.id,
        DemandEvent.at,
        DemandEvent.kind,
        DemandEvent.state,
        DemandEvent.text,
        DemandEvent.referred_to,
        DemandEvent.other_number,
        Organization.name,
        cast(null(), String),
    )
    .outerjoin(Organization, Organization.id == DemandEvent.organization_id)
    .where(DemandEvent.demand_id == bindparam("demand")),
    select(
        literal(ANSWER),
        Answer.id,
        Answer.at,
        null(),
        null(),
        Answer.body,
        null(),
        null(),
        Organization.name,
        PersonRow.display_name,
    )
    .outerjoin(PersonRow, PersonRow.id == Answer.person_id)
    .outerjoin(Organization, Organization.id == Answer.organization_id)
    .where(Answer.demand_id == bindparam("demand"), Answer.undone_at.is_(None)),
    CALLS,
    select(
        literal(PHOTO),
        Photo.id,
        Photo.created_at,
        null(),
        case((Photo.taken_down_at.is_not(None), literal(TAKEN_DOWN)), else_=null()),
        Photo.key,
        null(),
        Photo.position,
        null(),
        null(),
    ).where(Photo.owner_kind == "demand", Photo.owner_id == bindparam("demand")),
    PHOTOS_OF_AFTER,
    LOOKS,
)
IS_STAFF = exists().where(
    RoleGrant.community_id == Comment.community_id,
    RoleGrant.person_id == Comment.author_id,
    RoleGrant.ended_at.is_(None),
)
COMMENTS: Select[*tuple[Any, ...]] = (
    select(
        Comment.id,
        Comment.author_id,
        Comment.body,
        Comment.state,
        Comment.created_at,
        PersonRow.display_name,
        Comment.shows_name,
        Comment.taken_down_at,
        IS_STAFF,
        Building.name,
    )
    .join(PersonRow, PersonRow.id == Comment.author_id)
    .outerjoin(
        Membership,
        and_(
            Comment.shows_building,
            Membership.community_id == Comment.community_id,
            Membership.person_id == Comment.author_id,
            Membership.confirmed_at.is_not(None),
        ),
    )
    .outerjoin(Household, Household.id == Membership.household_id)
    .outerjoin(Building, Building.id == Household.building_id)
    .where(Comment.demand_id == bindparam("demand"))
)
WAS_PUBLISHED = Comment.state == written(CommentState.PUBLISHED)
IS_PUBLIC = and_(WAS_PUBLISHED, Comment.taken_down_at.is_(None))
IS_OWN = and_(
    Comment.author_id == bindparam("person"), in_one_of(Comment.state, (*STILL_WAITING, CommentState.PUBLISHED))
)
PUBLIC = Keyset(ShownComment, COMMENTS.where(IS_PUBLIC), Comment.id, size=COMMENTS_AT_ONCE)
PUBLIC_AND_OWN = Keyset(ShownComment, COMMENTS.where(or_(IS_PUBLIC, IS_OWN)), Comment.id, size=COMMENTS_AT_ONCE)
FOR_STAFF = Keyset(ShownComment, COMMENTS.where(or_(WAS_PUBLISHED, IS_OWN)), Comment.id, size=COMMENTS_AT_ONCE)
COMMENT = select(Comment).where(Comment.community_id == bindparam("community"), Comment.id == bindparam("comment"))
LAST_REASON = (
    select(ReviewItem.reason)
    .where(
        ReviewItem.kind == bindparam("kind"),
        ReviewItem.subject_id == bindparam("subject"),
        ReviewItem.decided_at.is_not(None),
    )
    .order_by(ReviewItem.id.desc())
    .limit(1)
)


OWN_COMMENTS = (
    select(Comment.body)
    .where(
        Comment.demand_id == bindparam("demand"),
        Comment.author_id == bindparam("person"),
        Comment.state != written(CommentState.WITHDRAWN),
    )
    .order_by(Comment.id.desc())
    .limit(COMMENTS_AT_ONCE)
)
OWN_SUPPORT = select(Support.id).where(
    Support.demand_id == bindparam("demand"), Support.person_id == bindparam("person")
)


def own_comments(demand: ShownDemand, person: Person) -> list[str]:
    """What a person has written under a demand, the newest first; one statement."""
    return column(OWN_COMMENTS, demand=demand.id, person=person.id)


def is_supported_by(demand: Demand, person: Person) -> bool:
    """Whether this person supports it; one statement."""
    return value(OWN_SUPPORT, demand=demand.id, person=person.id) is not None


def hanging_on(demand: Demand | ShownDemand, *, whole: bool) -> Hanging:
    """What happened to a demand, what was answered, and its photos; one statement.

    `whole` includes what passed between the author and the committee alone.
    """
    parts: dict[str, list[Part]] = {STEP: [], ANSWER: [], CALL: [], PHOTO: [], AFTER: [], LOOK: []}
    for part in rows(Part, HANGING, demand=demand.id):
        parts[part.part].append(part)
    hidden = () if whole else BETWEEN_AUTHOR_AND_COMMITTEE
    photos = sorted(parts[PHOTO], key=lambda photo: (photo.number, photo.id))
    return Hanging(
        steps=sorted((step for step in parts[STEP] if step.kind not in hidden), key=_id, reverse=True),
        answers=sorted(parts[ANSWER], key=_id),
        calls=sorted(parts[CALL], key=_id),
        photos=[photo for photo in photos if photo.state != TAKEN_DOWN],
        taken_down=[photo for photo in photos if photo.state == TAKEN_DOWN],
        after=sorted((photo for photo in parts[AFTER] if photo.state != TAKEN_DOWN), key=_id, reverse=True),
        looks=sorted(parts[LOOK], key=_id, reverse=True),
    )


def _id(part: Part) -> int:
    return part.id


def comments_page(
    demand: Demand | ShownDemand, person: Person | None, after: str, *, is_staff: bool = False
) -> Page[ShownComment]:
    """Public comments and one's own that wait or were taken down, newest first; one statement.

    Staff also see what was taken down. Beside the name stands at most the building, and only where the writer chose
    to show it.
    """
    if person is None:
        return PUBLIC.page(after, demand=demand.id)
    return (FOR_STAFF if is_staff else PUBLIC_AND_OWN).page(after, demand=demand.id, person=person.id)


def comment_of(community: Community, comment_id: int) -> Comment | None:
    """This community's comment of this id, for who changes it; None for another community's."""
    found: Comment | None = entity(COMMENT, community=community.id, comment=comment_id)
    return found


def review_reason(kind: str, subject: Any) -> str:
    """What the committee said in its last decision about this demand or comment; empty where it said nothing."""
    return value(LAST_REASON, kind=kind, subject=subject.id) or ""
