/*
 * A link to the present view: everything that a reader set stands behind the # of the address. What comes in is only
 * ever compared with what the page knows: names of entities, types, relations, finders and documents, numbers, dates.
 */

const MOST_IN_LINK = 80;
/** On the page of a server, which shows what was walked to. */
const MOST_WALKED = 300;
const WRITE_AFTER_MS = 200;

function createPermalink(app) {
  const { model, state } = app;
  let written = '';
  let timer = 0;
  let isHeld = false;

  /* Names begin where those of the page do; where a server sends more of them, behind its host, which stays the same. */
  const base = model.core.asked ? hostOf(model.iri(0)) : model.core.things.base;
  const localOf = (thing) => (model.iri(thing).startsWith(base) ? model.iri(thing).slice(base.length) : model.iri(thing));
  let numbers = null;
  function numberThings() {
    numbers = new Map();
    for (let thing = 0; thing < model.count; thing++) numbers.set(model.iri(thing), thing).set(localOf(thing), thing);
  }
  numberThings();
  state.on('grown', numberThings);
  const LISTS = {
    types: { key: 'types', all: () => model.types, name: (one) => one.iri },
    relations: { key: 'relations', all: () => model.relations, name: (one) => one.iri },
    statuses: { key: 'status', all: () => model.statuses, name: (one) => one },
    finders: { key: 'finders', all: () => model.finders, name: finderKey },
    papers: { key: 'documents', all: () => model.papers, name: (one) => one.iri },
  };
  const initial = (name) => new Set(name === 'types' ? [...model.types.keys()].filter((k) => model.types[k].folded) : []);

  const isSame = (a, b) => a.size === b.size && [...a].every((one) => b.has(one));

  /* ---- writing ---- */

  function chosenWords() {
    const { chosen } = state;
    if (chosen.kind === 'thing') return ['entity', localOf(chosen.thing)];
    if (chosen.kind === 'path') return ['path', localOf(chosen.things[0]), localOf(chosen.things[chosen.things.length - 1])];
    if (chosen.kind === 'facts') return ['facts', ...chosen.facts.slice(0, 12).map(factName)];
    return null;
  }

  const factName = (fact) => JSON.stringify(
    [localOf(model.subject[fact]), model.relationOf(fact).iri, localOf(model.object[fact]), model.status[fact]]);

  function viewWords() {
    const { x, y, scale } = app.view().camera;
    return [x.toFixed(1), y.toFixed(1), (scale / app.view().baseScale).toFixed(3)].join('_');
  }

  function timeWords() {
    const { from, to } = state.time;
    return from === null && to === null ? null : `${from === null ? '' : isoDay(from)}_${to === null ? '' : isoDay(to)}`;
  }

  /** The present view as the text behind the #. */
  function write() {
    const words = new URLSearchParams();
    const put = (key, value) => { if (value !== null && value !== '') words.set(key, value); };
    const list = (things) => [...things].sort((a, b) => a - b).map(localOf).join(' ');
    put('view', state.view);
    if (app.table.isOpen) put('table', '1');
    for (const [name, { key, all, name: nameOf }] of Object.entries(LISTS)) {
      const hidden = state.hidden[name];
      if (isSame(hidden, initial(name))) continue;
      put(`no-${key}`, [...hidden].sort((a, b) => a - b).map((k) => nameOf(all()[k])).join(' ') || '-');
    }
    if (state.lonely) put('lonely', '1');
    put('time', timeWords());
    if (!state.time.undated) put('undated', '0');
    if (state.time.byReport) put('report', '1');
    put('hidden', list(state.removed));
    const most = model.core.asked ? MOST_WALKED : MOST_IN_LINK;
    if (state.view === 'focus' && (app.walk || !app.isWholeShown())) put('shown', list([...state.shown].slice(0, most)));
    const chosen = chosenWords();
    if (chosen) put(chosen[0], chosen.slice(1).join(' '));
    put('at', viewWords());
    if (app.isThemeChosen) put('theme', document.documentElement.dataset.theme);
    return `#${words}`;
  }

  function remember() {
    clearTimeout(timer);
    if (!isHeld) timer = setTimeout(flush, WRITE_AFTER_MS);
  }

  /** Write the view into the address now. */
  function flush() {
    clearTimeout(timer);
    written = write();
    try {
      history.replaceState(null, '', written);
    } catch { /* a sandboxed frame has no address of its own */ }
  }

  /** Leave the address as it is until what it says is there. */
  function hold(on) {
    isHeld = on;
    clearTimeout(timer);
    written = location.hash;
  }

  /* ---- reading ---- */

  const split = (text) => (text || '').split(' ').filter(Boolean);
  const known = (names) => names.map((name) => numbers.get(name)).filter((thing) => thing !== undefined);

  function readFilters(words) {
    for (const [name, { key, all, name: nameOf }] of Object.entries(LISTS)) {
      const text = words.get(`no-${key}`);
      const names = new Set(split(text));
      state.hidden[name] = text === null ? initial(name) : new Set([...all().keys()].filter((k) => names.has(nameOf(all()[k]))));
    }
    state.lonely = words.get('lonely') === '1';
    state.time.undated = words.get('undated') !== '0';
    state.time.byReport = words.get('report') === '1';
    const window = /^(-?\d{4,6}-\d\d-\d\d)?_(-?\d{4,6}-\d\d-\d\d)?$/.exec(words.get('time') || '');
    const day = (iso) => (iso && !Number.isNaN(Date.parse(iso)) ? Math.floor(Date.parse(iso) / DAY_MS) : null);
    Object.assign(state.time, { from: day(window?.[1]), to: day(window?.[2]) });
    state.removed = new Set(known(split(words.get('hidden'))));
  }

  function readChoice(words) {
    const [thing] = known(split(words.get('entity')));
    const path = known(split(words.get('path')));
    if (thing !== undefined) app.explore.choose(thing);
    else if (path.length === 2) app.explore.pathBetween(...path);
    else if (words.has('facts')) readFacts(words.get('facts'));
    else state.choose({ kind: 'none' });
  }

  function readFacts(text) {
    const names = new Set(text.match(/\[[^\]]*\]/g) || []);
    const facts = [];
    for (let fact = 0; fact < model.factCount && facts.length < 12; fact++) if (names.has(factName(fact))) facts.push(fact);
    if (facts.length) state.choose({ kind: 'facts', facts });
  }

  function readCamera(words) {
    const at = /^(-?\d+(?:\.\d+)?)_(-?\d+(?:\.\d+)?)_(\d+(?:\.\d+)?)$/.exec(words.get('at') || '');
    if (!at) return;
    const [x, y, zoom] = at.slice(1).map(Number);
    const place = () => { app.view().camera = { x, y, scale: Math.min(400, Math.max(0.05, zoom)) * app.view().baseScale }; };
    app.whenStill(place);
  }

  /** Restore what a link says; whatever it names that the page does not know is left out. */
  function read(text) {
    let words;
    try {
      words = new URLSearchParams(text.slice(1));
    } catch {
      return;
    }
    if (/^(dark|light)$/.test(words.get('theme'))) app.chooseTheme(words.get('theme'));
    readFilters(words);
    const shown = known(split(words.get('shown')));
    if (shown.length) state.shown = new Set(shown);
    state.emit('reset');
    app.open(/^(map|focus)$/.test(words.get('view')) ? words.get('view') : state.view);
    readChoice(words);
    app.table.toggle(words.get('table') === '1');
    readCamera(words);
  }

  for (const event of ['filter', 'choose', 'moved', 'theme', 'drawn']) state.on(event, remember);
  window.addEventListener('hashchange', () => { if (location.hash !== written) read(location.hash); });
  return {
    read, write, flush, hold,
    /** The number of an entity by its IRI. */
    numberOf: (iri) => numbers.get(iri),
    address: () => location.href.split('#')[0] + write(),
  };
}
