"""Odoo as it runs in a hall: real worker processes that answer over HTTP."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from odoo.tools import config

# As in config/odoo.conf. Eight connections may wait for each: with three, some of 32
# clients would be sent away by the kernel and come again a second later.
WORKERS = 4
PATIENCE = 60
RETRIED = re.compile(r"tries left|number of tries")


class Server:
    """A server of the measured database, and what its log says."""

    def __init__(self, port, log):
        self.port = port
        self.log = log

    def count_retries(self):
        """How often a request was begun anew because another was in its way."""
        return len(RETRIED.findall(self.log.read_text(encoding="utf-8")))


class Client:
    """One client, with a connection for each request as behind Odoo's workers."""

    def __init__(self, server):
        self.port = server.port
        self.cookie = ""

    def post(self, path, values=None):
        """The answer of a route of JSON-RPC; what it refuses is raised."""
        body = json.dumps({"jsonrpc": "2.0", "params": values or {}})
        headers = {"Content-Type": "application/json", "Cookie": self.cookie}
        headers["Accept-Language"] = "zh-CN"
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=PATIENCE
        )
        try:
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            answer = json.loads(response.read())
        finally:
            connection.close()
        if "error" in answer:
            raise AssertionError(answer["error"])
        if cookie := response.headers.get("Set-Cookie"):
            self.cookie = cookie.split(";")[0]
        return answer.get("result")

    def log_in(self, database, login):
        """Begin a session; the password of made-up users is their login."""
        values = {"db": database, "login": login, "password": login}
        self.post("/web/session/authenticate", values)


@contextmanager
def running_server(database):
    """A server with real workers, stopped at the end."""
    port, gevent_port = _find_free_port(), _find_free_port()
    with tempfile.TemporaryDirectory() as folder:
        log, program = Path(folder) / "server.log", Path(folder) / "start.py"
        # The process for the bus is started by the name of the program once more.
        program.write_text("import odoo.cli\n\nodoo.cli.main()\n", encoding="utf-8")
        process = subprocess.Popen(
            [
                *(sys.executable, program, "-c", config["config"]),
                *("-d", database),
                *(f"--workers={WORKERS}", "--max-cron-threads=0", "--log-level=info"),
                *(f"--http-port={port}", f"--gevent-port={gevent_port}"),
                f"--logfile={log}",
            ],
            env=os.environ | {"ODOO_QUEUE_JOB_CHANNELS": "root:0"},
        )
        try:
            server = Server(port, log)
            _wait(server)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def _find_free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(server):
    """Until every worker has loaded its registry."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            in_parallel(
                lambda _number: Client(server).post("/web/webclient/version_info"),
                range(WORKERS * 4),
            )
            return
        except OSError:
            if time.monotonic() > end:
                raise AssertionError(server.log.read_text(encoding="utf-8")) from None
            time.sleep(0.5)


def in_parallel(work, arguments):
    """Run `work` in a thread for each argument, all at once.

    :return: what they returned, in the order of the arguments
    """
    arguments = list(arguments)
    results, errors = [None] * len(arguments), []
    barrier = threading.Barrier(len(arguments))

    def run(index):
        try:
            barrier.wait(PATIENCE)
            results[index] = work(arguments[index])
        except Exception as error:
            errors.append(error)

    threads = [
        threading.Thread(target=run, args=(index,)) for index in range(len(arguments))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results
