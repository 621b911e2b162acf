"""Running several editors at the same time, and taking one guard out of the program to see that a test misses it."""

import inspect
import sqlite3
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection, connections

PATIENCE = 60


def together(*calls):
    """Run `calls` at the same moment, each in a thread with a connection of its own; return what they returned.

    Fails with the first exception that any of them raised.
    """
    gate = threading.Barrier(len(calls))

    def run(call):
        try:
            gate.wait(PATIENCE)
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        running = [threads.submit(run, call) for call in calls]
    errors = [one.exception() for one in running if one.exception() is not None]
    assert not errors, repr(errors)
    return [one.result() for one in running]


def elsewhere(call):
    """Run `call` in another thread with a connection of its own, now; return what it returned."""
    return together(call)[0]


@contextmanager
def database_that_threads_share(folder):
    """Everyone's connection leads to one database. That of the tests on SQLite is in the memory of one connection: here it
    is copied to a file, with the options it has in earnest."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    file = str(folder / "shared.sqlite3")
    copy = sqlite3.connect(file)
    connection.connection.backup(copy)
    copy.close()
    settings, in_memory = connection.settings_dict, connections["default"]
    name, settings["NAME"] = settings["NAME"], file
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        settings["NAME"], connections["default"] = name, in_memory


def without(monkeypatch, owner, name, *guards):
    """Take the source texts `guards` out of the function `name` of the module or class `owner`, for one test.

    Each is a text that occurs once, or a pair of such a text and what stands in its place. Fails where it no longer
    occurs: the guard has changed, and its removal here with it.
    """
    original = getattr(owner, name)
    function = inspect.unwrap(original)
    source = textwrap.dedent(inspect.getsource(function))
    for guard in guards:
        text, instead = guard if isinstance(guard, tuple) else (guard, "")
        assert source.count(text) == 1, f"{name} does not hold {text!r} once."
        source = source.replace(text, instead)
    if inspect.isclass(owner):
        source = source.replace("super()", f"super({owner.__name__}, self)")  # Outside of the class it must be named.
    found = {}
    exec(compile(source, f"{function.__module__}.{name} without a guard", "exec"), function.__globals__, found)
    replace_everywhere(monkeypatch, owner, name, found[name])


def replace_everywhere(monkeypatch, owner, name, new):
    """Set `owner.name`, and the same function wherever another module has imported it."""
    original = getattr(owner, name)
    monkeypatch.setattr(owner, name, new)
    for module in list(sys.modules.values()):
        if getattr(module, "__dict__", {}).get(name) is original:
            monkeypatch.setattr(module, name, new)
