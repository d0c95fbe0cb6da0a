"""Findings and ledger of a record, for reading and for programs."""

from __future__ import annotations

from zhenlu.domain.finding import Severity
from zhenlu.domain.record import Ledger, LedgerItem, Record
from zhenlu.domain.transcript import Language
from zhenlu.export.record_json import finding_to_json, ledger_to_json

_WORDS = {
    Language.ZH: {
        "findings": "—— 核对结果 ——",
        "none": "没有发现问题。",
        Severity.RED_FLAG: "危险信号",
        Severity.ERROR: "须处理",
        Severity.WARNING: "提醒",
        Severity.HINT: "建议",
    },
    Language.EN: {
        "findings": "—— Findings ——",
        "none": "Nothing to report.",
        Severity.RED_FLAG: "RED FLAG",
        Severity.ERROR: "must settle",
        Severity.WARNING: "warning",
        Severity.HINT: "hint",
    },
}
#: Headings of the ledger's two sides.
LEDGER_TITLES = {
    Language.ZH: ("说到但未写入", "写入但未说到"),
    Language.EN: ("Said but not written", "Written but not said"),
}
_LOUDEST_FIRST = (Severity.RED_FLAG, Severity.ERROR, Severity.WARNING, Severity.HINT)


def findings_to_json(record: Record) -> dict[str, object]:
    """`{"findings": […], "ledger": {…}}` of the contract."""
    return {
        "findings": [finding_to_json(finding) for finding in record.findings],
        "ledger": ledger_to_json(record.ledger),
    }


def findings_to_text(record: Record) -> str:
    """Findings, the loudest first, then the two-way ledger where it holds anything."""
    words = _WORDS[record.language]
    titles = {section.id: section.title for section in record.sections}
    lines = [words["findings"]]
    for severity in _LOUDEST_FIRST:
        for finding in record.findings:
            if finding.severity is severity:
                place = titles.get(finding.section, "")
                where = f" [{place}]" if place else ""
                lines.append(f"{words[severity]} {finding.rule}{where} {finding.message}")
    if len(lines) == 1:
        lines.append(words["none"])
    return "\n".join([*lines, *_ledger_lines(record.ledger, record.language, titles)])


def _ledger_lines(ledger: Ledger, language: Language, titles: dict[str, str]) -> list[str]:
    def line(title: str, items: tuple[LedgerItem, ...]) -> list[str]:
        named = [_item(item, titles) for item in items]
        return [f"{title}: {' · '.join(named)}"] if named else []

    said, written = LEDGER_TITLES[language]
    return [
        *line(said, ledger.said_not_written),
        *line(written, ledger.written_not_said),
    ]


def _item(item: LedgerItem, titles: dict[str, str]) -> str:
    place = titles.get(item.section, item.section)
    cited = f" [{item.segment}]" if item.segment else ""
    return f"{item.name}({place}){cited}" if place else f"{item.name}{cited}"
