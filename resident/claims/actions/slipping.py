"""A slip in the letter box: it confirms a home, or the committee looks at it instead."""

from resident.accounts.models import Person
from resident.claims.actions.claiming import Door, change_claim, claim_residence, withdraw_claim
from resident.claims.models import ResidenceClaim
from resident.claims.queries import open_claim
from resident.communities.actions import use_slip
from resident.communities.context import community_of
from resident.communities.models import Community, Household, Membership, Slip
from resident.communities.queries import home_at, home_of
from resident.web.errors import found


def confirm_by_slip(*, slip: Slip, moves_from: int, by: Person) -> Membership:
    """Confirm by its slip that a home is one's own; what waited for the committee's word is taken back.

    Raises as `use_slip`.
    """
    membership = use_slip(slip=slip, moves_from=moves_from, by=by)
    claim = open_claim(community_of(slip), by)
    if claim is not None:
        withdraw_claim(claim=claim, by=by)
    return membership


def claim_by_slip(*, slip: Slip, by: Person) -> ResidenceClaim:
    """Let the committee look at it instead, which tells nobody of the home and takes no place of the slip.

    Raises Invalid for a home that is confirmed already or whose building is gone.
    """
    return _claim(community_of(slip), slip.household, by)


def claim_ended_home(*, community: Community, by: Person) -> ResidenceClaim:
    """Contest that the committee has ended the confirmation of one's home: it looks once more. Raises as `claim_by_slip`.

    Raises NotHere where none was ended.
    """
    was = home_of(community, by)
    return _claim(community, found(home_at(community, was.ended_id) if was and was.ended_id else None), by)


def _claim(community: Community, home: Household, by: Person) -> ResidenceClaim:
    at, claim = Door(home.building_id, home.unit, home.room), open_claim(community, by)
    if claim is not None:
        return change_claim(claim=claim, at=at, by=by)
    return claim_residence(community=community, at=at, by=by)
