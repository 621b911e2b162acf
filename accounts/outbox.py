"""Letters that go out after the answer: waiting for the mail server would tell that there was a letter to send."""

import logging
from concurrent.futures import ThreadPoolExecutor

logger = logging.getLogger(__name__)
_sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="letters")


def send_later(letter):
    """Returns a future, for whoever has to wait until the letter is gone."""
    return _sender.submit(_send, letter)


def _send(letter):
    try:
        letter.send()
    except OSError as error:
        # By its kind alone: the text may repeat the reader's address.
        logger.error("A letter could not be sent: %s.", type(error).__name__)
