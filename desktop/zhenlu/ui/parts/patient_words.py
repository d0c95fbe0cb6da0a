"""Sex and age as they stand beside a patient's name, on every page alike."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def sex_and_age(sex: str, age_years: int | None) -> str:
    """What is known of both: "male · 56 y"; "" where nothing is."""
    sexes = {
        "male": QCoreApplication.translate("Patient", "male"),
        "female": QCoreApplication.translate("Patient", "female"),
    }
    years = QCoreApplication.translate("Patient", "{years} y").format(years=age_years)
    known = (sexes.get(sex, ""), "" if age_years is None else years)
    return " · ".join(filter(None, known))
