"""The small Rasa of these tests keeps to the contract of the real one."""

from tests.web import rasa_contract
from tests.web.fake_rasa import TOKEN, FakeRasa


def test_the_small_rasa_keeps_the_contract(rasa: FakeRasa):
    rasa_contract.check(rasa.url, TOKEN)
