"""States: which named move leads from where to where stands in one table, and a row's state changes in one place."""

from collections.abc import Mapping, Set
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from sqlalchemy import String, Update, update
from sqlalchemy.orm import Mapped, mapped_column

from resident.web.errors import DomainError

Move = TypeVar("Move", bound=str)


class Step(NamedTuple):
    """From which states a move is allowed, and where it leads."""

    sources: Set[str]
    target: str


class Moves(Generic[Move]):
    """A row with a state that nothing but the moves of its table changes: `class Claim(Moves[ClaimMove], Base)`.

    Two moves may lead to the same state, and one move from several; the first state is the column's default.
    """

    MOVES: ClassVar[Mapping[Any, Step]]
    UNDOABLE: ClassVar[Set[Any]] = frozenset()  # moves that can be undone, back to where they came from
    MOVED_ON: ClassVar[type[DomainError]]
    state: Mapped[str] = mapped_column(String(20))

    def allows(self, move: Move) -> bool:
        """Whether the table has this move for the state at hand."""
        return self.state in self.MOVES[move].sources

    def move(self, move: Move) -> None:
        """Make one move of the table. Lock the row first. Raises the row's own error where it has moved on."""
        if not self.allows(move):
            raise self.MOVED_ON
        self.state = self.MOVES[move].target
        self._moved()

    def undo(self, move: Move, back_to: str) -> None:
        """Go back the way of a move that can be undone. Lock the row first. Raises the row's own error where it has moved on."""
        step = self.MOVES[move]
        if move not in self.UNDOABLE or self.state != step.target or back_to not in step.sources:
            raise self.MOVED_ON
        self.state = back_to
        self._moved()

    @classmethod
    def moving(cls, move: Move) -> Update:
        """The statement that makes this move with every row it is allowed for, to be narrowed by `.where(…)`."""
        step = cls.MOVES[move]
        return update(cls).where(cls.state.in_(step.sources)).values(state=step.target)

    def _moved(self) -> None:
        """What else of the row must stay true to its new state."""
