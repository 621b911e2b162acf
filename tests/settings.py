"""The product's settings in development mode, so that `pytest` needs nothing from the environment."""

import os

os.environ["DEBUG"] = "1"
os.environ.setdefault("SECRET_KEY", "only-for-tests")

from config.settings import *  # noqa: F403
