"""Rasa component: splits Danish text into words and gives each its dictionary form (lemma), with spaCy.

The Danish model ``da_core_news_sm`` is used when it is installed. It is not on the package registries, so the normal
case is spaCy's blank Danish with the lookup lemmatizer of spacy-lookups-data. The full lookup table costs some 230 MB
of memory; training therefore keeps only the forms of words that the training data and the word lists know, and the
running assistant reads that small table from the trained model.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.util import get_package_version, load_language_data, registry

from bot.components.fingerprint import source_fingerprint
from bot.danish.normalise import fold_word

OFFICIAL_MODEL = "da_core_news_sm"
_TABLE = "lemma_lookup"
_FILE = "danish_language.json"
# Parts of the official model that neither lemmas nor names need; leaving them out saves memory and time.
_UNUSED_PIPES = ["parser"]
_NAMING_PIPES = frozenset(("ner", "entity_ruler"))
PERSON_NAMES = "person_names"
"""Where names of people stand in a message, as [start, end] pairs: the gateway can mask them. Set only by a language
model that finds names; blank Danish finds none."""


class LanguageModelError(RasaException):
    """The Danish language model of the trained model is not here; the message says what to do."""


def keep_forms(table: Iterable[tuple[str, str]], known_words: Iterable[str]) -> dict[str, str]:
    """Cut a lemma table down to the forms that share a lemma with a known word.

    Args:
        table: pairs of form and lemma, as spaCy's lookup table has them.
        known_words: words that matter, lower case.

    Returns:
        form -> lemma, also under the folded spelling of the form (``moede`` for ``møde``) where no word has it already.

    """
    pairs = [(form, lemma) for form, lemma in table if form.islower()]
    lemma_of = dict(pairs)
    wanted = {lemma_of.get(word, word) for word in known_words}
    kept = {form: lemma for form, lemma in pairs if lemma in wanted}
    kept.update({lemma: lemma for lemma in wanted})
    folded = {fold_word(form): lemma for form, lemma in kept.items()}
    return {**folded, **kept}


def blank_danish(table: dict[str, str]) -> Language:
    """Return spaCy's blank Danish with a lookup lemmatizer over ``table``."""
    nlp = spacy.blank("da")
    lookups = Lookups()
    lookups.add_table(_TABLE, table)
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"}).initialize(lookups=lookups)
    return nlp


def full_table() -> dict[str, str]:
    """Return the whole table of spacy-lookups-data (form -> lemma).

    spaCy's own loader gives a table of hashes whose forms cannot be listed, so the file is read directly.

    Raises:
        LanguageModelError: spacy-lookups-data is not installed.

    """
    try:
        return load_language_data(registry.lookups.get("da")[_TABLE])
    except (KeyError, ValueError, OSError) as error:
        raise LanguageModelError("spacy-lookups-data is not installed. Run the setup again (make setup).") from error


def official_version() -> str | None:
    """Return the version of the installed ``da_core_news_sm``, or None when it is not installed."""
    return get_package_version(OFFICIAL_MODEL)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class DanishLanguage(Tokenizer):
    """Sets the message's tokens, each with ``lemma``; ``label`` says which language model is in use."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the settings config.yml may change."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "use_official_model": True}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Train again when our own code has changed, or the language model was (un)installed."""
        return f"{source_fingerprint()} {official_version()}"

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, nlp: Language | None = None
    ) -> None:
        super().__init__(config)
        self._model_storage = model_storage
        self._resource = resource
        self._nlp = nlp or spacy.blank("da")

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DanishLanguage:
        """Make an untrained component; it splits words but knows no lemmas yet."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DanishLanguage:
        """Make the component as it was trained; raises LanguageModelError when its language model is gone."""
        with model_storage.read_from(resource) as directory:
            stored = json.loads((Path(directory) / _FILE).read_text(encoding="utf-8"))
        return cls(config, model_storage, resource, cls._language(stored))

    @staticmethod
    def _language(stored: dict[str, Any]) -> Language:
        if not stored["official"]:
            return blank_danish(stored["table"])
        if official_version() is None:
            raise LanguageModelError(
                f"The assistant was trained with {OFFICIAL_MODEL}, which is not installed here. "
                "Install it, or train again without it (make train)."
            )
        return spacy.load(OFFICIAL_MODEL, exclude=_UNUSED_PIPES)

    @property
    def label(self) -> str:
        """Which language model is in use, as it is shown to people."""
        if self._nlp.meta["name"] == OFFICIAL_MODEL.removeprefix("da_"):
            return f"{OFFICIAL_MODEL} {self._nlp.meta['version']}"
        return "blank da + lookups"

    def train(self, training_data: TrainingData) -> Resource:
        """Choose the language model, and store what the running assistant needs of it."""
        official = bool(self._config["use_official_model"]) and official_version() is not None
        stored = {"official": official, "table": {} if official else self._small_table(training_data)}
        with self._model_storage.write_to(self._resource) as directory:
            (Path(directory) / _FILE).write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
        self._nlp = self._language(stored)
        return self._resource

    def _small_table(self, training_data: TrainingData) -> dict[str, str]:
        texts = [example.get(TEXT) for example in training_data.training_examples if example.get(TEXT)]
        texts += [item for table in training_data.lookup_tables for item in table["elements"]]
        texts += list(training_data.entity_synonyms)
        known = {token.text.lower() for text in texts for token in self._nlp.make_doc(text)}
        return keep_forms(full_table().items(), known)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the tokens of each message, and where it names people when the language model finds names."""
        for message in super().process(messages):
            text = message.get(TEXT) or ""
            if _NAMING_PIPES & set(self._nlp.pipe_names) and not text.startswith("/"):
                message.set(PERSON_NAMES, self._names(text), add_to_output=True)
        return messages

    def _names(self, text: str) -> list[list[int]]:
        # In the case it was typed: a model knows names by their capitals.
        return [[name.start_char, name.end_char] for name in self._nlp(text).ents if name.label_ == "PER"]

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Split the text; lemmas are looked up in lower case, places are those of the original text."""
        text = message.get(attribute)
        lowered = text.lower()
        doc = self._nlp(lowered if len(lowered) == len(text) else text)
        words = [token for token in doc if not token.is_space]
        return [
            Token(text[word.idx : word.idx + len(word)], word.idx, lemma=word.lemma_ or word.text) for word in words
        ]
