"""Keep the graph of a folder in step with its sources: what changed is read, the rest is as it was."""

from kg.renew.check import Checked, check
from kg.renew.request import Request
from kg.renew.run import Renewed, renew

__all__ = ["Checked", "Renewed", "Request", "check", "renew"]
