"""A language model as a witness: what it is asked, over any chat endpoint, and what it answered, kept for good."""
