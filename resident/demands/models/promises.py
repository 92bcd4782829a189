"""What was promised about a demand and what was missed: the one definition for lists, pages, the desk and the rates.

The formulas of the three rates are those of domain.md, "The three rates" (三率), after 接诉即办条例: whatever is done
with a demand, what it missed stays missed.
"""

from typing import Any

from sqlalchemy import BindParameter, Index, and_, bindparam, case, func, or_

from resident.demands.models.demand import Content, Demand
from resident.demands.models.states import UNFINISHED, DemandState
from resident.statements import in_one_of

NOW: BindParameter[Any] = bindparam("now")

# Which demands stand in the rates: not imported, ever approved, whatever became of them.
COUNTS = and_(Demand.source.is_(None), Demand.published_at.is_not(None))

# Its date is over: the first one, however it was moved since; after a closing answer in time that of the new round.
_IS_LATE = or_(
    and_(Demand.due_at.is_not(None), Demand.due_at < NOW),
    and_(Demand.times_reopened == 0, Demand.first_due_at.is_not(None), Demand.first_due_at < NOW),
)
# Missed: a date passed without a closing answer. Held back, passed on, merged, withdrawn: it had none.
IS_MISSED = or_(Demand.missed_at.is_not(None), and_(Demand.resolved_at.is_(None), _IS_LATE))
# Overdue: what was missed, as long as somebody has still to close it, whoever has it and wherever it was put.
IS_OVERDUE = and_(in_one_of(Demand.state, UNFINISHED | {DemandState.MERGED}), IS_MISSED)
# Its date: the one that was missed. What has been given more days since has still missed its first date.
_HAS_MISSED_THE_FIRST = and_(
    Demand.times_reopened == 0,
    Demand.first_due_at < NOW,
    Demand.first_due_at < Demand.due_at,
    Demand.resolved_at.is_(None),
)
WAS_DUE = func.coalesce(Demand.missed_at, case((_HAS_MISSED_THE_FIRST, Demand.first_due_at), else_=Demand.due_at))

# First contact: an answer, or a call that the resident reads and has not contested.
IS_CONTACT_DUE = or_(
    Demand.contacted_at.is_not(None),
    Demand.called_at.is_not(None),
    and_(Demand.contact_due_at.is_not(None), Demand.contact_due_at < NOW),
)
CONTACTED_IN_TIME = and_(
    Demand.contact_due_at.is_not(None),
    or_(
        and_(Demand.contacted_at.is_not(None), Demand.contacted_at <= Demand.contact_due_at),
        and_(Demand.called_at.is_not(None), Demand.called_at <= Demand.contact_due_at),
    ),
)
IS_JUDGED = or_(Demand.rated_at.is_not(None), IS_MISSED)
IS_SOLVED = Demand.rated_solved.is_(True)
IS_SATISFIED = and_(
    Demand.rated_content.is_not(None),
    in_one_of(Demand.rated_content, (Content.CONTENT, Content.FAIRLY_CONTENT)),
)

Index(
    "ix_demand_counted",
    Demand.community_id,
    Demand.submitted_at,
    Demand.id,
    postgresql_where=COUNTS,
    sqlite_where=COUNTS,
)
