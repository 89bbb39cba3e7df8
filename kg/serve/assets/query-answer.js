/* Ask the endpoint, and show what it answers: a table, the text of a form, links to download it, or what is wrong. */

const FORMS = {
  rows: { json: 'JSON', csv: 'CSV', tsv: 'TSV', xml: 'XML' },
  triples: { turtle: 'Turtle', nt: 'N-Triples', jsonld: 'JSON-LD', rdfxml: 'RDF/XML', trig: 'TriG', nquads: 'N-Quads' },
};
const SUFFIXES = { turtle: 'ttl', rdfxml: 'rdf', nquads: 'nq' };
const ACCEPT = 'application/sparql-results+json, text/turtle';

/** Characters of an answer's text that are shown; more makes browsers slow. */
const MOST_TEXT = 500000;

/** Characters of an address that every program on its way lets pass (RFC 9110, 4.1, recommends 8000). */
const LONGEST_ADDRESS = 7500;

/** Ask in one form; yields the media type and the text, raises an Error with what the server says is wrong. */
async function ask(query, form, signal) {
  const fields = new URLSearchParams(form ? { query, format: form } : { query });
  const reply = await fetch('/sparql', { method: 'POST', body: fields, headers: { Accept: ACCEPT }, signal });
  const text = await reply.text();
  if (!reply.ok) throw new Error(text.trim());
  return { media: reply.headers.get('content-type').split(';')[0], text };
}

/** What to say of a failure. The browser's own words for an answer that breaks off say nothing. */
function reasonOf(error) {
  if (error.name === 'AbortError') return 'The query was given up.';
  if (error instanceof TypeError) {
    return 'The answer did not come whole: it takes too long, is too large, or the server has stopped. Ask for less, '
      + 'or raise --timeout or --max-bytes.';
  }
  return error.message;
}

/** Links to the whole answer in each form. `tell` says what went wrong on the way. */
function downloadsOf(query, forms, tell) {
  const links = Object.entries(forms).map(([form, name]) => {
    const file = `answer.${SUFFIXES[form] || form}`;
    const address = `/sparql?${new URLSearchParams({ query, format: form })}`;
    if (address.length <= LONGEST_ADDRESS) return make('a', { href: address, download: file, text: name });
    return make('button', { type: 'button', text: name, onclick: () => fetched(query, form, file, tell) });
  });
  return make('p', { class: 'downloads' }, 'Download: ', ...links.flatMap((link) => [link, ' ']));
}

/** Download the answer to a query that is too long for an address. */
async function fetched(query, form, file, tell) {
  try {
    const { media, text } = await ask(query, form, null);
    const address = URL.createObjectURL(new Blob([text], { type: media }));
    make('a', { href: address, download: file }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  } catch (error) {
    tell(reasonOf(error));
  }
}

/** The text of an answer, in the form that is chosen beside it. */
function rawOf(query, forms, first) {
  const text = make('pre', { class: 'raw', tabindex: '0', role: 'region', 'aria-label': 'Text of the answer' });
  const fill = (found) => {
    const isCut = found.length > MOST_TEXT;
    text.textContent = isCut ? `${found.slice(0, MOST_TEXT)}\n… ${counted(found.length)} characters: download it.` : found;
  };
  const select = make('select', {}, ...Object.entries(forms).map(([form, name]) => make('option', { value: form, text: name })));
  select.addEventListener('change', async () => {
    try {
      fill((await ask(query, select.value, null)).text);
    } catch (error) {
      fill(reasonOf(error));
    }
  });
  fill(first);
  return make('div', {}, make('label', { class: 'as' }, 'As ', select), text);
}

/** Return `ask(query)`, which fills the region with the answer, and `giveUp()`. */
function createAnswer(region, { prefixes, say, tell, goTo, busy }) {
  let running = null;
  let view = 'table'; // what the user chose last stays for the next answer

  /** Table and text of one answer, of which one is seen. */
  function views(made) {
    const buttons = Object.keys(made).map((name) => make('button', { type: 'button', text: name === 'table' ? 'Table' : 'Raw',
      'data-view': name, onclick: () => show(name) }));
    function show(name) {
      view = name;
      for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.view === name));
      for (const [other, element] of Object.entries(made)) element.hidden = other !== name;
    }
    show(view);
    return [make('div', { class: 'views', role: 'group', 'aria-label': 'View' }, ...buttons), ...Object.values(made)];
  }

  function showAnswer(query, { media, text }, seconds) {
    const took = `in ${seconds.toFixed(2)} s.`;
    if (!media.endsWith('sparql-results+json')) {
      const heading = text.trim() ? `Triples ${took}` : `No triples ${took}`;
      region.replaceChildren(downloadsOf(query, FORMS.triples, tell), rawOf(query, FORMS.triples, text));
      return heading;
    }
    const found = JSON.parse(text);
    const isRows = 'results' in found;
    const heading = isRows ? `${plural(found.results.bindings.length, 'row')} ${took}` : `${found.boolean ? 'Yes' : 'No'}, ${took}`;
    const made = isRows ? { table: tableOf(found, { prefixes: prefixes(), say }), raw: rawOf(query, FORMS.rows, text) } : null;
    region.replaceChildren(downloadsOf(query, FORMS.rows, tell), ...(made ? views(made) : [rawOf(query, FORMS.rows, text)]));
    return heading;
  }

  function showError(error) {
    const message = reasonOf(error);
    const place = message.match(/^line (\d+), column (\d+)/);
    region.replaceChildren(make('pre', { class: 'error', role: 'alert', text: message }),
      place ? make('p', {}, make('button', {
        type: 'button', text: 'Go there', onclick: () => goTo(Number(place[1]), Number(place[2])),
      })) : '');
    return error.name === 'AbortError' ? message : '';
  }

  return {
    async ask(query) {
      running?.abort();
      const own = new AbortController();
      running = own;
      const started = performance.now();
      busy(true);
      tell('Asking …');
      let told;
      try {
        told = showAnswer(query, await ask(query, null, own.signal), (performance.now() - started) / 1000);
      } catch (error) {
        if (running !== own) return; // the next one has begun
        told = showError(error);
      }
      running = null;
      busy(false);
      tell(told);
    },
    giveUp: () => running?.abort(),
  };
}
