"""Stores on other machines: keep one in step with a graph, and ask it."""

from kg.remote.client import Remote
from kg.remote.endpoint import Endpoint, open_endpoint
from kg.remote.profiles import PROFILES, Profile
from kg.remote.push import Pushed, push

__all__ = ["PROFILES", "Endpoint", "Profile", "Pushed", "Remote", "open_endpoint", "push"]
