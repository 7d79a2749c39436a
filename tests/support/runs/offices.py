"""An office with a real Prefect server for tests: server, `wuwei serve`, county file, inbox and mail, in one folder."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import httpx

from flows.county.county_file import shipped_example
from tests.support.pace import NIGHTLY
from tests.support.runs.prefect_homes import prefect_home
from tests.support.workbooks.tables import contact_log, talk, written
from transforms.clock import monday_of

T = TypeVar("T")


STAND_INS = str(Path(__file__).with_name("stand_ins"))
SPARED: Mapping[str, str] = {} if NIGHTLY else {"PYTHONPATH": os.pathsep.join([STAND_INS, *sys.path])}
"""The settings by which processes judge without Great Expectations and print no pages; none by night."""


FINAL = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def waited_for(look: Callable[[], T | None], what: str, seconds: float = 120) -> T:
    """What `look` gives as soon as it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(httpx.HTTPError):
            if value := look():
                return value
        time.sleep(0.3)
    raise TimeoutError(f"{what} was waited for in vain for {seconds} seconds")


@dataclass
class Office:
    """Processes and folders of one county's office; `mail_port` is where its mail server listens.

    One that is not `served` has no Prefect server. By day its processes are `SPARED`, for half of the CPU.
    """

    folder: Path
    mail_port: int = 0
    database: str | None = None
    served: bool = True
    port: int = field(default_factory=free_port)
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def api(self) -> str:
        """The address of the server's API."""
        return f"http://127.0.0.1:{self.port}/api"

    @cached_property
    def client(self) -> httpx.Client:
        """Asks the server; made anew for each question, a client would read all certificates of the machine first."""
        return httpx.Client(timeout=60)

    @property
    def environment(self) -> Mapping[str, str]:
        """As docs/server.md says, with everything that is written in `folder`."""
        database = {"PREFECT_SERVER_DATABASE_CONNECTION_URL": self.database} if self.database else {}
        home = self.folder / "prefect"
        leases = "prefect.server.concurrency.lease_storage.filesystem"
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
            **database,
            **SPARED,
            "HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "PREFECT_HOME": str(home if self.database else prefect_home(home)),
            **({"PREFECT_API_URL": self.api} if self.served else {}),
            "PREFECT_SERVER_API_HOST": "127.0.0.1",
            "PREFECT_SERVER_API_PORT": str(self.port),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": leases,
            "PREFECT_RUNNER_POLL_FREQUENCY": "2",
            "WUWEI_OUT": str(self.folder / "output"),
            "WUWEI_COUNTY": str(self.county),
            "WUWEI_INBOX": str(self.folder / "inbox"),
        }

    @property
    def county(self) -> Path:
        """The county file: of the shipped example one town, whose organisation department sends one sheet.

        One office is told of failures.
        """
        file = self.folder / "wuwei.toml"
        if not file.exists():
            example, reference = shipped_example(), self.folder / "reference"
            shutil.copytree(example.parent / "reference", reference)
            for table in (reference / "divisions.csv", reference / "units.csv"):
                heads, *lines = table.read_text(encoding="utf-8").splitlines()
                kept = [line for line in lines if "421126101" in line or line.startswith("QC-ZZB,")]
                table.write_text("\n".join([heads, *kept, ""]), encoding="utf-8")
            text = example.read_text(encoding="utf-8").replace("mail_to = []", 'mail_to = ["office@example.com"]')
            text = text.replace('owners = { C7 = "QC-DCS" }', "owners = {}")
            text = re.sub(r"(?<=\n\[expected\]\n).*?(?=\n#)", 'S4 = ["QC-ZZB"]\n', text, flags=re.DOTALL)
            file.write_text(text.replace('mail_from = ""', 'mail_from = "wuwei@example.com"'), encoding="utf-8")
        return file

    def receive(self, period: str, talks: int = 3, version: int = 1) -> Path:
        """The unit's contact log of a week, of so many talks, lies in the inbox; gives its folder."""
        folder, (year, number) = self.folder / "inbox" / period, period.split("-W")
        folder.mkdir(parents=True, exist_ok=True)
        rows = [talk(f"张{which}甲", monday_of(period).isoformat()) for which in "一二三四五六七八九十"[:talks]]
        log = contact_log(*rows, period=f"{year}年第{int(number)}周")
        written(folder / f"QC-ZZB_S4_{period}_v{version}.xlsx", log)
        return folder

    def start(self, *words: str, **settings: str) -> subprocess.Popen[bytes]:
        """Start a command in the office, by its settings and these; its output goes to a file."""
        log = (self.folder / f"{len(self.started)}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=self.folder,
            env={**self.environment, **settings},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        log.close()
        self.started.append(process)
        return process

    def wuwei(self, *words: str, **settings: str) -> subprocess.Popen[bytes]:
        """Start a command of ours."""
        return self.start("flows", *words, **settings)

    def start_server(self) -> subprocess.Popen[bytes]:
        """Start the server and wait until it answers."""
        server = self.start("prefect", "server", "start", "--no-ui")
        waited_for(lambda: self.client.get(f"{self.api}/health").is_success, "the server")
        return server

    def stop_server(self, how: signal.Signals) -> None:
        """Stop the server by a signal and wait for its end."""
        server = next(process for process in reversed(self.started) if "server" in process.args)  # type: ignore[operator]  # a list
        server.send_signal(how)
        server.wait(timeout=60)
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)

    def outcome(self, process: subprocess.Popen[bytes], seconds: float = 180) -> tuple[int, str]:
        """The exit code of a command that ends by itself, and what it said."""
        code = process.wait(timeout=seconds)
        log = self.folder / f"{self.started.index(process)}.log"
        return code, log.read_text(encoding="utf-8", errors="replace")

    def close(self) -> None:
        """Kill what was started, and what that has started."""
        self.client.close()
        for process in reversed(self.started):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=30)
        for left in self.at_work():
            with suppress(ProcessLookupError):
                os.kill(left, signal.SIGKILL)

    def at_work(self) -> list[int]:
        """The office's processes, as Linux lists them; a served run has a session of its own."""
        own = f"WUWEI_OUT={self.folder / 'output'}".encode()  # of temporary servers, too
        pids = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if own in (folder / "environ").read_bytes().split(b"\0"):
                    pids.append(int(folder.name))
        return pids

    def post(self, path: str, **body: Any) -> Any:
        """What the API answers."""
        return self.ask("POST", path, **body)

    def ask(self, method: str, path: str, **body: Any) -> Any:
        """What the API answers; raises where it refuses. A SQLite database that is locked (503) is asked again."""
        for _ in range(20):
            answer = self.client.request(method, f"{self.api}/{path}", json=body)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            time.sleep(0.5)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def deployment(self, name: str) -> Any:
        """A deployment once it is registered."""
        return waited_for(
            lambda: next(iter(self.post("deployments/filter", deployments={"name": {"any_": [name]}})), None),
            f"the deployment {name}",
        )

    def request(self, name: str, **parameters: object) -> str:
        """Start a deployment as its form does; gives the run."""
        run = self.post(f"deployments/{self.deployment(name)['id']}/create_flow_run", parameters=parameters)
        return str(run["id"])

    def run(self, run: str) -> Any:
        """A run as the server shows it."""
        answer = self.client.get(f"{self.api}/flow_runs/{run}")
        return answer.raise_for_status().json()

    def state(self, run: str, *wanted: str, seconds: float = 120) -> str:
        """The state of a run once it is one of those wanted, by default a final one."""
        among = set(wanted) or FINAL
        return waited_for(
            lambda: state if (state := self.run(run)["state_type"]) in among else None, f"{among}", seconds
        )

    def runs_of(self, flow: str, **conditions: object) -> list[Any]:
        """The runs of a flow, the newest first."""
        named = {"name": {"any_": [flow]}}
        runs: list[Any] = self.post("flow_runs/filter", flows=named, flow_runs=conditions, sort="START_TIME_DESC")
        return runs

    def artifact(self, key: str) -> Any:
        """The data of the newest artifact of a key."""
        return self.client.get(f"{self.api}/artifacts/{key}/latest").json()["data"]
