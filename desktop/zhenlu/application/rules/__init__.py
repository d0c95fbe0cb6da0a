"""Quality and safety rules: what each looks for.

Severity, wording, word lists and limits are data in resources/rules.
"""
