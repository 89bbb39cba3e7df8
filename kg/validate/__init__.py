"""Check a graph against shapes (SHACL, https://www.w3.org/TR/shacl/), and show the sentence behind each violation."""

from kg.validate.passes import validate
from kg.validate.report import report_turtle
from kg.validate.results import Quote, Violation

__all__ = ["Quote", "Violation", "report_turtle", "validate"]
