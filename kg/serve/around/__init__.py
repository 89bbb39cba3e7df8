"""Read what surrounds some entities of a graph of any size, by queries that are bounded, for the page that walks it.

asked          what an address asks for
patterns       the parts of SPARQL that the queries share
tables         their answers
choose         which entities are shown, and how much lies beyond them
between        the facts between them, and their dates
prove          the statements behind the facts, their quotes and documents
reason         what inferred facts follow from
neighbourhood  all of it as a `kg.view.picture.Picture`
"""
