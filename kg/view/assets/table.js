/* The table: exactly the facts that the picture shows, as plain HTML, for everyone whom the picture does not serve. */

const PAGE_ROWS = 100;

function createTable(app) {
  const { model, state } = app;
  const holder = byId('table');
  let sorted = { column: 'subject', way: 1 };
  let page = 0;

  const COLUMNS = [
    { name: 'subject', title: 'Subject', of: (fact) => model.label(model.subject[fact]) },
    { name: 'relation', title: 'Relation', of: (fact) => model.relationOf(fact).label },
    { name: 'object', title: 'Object', of: (fact) => model.label(model.object[fact]) },
    { name: 'status', title: 'Status', of: (fact) => model.statusOf(fact) },
    { name: 'finders', title: 'Found by', of: (fact) => finderLabel(model.finders[model.finder[fact]]) },
    { name: 'date', title: 'Date', of: (fact) => model.whenText(fact) || '' },
    { name: 'documents', title: 'Documents', of: (fact) => model.papersOf(fact).length },
  ];
  const columns = () => COLUMNS.filter(({ name }) => name !== 'finders' || hasWitnesses(model));

  /** The facts shown, in the chosen order; equal ones keep their number. */
  function rows() {
    const { of } = COLUMNS.find((column) => column.name === sorted.column);
    const keys = new Map();
    const facts = app.view().drawnFacts();
    for (const fact of facts) keys.set(fact, of(fact));
    return facts.sort((a, b) => {
      const [x, y] = [keys.get(a), keys.get(b)];
      return (x < y ? -1 : x > y ? 1 : 0) * sorted.way || a - b;
    });
  }

  function headCell({ name, title }) {
    const isSorted = sorted.column === name;
    const order = isSorted ? (sorted.way > 0 ? 'ascending' : 'descending') : 'none';
    const button = make('button', { text: title + (isSorted ? (sorted.way > 0 ? ' ↑' : ' ↓') : '') });
    button.addEventListener('click', () => {
      sorted = { column: name, way: isSorted ? -sorted.way : 1 };
      refresh();
      holder.querySelector(`th[data-column="${name}"] button`).focus();
    });
    return make('th', { scope: 'col', 'aria-sort': order, 'data-column': name }, button);
  }

  /** How many of the documents are independent, where they are not all. */
  function independent(fact) {
    const number = model.sourceCount(fact);
    return number < model.papersOf(fact).length ? make('span', { class: 'quiet', text: ` ${counted(number)} independent` }) : null;
  }

  function row(fact) {
    const open = make('button', { class: 'plain', text: plural(model.papersOf(fact).length, 'document'), title: 'Read the evidence' });
    open.addEventListener('click', () => state.choose({ kind: 'facts', facts: [fact] }));
    return make('tr', { 'data-fact': fact },
      make('td', {}, app.thingButton(model.subject[fact])),
      make('td', {}, foreign(model.relationOf(fact).label)),
      make('td', {}, app.thingButton(model.object[fact])),
      make('td', { class: model.statusOf(fact), text: model.statusOf(fact) }),
      hasWitnesses(model) ? make('td', {}, foreign(finderLabel(model.finders[model.finder[fact]]))) : null,
      make('td', {}, foreign(model.whenText(fact) || '')),
      make('td', {}, open, independent(fact)));
  }

  function turnButton(text, step, isOff) {
    const button = make('button', { text, disabled: isOff });
    button.addEventListener('click', () => { page += step; refresh(); });
    return button;
  }

  function refresh() {
    if (holder.hidden) return;
    const facts = rows();
    const pages = Math.max(1, Math.ceil(facts.length / PAGE_ROWS));
    page = Math.max(0, Math.min(page, pages - 1));
    holder.replaceChildren(
      make('div', { class: 'pages' },
        turnButton('‹ Previous', -1, page === 0),
        make('span', { text: `Page ${page + 1} of ${pages} · ${plural(facts.length, 'fact')}` }),
        turnButton('Next ›', 1, page === pages - 1)),
      make('table', {},
        make('caption', { class: 'unseen', text: 'The facts shown in the picture' }),
        make('thead', {}, make('tr', {}, ...columns().map(headCell))),
        make('tbody', {}, ...facts.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS).map(row))));
  }

  function toggle(open = holder.hidden) {
    holder.hidden = !open;
    byId('view-table').setAttribute('aria-pressed', String(open));
    refresh();
    if (open) say(`Table of ${plural(app.view().drawnFacts().length, 'fact')}`);
    state.emit('moved');
  }

  byId('view-table').addEventListener('click', () => toggle());
  state.on('drawn', refresh);
  return { toggle, refresh, rows, get isOpen() { return !holder.hidden; } };
}
