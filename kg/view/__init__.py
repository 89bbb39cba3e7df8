"""Turn a store into something to look at: one offline page, a notebook cell, a pyvis network.

    kg.view.page          write_page, page_html: the page as one HTML file
    kg.view.notebook      notebook_html: the page in a sandboxed frame, with a text for readers without scripts
    kg.view.pyvis_view    to_pyvis: a pyvis.network.Network

Behind them: `picture` holds the records, `read` fills them from a store with `names` and `quotes`, `choose` takes a
part, `layout`, `communities` and `arrange` give places, `style` looks, `data` and `blocks` write them down, `shell`
fills the template, `scripts` and `assets/` are what runs in the browser.

Nothing but `page`, `notebook`, `pyvis_view`, `read` and `choose` imports Oxigraph: `kg serve` makes the same page of
what its workers answer.
"""
