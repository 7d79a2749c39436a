"""What the flows make, as assets of the server: from the reports its lineage leads to the dataset and to the inbox."""

from __future__ import annotations

from prefect.assets import Asset, AssetProperties

INBOX = Asset(key="wuwei://inbox", properties=AssetProperties(name="Inbox", description="The workbooks units send"))
DATASET = Asset(
    key="wuwei://dataset",
    properties=AssetProperties(name="Five-dimension dataset", description="The editions of the lake"),
)
REPORTS = Asset(
    key="wuwei://reports",
    properties=AssetProperties(name="Weekly reports", description="What readers open and clerks get back"),
)
