"""Tell independent sources from copies, and name what documents contradict one another in.

Functions of texts and facts, without a store: `signature.signature` of one text, `copies.copies` of all signatures,
`conflicts.conflicts` of one thing; `whole.corroborate` calls them for a graph in memory.
"""
