"""诊录 Zhenlu: an offline clinical scribe."""

__version__ = "0.1.0"
