"""What a live visit tells, one JSON object a line: `zhenlu record --json`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from zhenlu.application import live_events as live
from zhenlu.domain.level import SoundLevel
from zhenlu.domain.record import Section
from zhenlu.domain.transcript import Segment
from zhenlu.export.record_json import fact_to_json, to_json


def to_line(event: live.LiveEvent) -> str:
    """`{"event", "t_wall", "audio_s", …}` without a line end."""
    name, fields = _FORMS[type(event)]
    if isinstance(event, live.Committed) and event.segment.unclear:
        name = "unclear"
    told = {"event": name, "t_wall": round(event.t_wall, 3), "audio_s": event.audio_s}
    return json.dumps({**told, **fields(event)}, ensure_ascii=False)


def _journalled(event: live.Journalled) -> dict[str, Any]:
    return {
        "written_s": round(event.written_s, 3),
        "waiting_s": round(event.waiting_s, 3),
        "backlog_s": round(event.backlog_s, 3),
        "disk": event.disk,
        **({"code": event.code} if event.code else {}),
        **({"level": _level(event.level)} if event.level else {}),
    }


def _level(level: SoundLevel) -> dict[str, Any]:
    return {
        "peak_dbfs": round(level.peak_dbfs, 1),
        "rms_dbfs": round(level.rms_dbfs, 1),
        "floor_dbfs": round(level.floor_dbfs, 1),
        "voice": level.has_voice,
        "warnings": sorted(warning.value for warning in level.warnings),
    }


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "id": segment.id,
        "role": segment.role.value,
        "start_s": round(segment.start_s, 3),
        "end_s": round(segment.end_s, 3),
        "text": segment.text,
        "confidence": round(segment.confidence, 4),
    }


def _read_again(event: live.LinesReadAgain) -> dict[str, Any]:
    offered = [{"id": line, "text": text} for line, text in event.offered.items()]
    return {"segments": [*map(_segment, event.segments)], "offered": offered}


def _section(section: Section) -> dict[str, str]:
    return {"id": section.id, "title": section.title, "text": section.text}


def _facts(event: live.FactsFound) -> dict[str, Any]:
    return {"read_to": event.read_to, "facts": [fact_to_json(fact) for fact in event.facts]}


def _drafted(event: live.Drafted) -> dict[str, Any]:
    return {
        "layer": event.layer,
        "read_to": event.read_to,
        "final": event.final,
        "sections": [_section(section) for section in event.sections],
    }


def _finding(event: live.FindingRaised) -> dict[str, Any]:
    found = event.finding
    return {
        "rule": found.rule,
        "severity": found.severity.value,
        "section": found.section,
        "message": found.message,
    }


def _gap(event: live.GapMarked) -> dict[str, Any]:
    length_s = None if event.length_s is None else round(event.length_s, 3)
    return {"at_s": round(event.at_s, 3), "reason": event.reason.value, "length_s": length_s}


def _engine(event: live.EngineNews) -> dict[str, Any]:
    told: dict[str, Any] = {"engine": event.engine, "state": event.state.value}
    if event.code:
        told["code"] = event.code
    if event.tokens:
        told["tokens"] = event.tokens
    if event.seconds:
        told["seconds"] = event.seconds
    return told


def _finished(event: live.VisitFinished) -> dict[str, Any]:
    return {"heard_to_s": round(event.heard_to_s, 3), "record": to_json(event.record)}


_FORMS: dict[type[live.LiveEvent], tuple[str, Callable[[Any], dict[str, Any]]]] = {
    live.Journalled: ("journal", _journalled),
    live.Tentative: ("tentative", lambda event: {"text": event.text}),
    live.Committed: (
        "committed",
        lambda event: {**_segment(event.segment), "latency_s": event.latency_s},
    ),
    live.RolesChanged: ("roles", lambda event: {"segments": [*map(_segment, event.segments)]}),
    live.LinesReadAgain: ("read_again", _read_again),
    live.FactsFound: ("facts", _facts),
    live.Drafted: ("draft", _drafted),
    live.FindingRaised: ("finding", _finding),
    live.GapMarked: ("gap", _gap),
    live.EngineNews: ("engine", _engine),
    live.CaptureStopped: ("stopped", lambda event: {"reason": event.reason.value}),
    live.VisitFinished: ("finished", _finished),
}


__all__ = ["to_line"]
