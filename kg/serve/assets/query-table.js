/* Rows of an answer as a table: a hundred at a time, sorted by a click on a column. */

const PER_PAGE = 100;
const collator = new Intl.Collator('en', { numeric: true });
const NUMBERS = /XMLSchema#(?:integer|decimal|float|double|int|long)$/;

/** What a term is sorted by: numbers by value, everything else as text; what is missing comes last. */
function compareTerms(a, b) {
  if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
  if (NUMBERS.test(a.datatype) && NUMBERS.test(b.datatype)) return Number(a.value) - Number(b.value);
  return collator.compare(textOf(a), textOf(b));
}

/** A term as text; a triple term (RDF 1.2) is its three terms. */
const textOf = ({ type, value }) =>
  (type === 'triple' ? [value.subject, value.predicate, value.object].map(textOf).join(' ') : String(value));

/** A cell. Things lead to their own pages on this server; an address of another server never becomes a link. */
function cellOf(term, prefixes) {
  if (!term) return make('td');
  if (term.type === 'uri') {
    const name = nameOf(term.value, prefixes).replace(/^<(.*)>$/, '$1');
    return make('td', {}, make('a', { href: entityAddress(term.value), title: term.value, dir: 'auto', text: name }));
  }
  const note = term['xml:lang'] || (NUMBERS.test(term.datatype) ? '' : (term.datatype || '').replace(/^.*[#/]/, ''));
  const kind = NUMBERS.test(term.datatype) ? 'n' : /^-?\d{4}-\d\d(-\d\d)?$/.test(term.value) ? 'date' : null;
  return make('td', { class: kind }, make('span', { dir: 'auto', text: textOf(term) }),
    note ? make('small', { text: ` ${note}` }) : null);
}

/** Return an element with the table and its pager. `say` tells what has changed. */
function tableOf({ head: { vars: names }, results: { bindings } }, { prefixes, say }) {
  const body = make('tbody');
  const where = make('span', {});
  const back = make('button', { type: 'button', text: 'Previous', onclick: () => show(page - 1) });
  const on = make('button', { type: 'button', text: 'Next', onclick: () => show(page + 1) });
  const pages = Math.ceil(bindings.length / PER_PAGE);
  let rows = bindings;
  let page = 0;
  let sorted = { name: null, isDown: false };

  function show(number) {
    page = number;
    const first = page * PER_PAGE;
    const shown = rows.slice(first, first + PER_PAGE);
    body.replaceChildren(...shown.map((row) => make('tr', {}, ...names.map((name) => cellOf(row[name], prefixes)))));
    where.textContent = `Rows ${counted(first + 1)} to ${counted(first + shown.length)} of ${counted(rows.length)}`;
    back.disabled = page === 0;
    on.disabled = page >= pages - 1;
    if (number) say(where.textContent);
  }

  function sortBy(name) {
    const isDown = sorted.name === name && !sorted.isDown;
    sorted = { name, isDown };
    rows = [...bindings].sort((a, b) => compareTerms(a[name], b[name]) * (isDown && a[name] && b[name] ? -1 : 1));
    for (const heading of headings) {
      const isThis = heading.dataset.name === name;
      heading.setAttribute('aria-sort', isThis ? (isDown ? 'descending' : 'ascending') : 'none');
    }
    show(0);
    say(`Sorted by ${name}, ${isDown ? 'descending' : 'ascending'}.`);
  }

  const headings = names.map((name) => make('th', { scope: 'col', 'data-name': name, 'aria-sort': 'none' },
    make('button', { type: 'button', text: name, title: `Sort by ${name}`, onclick: () => sortBy(name) })));
  const table = make('table', {}, make('caption', { class: 'unseen', text: 'Answer' }),
    make('thead', {}, make('tr', {}, ...headings)), body);
  if (rows.length) show(0);
  return make('div', {}, make('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'Rows' }, table),
    pages > 1 ? make('p', { class: 'pager' }, back, ' ', where, ' ', on) : null);
}
