/* The legend is the filter: types, status, who found it, relations and documents, each with its count, a switch and "only". */

/** Longer lists show their first lines and the rest when asked. */
const LONG_LIST = { types: 20, statuses: 4, finders: 8, relations: 14, papers: 8 };

function createLegend(app) {
  const { model, state } = app;

  const countBy = (length, values) => {
    const counts = new Uint32Array(length);
    for (const value of values) counts[value]++;
    return counts;
  };

  function paperCounts() {
    const counts = new Uint32Array(model.papers.length);
    for (let fact = 0; fact < model.factCount; fact++) for (const paper of model.papersOf(fact)) counts[paper]++;
    return counts;
  }

  const measure = () => ({
    types: {
      holder: byId('types'), length: model.types.length, counts: countBy(model.types.length, model.type),
      label: (k) => model.types[k].label, sign: (k) => swatch(model.types[k]), byCount: false,
    },
    statuses: {
      holder: byId('statuses'), length: model.statuses.length, counts: countBy(model.statuses.length, model.status),
      label: (k) => model.statuses[k], sign: (k) => statusLine(model.statuses[k]), byCount: false,
    },
    finders: {
      holder: byId('finders'), length: model.finders.length, counts: countBy(model.finders.length, model.finder),
      label: (k) => finderLabel(model.finders[k]), sign: () => null, byCount: false, isIdle: !hasWitnesses(model),
    },
    relations: {
      holder: byId('relations'), length: model.relations.length, counts: countBy(model.relations.length, model.relation),
      label: (k) => model.relations[k].label, sign: () => null, byCount: true,
    },
    papers: {
      holder: byId('papers'), length: model.papers.length, counts: paperCounts(),
      label: (k) => model.papers[k].title, sign: () => null, byCount: true,
    },
  });
  let lists = measure();

  /** One line: switch, sign, name, count, "only". */
  function row(name, list, k) {
    const hidden = state.hidden[name];
    const label = list.label(k);
    const box = make('input', { type: 'checkbox' });
    box.checked = !hidden.has(k);
    box.addEventListener('change', () => {
      if (box.checked) hidden.delete(k);
      else hidden.add(k);
      if (name === 'types' && box.checked) app.explore.showType(k);
      state.filter();
    });
    const only = make('button', { class: 'only', text: 'only', 'aria-label': `Show only ${label}` });
    only.addEventListener('click', () => { showOnly(name, list, k); });
    const read = name === 'papers' ? make('button', { class: 'only read', text: 'read', 'aria-label': `Read ${label}` }) : null;
    read?.addEventListener('click', () => app.reader.show(k));
    return make('li', { 'data-key': k },
      make('label', { title: label }, box, list.sign(k), foreign(label, { class: 'name' }),
        make('span', { class: 'number', text: counted(list.counts[k]) })),
      read, only);
  }

  /** Switch all others off; a second time, all on again. */
  function showOnly(name, list, k) {
    const hidden = state.hidden[name];
    const isAlready = !hidden.has(k) && hidden.size === list.length - 1;
    hidden.clear();
    if (!isAlready) for (let other = 0; other < list.length; other++) if (other !== k) hidden.add(other);
    else if (name === 'types') model.types.forEach((type, number) => { if (type.folded) hidden.add(number); });
    if (name === 'types' && !isAlready) app.explore.showType(k);
    refresh();
    state.filter();
  }

  function fillList(name, list) {
    const order = Array.from({ length: list.length }, (_, k) => k).filter((k) => list.counts[k] > 0);
    const limit = order.length <= LONG_LIST[name] + 2 ? order.length : LONG_LIST[name];
    if (list.byCount) order.sort((a, b) => list.counts[b] - list.counts[a] || a - b);
    list.holder.replaceChildren(...order.slice(0, limit).map((k) => row(name, list, k)));
    if (order.length > limit) addRest(name, list, order.slice(limit));
    list.holder.closest('section').hidden = order.length === 0 || list.isIdle === true;
  }

  function addRest(name, list, rest) {
    const item = make('li');
    const more = make('button', { class: 'more', text: `Show ${counted(rest.length)} more` });
    more.addEventListener('click', () => {
      item.replaceWith(...rest.map((k) => row(name, list, k)));
      list.isOpen = true;
    });
    item.append(more);
    list.holder.append(item);
    if (list.isOpen) more.click();
  }

  function refresh() {
    for (const [name, list] of Object.entries(lists)) fillList(name, list);
    byId('lonely').checked = state.lonely;
  }

  let lonely = [];
  byId('lonely-row').hidden = true;
  function findLonely() {
    if (model.core.asked) return; // what has no facts here has some in the graph
    lonely = [...model.weight.keys()].filter((thing) => model.weight[thing] === 0 && !model.isFolded(thing));
    byId('lonely-number').textContent = counted(lonely.length);
    byId('lonely-row').hidden = lonely.length === 0;
  }
  byId('lonely').addEventListener('change', (event) => {
    state.lonely = event.target.checked;
    if (state.lonely) app.explore.showThings(lonely);
    state.filter();
  });
  byId('reset').addEventListener('click', () => state.reset());
  state.on('reset', refresh);
  state.on('grown', () => {
    const isOpen = Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.isOpen]));
    lists = measure();
    for (const [name, list] of Object.entries(lists)) list.isOpen = isOpen[name];
    findLonely();
    refresh();
  });

  findLonely();
  refresh();
  return { refresh };
}
