"""A scripted session against a real Prefect server: the schedule fires, people start runs, two meet."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message

import httpx
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler

from flows.county.county_file import load_county
from flows.county.workspace import Workspace
from flows.editions.distribution import distribute
from flows.past.backfill.model import read_plan
from flows.server.artifacts import issue_counts, status_rows
from flows.store.edition import Edition
from flows.store.store import Store
from tests.support.runs.counties import qichun
from tests.support.runs.offices import Office, free_port, waited_for
from transforms.judge.schedule import last_due

DUE = last_due(qichun(), dt.datetime.now(dt.UTC))
"""The week a schedule is for that fires now."""
AT_WORK = ["RUNNING", "COMPLETED"]


class Inbox(MessageHandler):  # type: ignore[misc]  # it has no types
    """A mail server that keeps what it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.mails.append(message)


@pytest.fixture(scope="module")
def mails() -> Iterator[tuple[int, list[Message]]]:
    """The port of a mail server, and what has come there."""
    inbox, port = Inbox(), free_port()
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    yield port, inbox.mails
    server.stop()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, mails: tuple[int, list[Message]]) -> Iterator[Office]:
    """An office at work: its server runs, and `wuwei serve` with a schedule that fires every minute."""
    office = Office(tmp_path_factory.mktemp("office"), mail_port=mails[0])
    office.receive(DUE)
    try:
        office.start_server()
        office.wuwei("serve", "--inbox", str(office.folder / "inbox"), "--cron", "* * * * *")
        office.deployment("weekly")
        yield office
    finally:
        office.close()


@pytest.fixture(scope="module", autouse=True)
def lost(office: Office) -> str:
    """A run such as a process leaves that is killed before its first heartbeat: the server knows that it runs."""
    flow = office.post("flows/", name="one-week")
    run = office.post("flow_runs/", flow_id=flow["id"], name="lost", state={"type": "PENDING"})
    office.post(f"flow_runs/{run['id']}/set_state", state={"type": "RUNNING", "name": "Running"}, force=True)
    return str(run["id"])


@pytest.fixture(scope="module")
def mail_block(office: Office) -> None:
    """The block that names the mail server, made as on the server's page."""
    types = office.post("block_types/filter", block_types={"slug": {"any_": ["email-server-credentials"]}})
    schemas = office.post("block_schemas/filter", block_schemas={"block_type_id": {"any_": [types[0]["id"]]}})
    server = {"smtp_server": "127.0.0.1", "smtp_type": "INSECURE", "smtp_port": office.mail_port}
    office.post(
        "block_documents/",
        name="wuwei",
        data=server,
        block_type_id=types[0]["id"],
        block_schema_id=schemas[0]["id"],
    )


@pytest.fixture(scope="module")
def scheduled(office: Office) -> str:
    """A run the schedule has started; then the schedule is paused."""
    weekly = office.deployment("weekly")
    run = waited_for(
        lambda: next(iter(office.runs_of("weekly", state={"type": {"any_": AT_WORK}})), None), "a fired run"
    )
    for schedule in weekly["schedules"]:
        office.ask("PATCH", f"deployments/{weekly['id']}/schedules/{schedule['id']}", active=False)
    return str(run["id"])


def subject(mail: Message) -> str:
    """The subject as a reader sees it."""
    return str(make_header(decode_header(mail["Subject"])))


def edition(office: Office) -> Edition:
    """The current edition of the week."""
    current = Store(office.folder / "output/lake").current(DUE)
    assert current
    return current


def papers(office: Office, number: int) -> set[str]:
    """The papers of an edition for all readers."""
    folder = office.folder / f"output/periods/{DUE}/edition-{number}"
    return {path.relative_to(folder).as_posix() for path in folder.rglob("report.*")}


def test_the_schedule_fires_for_the_week_that_was_due(office: Office, scheduled: str) -> None:
    assert office.state(scheduled) == "COMPLETED"
    assert office.run(scheduled)["auto_scheduled"]
    assert edition(office).number == 1
    assert {"report.pdf", "readers/public/report.pdf", "readers/analyst/report.html"} <= papers(office, 1)
    assert {run["name"] for run in office.runs_of("one-week")} == {DUE, "lost"}


def test_what_the_server_shows_is_what_the_store_holds(office: Office, scheduled: str) -> None:
    office.state(scheduled)
    slug, current = DUE.lower(), edition(office)
    stored = json.loads(current.document("summary.json"))
    summary = office.artifact(f"summary-{slug}")
    assert stored["headline"] in summary
    for code, indicator in stored["indicators"].items():
        value = "—" if indicator["value"] is None else indicator["value"]
        assert f"| {code} | {indicator['label']} | {value} | {indicator['light']} |" in summary
    counts = json.loads(office.artifact(f"issues-{slug}"))
    assert counts == issue_counts(current)
    assert sum(line["count"] for line in counts) == current.table("issues").height
    workspace = Workspace(office.folder / "output", load_county(office.county))
    known = dt.datetime.fromisoformat(current.manifest["knowledge"])
    assert json.loads(office.artifact(f"status-{slug}")) == status_rows(workspace, current, known)
    assert f"periods/{DUE}/edition-1/report.pdf" in office.artifact(f"report-pdf-{slug}")


def test_lineage_leads_from_the_reports_to_the_inbox(office: Office, scheduled: str) -> None:
    office.state(scheduled)

    def materialized() -> dict[str, set[str]] | None:
        events = office.post(
            "events/filter", filter={"event": {"prefix": ["prefect.asset.materialization.succeeded"]}}
        )["events"]
        sources = {
            event["resource"]["prefect.resource.id"]: {
                each["prefect.resource.id"] for each in event["related"] if each["prefect.resource.role"] == "asset"
            }
            for event in events
        }
        return sources if len(sources) == 2 else None

    lineage = waited_for(materialized, "the events of both assets")
    assert lineage == {"wuwei://dataset": {"wuwei://inbox"}, "wuwei://reports": {"wuwei://dataset"}}


@pytest.mark.parametrize("period", ["2021-47", "2021-W54", ""])
def test_a_wrong_period_is_refused_before_a_run_exists(office: Office, period: str) -> None:
    with pytest.raises(httpx.HTTPStatusError, match=r"409|422"):
        office.request("weekly", period=period)


@pytest.mark.usefixtures("mail_block")
def test_a_failure_is_told_by_mail_without_the_words_of_the_error(
    office: Office, scheduled: str, mails: tuple[int, list[Message]]
) -> None:
    office.state(scheduled)
    run = office.request("report", period="1999-W01")
    assert office.state(run) == "FAILED"
    assert "there is no such edition" in office.run(run)["state"]["message"]
    mail = waited_for(lambda: next(iter(mails[1]), None), "a mail")
    text = mail.get_payload(0).get_payload(decode=True).decode()  # type: ignore[union-attr]  # it has parts
    assert (mail["To"], mail["From"]) == ("office@example.com", "wuwei@example.com")
    assert "1999-W01" in text
    assert run in text
    assert "edition" not in text


def test_a_run_waits_for_another_of_its_period(office: Office, scheduled: str) -> None:
    office.state(scheduled)
    limit = f"wuwei-{qichun().code}-{DUE}"
    lease = office.post(
        "v2/concurrency_limits/increment-with-lease", names=[limit], slots=1, mode="concurrency", lease_duration=60
    )
    before, report = len(office.runs_of("one-week")), office.folder / f"output/periods/{DUE}/edition-1/report.pdf"
    rendered = report.stat().st_mtime_ns
    run = office.request("weekly", period=DUE)
    waiting = waited_for(
        lambda: next(
            iter(office.runs_of("one-week", name={"any_": [DUE]}, state={"type": {"any_": ["RUNNING"]}})), None
        ),
        "a run at work",
    )
    time.sleep(2)
    assert office.run(waiting["id"])["state_type"] == "RUNNING"
    tasks = office.post("task_runs/filter", flow_runs={"id": {"any_": [waiting["id"]]}})
    assert tasks == []  # it has not begun
    office.post("v2/concurrency_limits/decrement-with-lease", lease_id=lease["lease_id"])
    assert office.state(run) == "COMPLETED"
    assert len(office.runs_of("one-week")) == before + 1
    assert edition(office).number == 1  # nothing has changed
    assert report.stat().st_mtime_ns == rendered


def waiting_backfill(office: Office, **more: object) -> str:
    """A backfill of the week that waits for approval."""
    run = office.request("backfill", first=DUE, last=DUE, by="分析员", because="核对口径", **more)
    assert office.state(run, "PAUSED", "FAILED", "COMPLETED") == "PAUSED", office.run(run)["state"]["message"]
    return run


@pytest.mark.nightly  # by day the flow without its server, in tests/flows/server/test_rejected.py
def test_a_backfill_somebody_rejects_changes_nothing(office: Office, scheduled: str) -> None:
    office.state(scheduled)
    run = waiting_backfill(office, ask="always", force=True)
    office.post(f"flow_runs/{run}/resume", run_input={"decision": "reject", "by": "李主任", "because": "等补报"})
    assert office.state(run) == "CANCELLED"
    assert office.run(run)["state"]["message"] == "rejected by 李主任: 等补报"
    assert edition(office).number == 1


@pytest.fixture
def corrected(office: Office, scheduled: str) -> None:
    """The week goes out; then its unit sends the sheet once more with other rows."""
    office.state(scheduled)
    workspace, now = Workspace(office.folder / "output", load_county(office.county)), dt.datetime.now(dt.UTC)
    distribute(workspace, edition(office), ["县委办"], "值班员", now.replace(microsecond=0))
    workspace.archive.receive_all(office.receive(DUE, talks=5, version=2), DUE, now.replace(microsecond=0))
    time.sleep(1)  # moments count in seconds


@pytest.mark.usefixtures("mail_block", "corrected")
def test_a_backfill_of_an_issued_report_waits_and_does_what_was_approved(
    office: Office, mails: tuple[int, list[Message]]
) -> None:
    run = waiting_backfill(office, visible="together")
    (file,) = sorted((office.folder / "output/plans").glob("*.json"), key=lambda path: path.stat().st_mtime)[-1:]
    foreseen = read_plan(file)
    lines = office.artifact(f"plan-{foreseen.hash[:12]}").splitlines()
    assert f"**{DUE}** → edition 2: inputs changed" in lines
    assert "* **changes what was distributed as edition 1 to 县委办**" in lines
    assert "* E4 身份未匹配: 3条 → 5条" in lines
    refused = office.post(f"flow_runs/{run}/resume", run_input={"decision": "approve", "by": "", "because": ""})
    assert refused["status"] == "REJECT"  # nobody approves without a name and a reason
    office.post(f"flow_runs/{run}/resume", run_input={"decision": "approve", "by": "李主任", "because": "口径已核"})
    assert office.state(run) == "COMPLETED", office.run(run)["state"]["message"]
    current = edition(office)
    assert (current.number, current.manifest["plan"], current.manifest["by"]) == (2, foreseen.hash, "分析员")
    assert papers(office, 2) == papers(office, 1)
    assert current.table("corrections").filter(code="E4").select("old", "new").row(0) == (3, 5)
    assert json.loads(office.artifact(f"issues-{DUE.lower()}")) == issue_counts(current)
    (*_, approval) = (office.folder / "output/decisions/approvals.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(approval)["by"] == "李主任"
    assert any("回填等待批准" in subject(mail) for mail in mails[1])


def test_a_run_killed_before_its_first_heartbeat_does_not_run_for_ever(office: Office, lost: str) -> None:
    assert office.state(lost, seconds=150) == "CRASHED"
    assert office.run(lost)["state"]["message"] == "its process is gone; run the period again"
