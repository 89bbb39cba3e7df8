/* Search: every word of the query somewhere in the name or another name of the entity, accents and case ignored. */

const HITS = 40;

function createSearch(app) {
  const { model } = app;
  const input = byId('query');
  const list = byId('hits');
  let texts = null; // the folded names, made at the first search
  let hits = [];
  let current = -1;
  let whenChosen = null; // takes the next choice instead of going there

  app.state.on('grown', () => { texts = null; });

  const textOf = (thing) => folded([model.label(thing), ...model.aliases(thing), model.code(thing) || ''].join('\n'));

  /** The best 40: names that begin with the query, then words that do, then the best connected. */
  function find(query) {
    texts ??= Array.from({ length: model.count }, (_, thing) => textOf(thing));
    const whole = folded(query.trim());
    if (!whole) return [];
    const words = whole.split(/\s+/);
    const found = [];
    model.byWeight.forEach((thing, order) => {
      const text = texts[thing];
      if (!words.every((word) => text.includes(word))) return;
      const isStart = text.startsWith(whole);
      const isWord = isStart || text.includes(` ${whole}`) || text.includes(`\n${whole}`);
      found.push({ thing, order, rank: isStart ? 0 : isWord ? 1 : 2 });
    });
    return found.sort((a, b) => a.rank - b.rank || a.order - b.order).slice(0, HITS).map(({ thing }) => thing);
  }

  function hitElement(thing, k) {
    if (typeof thing === 'object') return farElement(thing, k);
    const element = make('li', { role: 'option', id: `hit-${k}`, 'aria-selected': 'false' },
      swatch(model.typeOf(thing)), foreign(model.label(thing), { class: 'name' }),
      make('small', {}, `${model.typeOf(thing).label} · ${plural(model.factsOf(thing).length, 'fact')}`));
    element.addEventListener('mousedown', (event) => { event.preventDefault(); take(k); });
    return element;
  }

  /** A hit that is in the graph and not in the page. */
  function farElement(hit, k) {
    const element = make('li', { role: 'option', id: `hit-${k}`, 'aria-selected': 'false', class: 'far' },
      foreign(hit.label, { class: 'name' }), make('small', {}, hit.name === hit.label ? '' : foreign(hit.name), ` ${hit.type} · not loaded`));
    element.addEventListener('mousedown', (event) => { event.preventDefault(); take(k); });
    return element;
  }

  function refresh() {
    hits = find(input.value);
    current = -1;
    show(app.walk ? 'Searching the whole graph …' : 'Nothing has such a name.');
    if (app.walk) app.walk.search(input.value.trim(), addFar);
    else if (input.value.trim()) say(plural(hits.length, 'result'));
  }

  /** What the server found besides, or why it found nothing. */
  function addFar(found, message) {
    hits = [...hits, ...found].slice(0, HITS);
    show(message || 'Nothing has such a name.');
    if (message && hits.length) list.append(make('li', { class: 'quiet', text: message }));
    say(`${plural(hits.length, 'result')}${message ? `. ${message}` : ''}`);
  }

  function show(whenNone) {
    const text = input.value.trim();
    list.replaceChildren(...hits.map(hitElement));
    if (text && !hits.length) list.append(make('li', { class: 'quiet', text: whenNone }));
    if (current >= 0) mark();
    list.hidden = !text;
    input.setAttribute('aria-expanded', String(!list.hidden));
    if (current < 0) input.removeAttribute('aria-activedescendant');
  }

  function move(step) {
    if (!hits.length) return;
    current = (current + step + hits.length) % hits.length;
    mark();
  }

  function mark() {
    [...list.children].forEach((item, k) => item.setAttribute('aria-selected', String(k === current)));
    list.children[current].scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', `hit-${current}`);
  }

  function close() {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
  }

  async function take(k) {
    const hit = hits[k];
    if (hit === undefined) return;
    close();
    input.value = '';
    const act = whenChosen || app.explore.goTo;
    whenChosen = null;
    app.focusView();
    const thing = typeof hit === 'object' ? await app.walk.reach(hit.iri, hit.label) : hit;
    if (thing !== null) act(thing);
  }

  input.addEventListener('input', refresh);
  input.addEventListener('focus', () => { if (input.value.trim()) refresh(); });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      take(Math.max(0, current));
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      input.value = '';
      whenChosen = null;
      close();
      app.focusView();
    }
  });

  return {
    find,
    open: (act = null) => { whenChosen = act; input.focus(); input.select(); },
  };
}
