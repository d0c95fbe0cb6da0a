"""The work of the window without a window: one command a job, see `zhenlu --help`."""
