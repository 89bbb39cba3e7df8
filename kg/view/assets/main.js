/* Put the page together: model, state, views and controls, and the keys that work everywhere. */

const core = await readBlock('kg-core');
const model = buildModel(core);
const state = createState(model);
const app = {
  model, state,
  measures: {},
  colours: {},
  isCalm: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
};

/** Colours of the canvas come from the style sheet, so that dark and light are defined once. */
function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ['ground', 'ink', 'soft', 'line', 'edge', 'halo', 'chosen', 'negated', 'accent']) {
    app.colours[name] = style.getPropertyValue(`--${name}`).trim();
  }
}

app.setTheme = (theme) => {
  document.documentElement.dataset.theme = theme;
  byId('theme').setAttribute('aria-pressed', String(theme === 'dark'));
  readColours();
  state.emit('theme');
};

/** A button that leads to an entity. */
app.thingButton = (thing, { swatch: withSwatch = false } = {}) => {
  const button = make('button', { class: 'thing', 'data-thing': thing },
    withSwatch ? swatch(model.typeOf(thing)) : null, foreign(shortened(model.label(thing), 160)));
  button.addEventListener('click', () => app.explore.goTo(thing));
  return button;
};

/** What can be done with the chosen entity. */
app.thingActions = (thing) => {
  const action = (name, key, title, act, number = null) => make('button', {
    'data-action': name.toLowerCase().replace(/ /g, '-'), title: `${title} (${key})`, onclick: act, disabled: number === 0,
    text: number ? `${name} (+${counted(number)})` : name,
  });
  return make('div', { class: 'actions', role: 'group', 'aria-label': 'Actions' },
    action('Expand', 'e', 'Show more of its neighbours', () => app.explore.expand(thing), app.explore.newNeighbours(thing).length),
    action('Collapse', 'c', 'Take away what only hangs on it', () => app.explore.collapse(thing)),
    action('Only this', 'o', 'Show it and its neighbours alone', () => app.explore.onlyThis(thing)),
    action('Hide', 'h', 'Take it out of the picture', () => app.explore.hide(thing)));
};

/** A small text at the pointer; none hides it. */
app.tip = (text, event) => {
  const tip = byId('tip');
  tip.hidden = !text;
  if (!text) return;
  tip.textContent = shortened(text, 240);
  const frame = byId('stage').getBoundingClientRect();
  tip.style.left = `${Math.max(4, Math.min(event.clientX - frame.left + 14, frame.width - tip.offsetWidth - 8))}px`;
  tip.style.top = `${Math.max(4, Math.min(event.clientY - frame.top + 16, frame.height - tip.offsetHeight - 8))}px`;
};

function showCounts() {
  const foldedNumber = [...model.type].filter((type) => model.types[type].folded && state.hidden.types.has(type)).length;
  byId('count').textContent = `Shown ${counted(state.counts.things)} of ${plural(model.count, 'entity', 'entities')}, `
    + `${counted(state.counts.facts)} of ${plural(model.factCount, 'fact')}`;
  byId('count').title = foldedNumber ? `${plural(foldedNumber, 'date or document', 'dates and documents')} stand in the panel; the legend can draw them.` : '';
  byId('nothing').hidden = state.counts.things > 0;
  byId('undo').disabled = !state.canUndo;
}

app.evidence = createEvidence(model);
app.explore = createExplore(app);
app.focusView = () => byId('focus').focus({ preventScroll: true });
app.fit = () => app.focus.fit();
app.reveal = (thing) => app.focus.reveal(thing);
state.on('drawn', showCounts);

app.setTheme(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', (event) => app.setTheme(event.matches ? 'dark' : 'light'));
document.title = core.title;
byId('title').textContent = core.title;

app.panel = createPanel(app);
app.legend = createLegend(app);
app.search = createSearch(app);
app.focus = createFocus(app);
app.explore.showBest(core.focusMax);
app.focus.update();
if (core.start === NONE) app.panel.refresh();
else app.explore.choose(core.start);

/* ---- the bar, the drawers and the keys ---- */

const press = {
  undo: () => { if (!state.undo()) say('Nothing to undo'); },
  fit: () => app.fit(),
  theme: () => app.setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'),
  help: () => byId('keys').showModal(),
  'zoom-in': () => app.focus.zoom(1.3),
  'zoom-out': () => app.focus.zoom(1 / 1.3),
};
for (const [id, act] of Object.entries(press)) byId(id).addEventListener('click', act);

/** Panels that fold away in narrow windows. */
function toggleDrawer(name, open) {
  const body = document.body;
  const isOpen = open ?? !body.classList.contains(`with-${name}`);
  for (const other of ['legend', 'details']) body.classList.toggle(`with-${other}`, other === name && isOpen);
  for (const other of ['legend', 'details']) {
    byId(`open-${other}`).setAttribute('aria-expanded', String(body.classList.contains(`with-${other}`)));
  }
}
byId('open-legend').addEventListener('click', () => toggleDrawer('legend'));
byId('open-details').addEventListener('click', () => toggleDrawer('details'));
state.on('choose', () => { if (state.chosen.kind !== 'none') toggleDrawer('details', true); });

const chosenThing = () => (state.chosen.kind === 'thing' ? state.chosen.thing : NONE);
const onChosen = (act) => () => { if (chosenThing() !== NONE) act(chosenThing()); };
const KEYS = {
  '/': () => app.search.open(),
  '?': press.help,
  u: press.undo,
  f: press.fit,
  d: press.theme,
  '+': press['zoom-in'],
  '=': press['zoom-in'],
  '-': press['zoom-out'],
  e: onChosen((thing) => app.explore.expand(thing)),
  c: onChosen((thing) => app.explore.collapse(thing)),
  o: onChosen((thing) => app.explore.onlyThis(thing)),
  h: onChosen((thing) => app.explore.hide(thing)),
  Escape: () => { toggleDrawer('details', false); state.choose({ kind: 'none' }); },
};

/* Arrows walk through the neighbours of the chosen entity, Enter goes there. */
let candidate = { from: NONE, number: -1, thing: NONE };

function walk(step) {
  const thing = chosenThing();
  if (thing === NONE) {
    const first = [...model.byWeight].find((one) => state.isDrawn(one));
    if (first !== undefined) app.explore.choose(first);
    return;
  }
  const neighbours = [...new Set([...model.factsOf(thing)].filter((fact) => state.factOn[fact])
    .map((fact) => model.other(fact, thing)))].filter((other) => other !== thing);
  if (!neighbours.length) return;
  const number = candidate.from === thing ? (candidate.number + step + neighbours.length) % neighbours.length : 0;
  candidate = { from: thing, number, thing: neighbours[number] };
  const other = candidate.thing;
  app.focus.point?.(other);
  say(`Neighbour ${number + 1} of ${neighbours.length}: ${model.label(other)}, ${model.typeOf(other).label}. Enter goes there.`);
}

function enter() {
  if (candidate.thing !== NONE && candidate.from === chosenThing()) app.explore.goTo(candidate.thing);
  else byId('panel-title')?.focus();
  candidate = { from: NONE, number: -1, thing: NONE };
}

document.addEventListener('keydown', (event) => {
  const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== 'checkbox';
  if (isTyping || event.metaKey || event.altKey || byId('keys').open) return;
  if (event.ctrlKey) {
    if (event.key === 'z') { event.preventDefault(); press.undo(); }
    return;
  }
  const isOnStage = event.target === document.body || event.target.id === 'focus';
  if (isOnStage && /^Arrow/.test(event.key)) {
    event.preventDefault();
    walk(event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : -1);
  } else if (isOnStage && event.key === 'Enter') {
    event.preventDefault();
    enter();
  } else if (KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

/** Whether nothing is moving; tests and printing wait for it. */
app.isStill = () => app.focus.isStill();

window.kgPage = app;
document.documentElement.dataset.ready = 'true';
