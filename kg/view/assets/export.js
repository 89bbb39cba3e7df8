/* Take away what is shown: a picture, a table, Turtle, the query that asks for it, or a link to the present view. */

function createExport(app) {
  const { model, state } = app;
  const menu = byId('export-menu');

  function save(name, content, type) {
    const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
    const anchor = make('a', { href: address, download: name });
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    say(`${name} is saved`);
  }

  /** A cell of CSV (RFC 4180); what a spreadsheet would run as a formula gets an apostrophe in front. */
  function cell(value) {
    const text = String(value ?? '');
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return `"${safe.replace(/"/g, '""')}"`;
  }

  const CSV_HEAD = ['subject', 'relation', 'object', 'status', 'date', 'said by', 'role', 'found by', 'document', 'page', 'quote',
    'subject IRI', 'relation IRI', 'object IRI', 'document IRI'];

  /** One row for each document that states a fact. */
  async function csv() {
    const rows = [CSV_HEAD];
    for (const fact of app.table.rows()) {
      const claims = await app.evidence.claims(fact);
      for (const claim of claims.length ? claims : [null]) rows.push(csvRow(fact, claim));
    }
    return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
  }

  function csvRow(fact, claim) {
    const [subject, object] = [model.subject[fact], model.object[fact]];
    const quote = claim?.quotes[0];
    const paper = claim ? model.papers[claim.paper] : null;
    return [
      model.label(subject), model.relationOf(fact).label, model.label(object), model.statusOf(fact), model.whenText(fact),
      claim && claim.saidBy !== NONE ? model.label(claim.saidBy) : '', claim?.role, claim?.finders.join(' · '), paper?.title, quote?.page, quote?.text,
      model.iri(subject), model.relationOf(fact).iri, model.iri(object), paper?.iri,
    ];
  }

  function showQuery() {
    byId('query-text').value = sparqlOf(app);
    byId('query-dialog').showModal();
  }

  async function copy(text, what) {
    try {
      await navigator.clipboard.writeText(text);
      app.notice(`${what} copied.`);
    } catch { // no clipboard in a sandboxed frame or without permission
      byId('query-text').value = text;
      byId('query-dialog').showModal();
      byId('query-text').select();
    }
  }

  const acts = {
    'export-png': () => sceneToCanvas(app, app.view().scene()).toBlob((blob) => save('graph.png', blob)),
    'export-svg': () => save('graph.svg', sceneToSvg(app, app.view().scene()), 'image/svg+xml'),
    'export-csv': async () => save('facts.csv', await csv(), 'text/csv'),
    'export-turtle': () => save('facts.ttl', turtleOf(app), 'text/turtle'),
    'export-sparql': showQuery,
    'export-link': () => copy(app.permalink.address(), 'Link'),
  };
  for (const [id, act] of Object.entries(acts)) {
    byId(id).addEventListener('click', () => {
      menu.open = false;
      act();
    });
  }
  byId('query-copy').addEventListener('click', () => copy(byId('query-text').value, 'Text'));
  byId('query-save').addEventListener('click', () => save('view.rq', byId('query-text').value, 'application/sparql-query'));
  document.addEventListener('click', (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector('summary').focus();
  });
  state.on('choose', () => { menu.open = false; });
  return { csv, turtle: () => turtleOf(app), sparql: () => sparqlOf(app) };
}
