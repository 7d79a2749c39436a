"""The flows' outputs as Prefect assets: lineage leads from the reports to the dataset and the inbox."""

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
