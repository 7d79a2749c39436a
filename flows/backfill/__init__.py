"""Changing the past on purpose: plan what would change, then do exactly that (docs/backfill.md)."""
