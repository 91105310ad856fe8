"""`--sample`: the tests with many made-up people meet a few of them, so that `make test-fast` takes seconds."""

from tests.support.amounts import choose_sample


def pytest_addoption(parser):
    parser.addoption("--sample", action="store_true", help="a few made-up people where there are thousands")


def pytest_configure(config):
    choose_sample(sample=config.getoption("--sample"))
