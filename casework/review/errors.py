"""What can go wrong in the review, each once, in words that say what to do."""

from collections.abc import Sequence

from casework.errors import CaseworkError
from casework.review.words import Problem


class ReviewError(CaseworkError):
    """Root of the errors of this part."""


class NotInReviewError(ReviewError):
    """The conversation, the message, the mark or the item does not exist; load the page again."""


class NothingHiddenError(ReviewError):
    """The passage stands nowhere in the conversation; mark it in the text again."""


class BadMarkError(ReviewError):
    """The mark names a kind or a topic that does not exist; choose one from the list."""


class ItemRefusedError(ReviewError):
    """Nothing was made of the mark; `problems` say why in Danish and what to change."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("The item cannot be used: " + ", ".join(problem.code for problem in problems))
        self.problems = tuple(problems)
