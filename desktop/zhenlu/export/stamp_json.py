"""What a copy says about itself, beside the record document's own keys."""

from __future__ import annotations

from zhenlu.domain.export import Stamp


def stamp_to_json(stamp: Stamp | None) -> dict[str, object]:
    """`signature` of a signed version, `exported` of a copy that was taken out."""
    entry: dict[str, object] = {}
    if stamp is not None and stamp.signature is not None:
        entry["signature"] = {
            "version": stamp.signature.version,
            "person": stamp.signature.person,
            "at": stamp.signature.at,
            "digest": stamp.signature.digest,
        }
    if stamp is not None and stamp.reason is not None:
        entry["exported"] = {
            "person": stamp.person,
            "at": stamp.at,
            "reason": stamp.reason.value,
            "masked": stamp.masked,
        }
    return entry
