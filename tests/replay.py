"""What does pywb show of WARC files? Runs in an environment that has pywb, and needs nothing of ours.

``python replay.py CDXJ DIRECTORY...`` serves the WARC files of the directories by their index, reads a JSON list of
``[timestamp, url]`` from stdin and writes what is replayed to stdout, each as ``[status, time, body in base64]``. The
bodies are as archived (``id_``): not rewritten, but without a content coding that pywb knows.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import sys

from gevent import monkey

monkey.patch_all()  # before all that opens sockets

from pywb.apps.frontendapp import FrontEndApp  # noqa: E402
from werkzeug.test import Client  # noqa: E402


def main() -> None:
    """Replay what is asked for."""
    index, *directories = map(os.path.abspath, sys.argv[1:])
    os.chdir(os.path.dirname(index))
    held = {"index": index, "archive_paths": [os.path.join(directory, "") for directory in directories]}
    with contextlib.redirect_stdout(sys.stderr):  # pywb talks
        client = Client(FrontEndApp(custom_config={"collections": {"kept": held}}))
    shown = []
    for timestamp, url in json.load(sys.stdin):
        answer = client.get(f"/kept/{timestamp}id_/{url}", headers={"Accept-Encoding": "identity"})
        body = base64.b64encode(answer.data).decode("ascii")
        shown.append([answer.status_code, answer.headers.get("Memento-Datetime", ""), body])
    json.dump(shown, sys.stdout)


if __name__ == "__main__":
    main()
