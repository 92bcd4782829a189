"""The states of a demand and the one table of moves between them."""

import enum

from resident.web.moves import Step


class DemandState(enum.StrEnum):
    """Where a demand stands; words, shapes and colours are in the templates' marks."""

    IN_REVIEW = "in_review"
    CHANGES_ASKED = "changes_asked"
    NOT_APPROVED = "not_approved"
    WITHDRAWN = "withdrawn"
    TO_ASSIGN = "to_assign"
    ASSIGNED = "assigned"
    IN_HAND = "in_hand"
    RESOLVED = "resolved"
    SOLVED = "solved"
    REOPENED = "reopened"
    PARKED = "parked"
    REFERRED = "referred"
    MERGED = "merged"


class Move(enum.StrEnum):
    """What changes the state of a demand, named as in its history."""

    APPROVE = "approve"
    REJECT = "reject"
    ASK_CHANGES = "ask_changes"
    SUBMIT_AGAIN = "submit_again"
    WITHDRAW = "withdraw"
    ASSIGN = "assign"
    ACCEPT = "accept"
    RETURN = "return"
    RESOLVE = "resolve"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    TAKE_BACK = "take_back"
    PARK = "park"
    REFER = "refer"
    MERGE = "merge"
    GO_ON = "go_on"


_S = DemandState
WAITING = frozenset({_S.IN_REVIEW, _S.CHANGES_ASKED})
TO_ACCEPT = frozenset({_S.ASSIGNED, _S.REOPENED})
WITH_A_BODY = TO_ACCEPT | {_S.IN_HAND}
OPEN = WITH_A_BODY | {_S.TO_ASSIGN}
UNFINISHED = OPEN | {_S.PARKED, _S.REFERRED}
CLOSED = frozenset({_S.RESOLVED, _S.SOLVED})
PUBLISHED = UNFINISHED | CLOSED

UNDOABLE = frozenset(Move) - {Move.SUBMIT_AGAIN, Move.WITHDRAW, Move.GO_ON}
MOVES: dict[Move, Step] = {
    Move.APPROVE: Step({_S.IN_REVIEW}, _S.TO_ASSIGN),
    Move.REJECT: Step({_S.IN_REVIEW}, _S.NOT_APPROVED),
    Move.ASK_CHANGES: Step({_S.IN_REVIEW}, _S.CHANGES_ASKED),
    Move.SUBMIT_AGAIN: Step(WAITING, _S.IN_REVIEW),
    Move.WITHDRAW: Step(WAITING | {_S.TO_ASSIGN, _S.ASSIGNED}, _S.WITHDRAWN),
    Move.ASSIGN: Step(UNFINISHED, _S.ASSIGNED),
    Move.ACCEPT: Step(UNFINISHED - {_S.IN_HAND}, _S.IN_HAND),
    Move.RETURN: Step(WITH_A_BODY | {_S.REFERRED}, _S.TO_ASSIGN),
    Move.RESOLVE: Step(UNFINISHED, _S.RESOLVED),
    Move.CONFIRM: Step({_S.RESOLVED}, _S.SOLVED),
    Move.REOPEN: Step(CLOSED, _S.REOPENED),
    Move.TAKE_BACK: Step({_S.RESOLVED}, _S.TO_ASSIGN),
    Move.PARK: Step(UNFINISHED - {_S.PARKED}, _S.PARKED),
    Move.REFER: Step(UNFINISHED - {_S.REFERRED}, _S.REFERRED),
    Move.MERGE: Step(UNFINISHED, _S.MERGED),
    Move.GO_ON: Step({_S.MERGED}, _S.TO_ASSIGN),
}
