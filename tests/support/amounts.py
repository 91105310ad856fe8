"""How many made-up people a test meets: all of them, or with `--sample` only a few (`make test-fast`)."""

_chosen = {"sample": False}


def choose_sample(*, sample: bool) -> None:
    """Set before the tests are read: whether only a few are wanted."""
    _chosen["sample"] = sample


def some(whole: int, few: int) -> int:
    """`whole`, or `few` when a sample is wanted."""
    return few if _chosen["sample"] else whole
