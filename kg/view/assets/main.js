/* Put the page together: model and state, then the panel, the legend and the views, then start with the right picture. */

const core = await readBlock('kg-core');
const model = buildModel(core);
const state = createState(model);
const app = {
  model, state,
  measures: {}, // times and numbers for tests and benchmarks
  colours: {},
  isCalm: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
};

/* ---- colours ---- */

/** Colours of the canvas come from the style sheet, so that dark and light are defined once. */
function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ['ground', 'ink', 'soft', 'line', 'edge', 'halo', 'chosen', 'negated', 'planned', 'inferred', 'accent']) {
    app.colours[name] = style.getPropertyValue(`--${name}`).trim();
  }
}

app.isThemeChosen = false; // by the reader, not by the system
app.chooseTheme = (theme) => {
  app.isThemeChosen = true;
  app.setTheme(theme);
};
app.setTheme = (theme) => {
  document.documentElement.dataset.theme = theme;
  byId('theme').setAttribute('aria-pressed', String(theme === 'dark'));
  readColours();
  state.emit('theme');
};

/* ---- small parts that several modules share ---- */

/** A button that leads to an entity. */
app.thingButton = (thing, { swatch: withSwatch = false } = {}) => {
  const button = make('button', { class: 'thing', 'data-thing': thing },
    withSwatch ? swatch(model.typeOf(thing)) : null, foreign(shortened(model.label(thing), 160)));
  button.addEventListener('click', () => app.explore.goTo(thing));
  return button;
};

/** How many more there are; of some hubs of a large graph it is only known that there are more than so many. */
app.moreText = (number, isMany) => `${isMany ? '> ' : '+'}${counted(number)}`;

/** What can be done with the chosen entity. */
app.thingActions = (thing) => {
  const isMany = model.isMany(thing);
  const action = (name, key, title, act, number = null) => make('button', {
    'data-action': name.toLowerCase().replace(/ /g, '-'), title: `${title} (${key})`, onclick: act, disabled: number === 0,
    text: number ? `${name} (${app.moreText(number, isMany)})` : name,
  });
  const { explore } = app;
  return make('div', { class: 'actions', role: 'group', 'aria-label': 'Actions' },
    action('Expand', 'e', 'Show more of its neighbours', () => explore.expand(thing), explore.leftToShow(thing)),
    action('Collapse', 'c', 'Take away what only hangs on it', () => explore.collapse(thing)),
    action('Only this', 'o', 'Show it and its neighbours alone', () => explore.onlyThis(thing)),
    action('Path from here', 'p', 'Find the shortest path to another entity', () => explore.beginPath(thing)),
    action('Hide', 'h', 'Take it out of the picture', () => explore.hide(thing)));
};

app.thingTip = (thing) =>
  `${model.label(thing)} · ${model.typeOf(thing).label} · ${plural(model.factsOf(thing).length, 'fact')}`;
app.factTip = (fact) => `${model.label(model.subject[fact])} — ${model.relationOf(fact).label} → `
  + `${model.label(model.object[fact])}${model.status[fact] === ASSERTED ? '' : ` (${model.statusOf(fact)})`}`;

/** A small text at the pointer; none hides it. */
app.tip = (text, event) => {
  const tip = byId('tip');
  tip.hidden = !text;
  if (!text) return;
  tip.textContent = shortened(plainText(text), 240);
  const frame = byId('stage').getBoundingClientRect();
  tip.style.left = `${Math.max(4, Math.min(event.clientX - frame.left + 14, frame.width - tip.offsetWidth - 8))}px`;
  tip.style.top = `${Math.max(4, Math.min(event.clientY - frame.top + 16, frame.height - tip.offsetHeight - 8))}px`;
};

/** A line at the top of the picture that waits for something; none hides it. */
app.notice = (text) => {
  byId('notice').textContent = plainText(text);
  byId('notice').hidden = !text;
};

const countDrawable = () => [...model.weight].filter((weight, thing) => weight && !model.isFolded(thing)).length;

/** Of a graph that is too large for a page: what it holds in all, and who shows that. */
const partOf = (whole) => (whole
  ? `, the best connected of ${counted(whole.things)} and ${counted(whole.facts)}; kg serve shows all of them` : '');

function showCounts() {
  const { things, facts } = state.counts;
  const away = [...model.type].filter((type) => model.types[type].folded && state.hidden.types.has(type)).length;
  byId('count').textContent = app.walk
    ? `Shown ${plural(things, 'entity', 'entities')} of ${counted(countDrawable())} loaded, ${plural(facts, 'fact')}${model.core.asked.isCut ? ' of more' : ''}`
    : `Shown ${counted(things)} of ${plural(model.count, 'entity', 'entities')}, ${counted(facts)} of ${plural(model.factCount, 'fact')}${partOf(model.core.whole)}`;
  byId('count').title = away
    ? `${plural(away, 'date or document', 'dates and documents')} stand in the panel; the legend can draw them.` : '';
  byId('nothing').hidden = things > 0;
  byId('undo').disabled = !state.canUndo;
}

/* ---- views ---- */

const hasVis = typeof vis !== 'undefined';
const views = {}; // made when first opened

app.view = () => views[state.view];
app.fit = () => app.view().fit();
app.reveal = (thing) => app.view().reveal(thing);
/** How far the middle of what drawers leave free lies from the middle of the stage. */
app.freeMiddle = () => {
  const stage = byId('stage').getBoundingClientRect();
  const panel = byId('details').getBoundingClientRect();
  const isOver = panel.width > 0 && panel.left < stage.right - 1;
  if (!isOver) return { x: 0, y: 0 };
  return panel.width > stage.width * 0.9
    ? { x: 0, y: (panel.top - stage.bottom) / 2 } : { x: (panel.left - stage.right) / 2, y: 0 };
};
app.focusView = () => byId(state.view).focus({ preventScroll: true });
app.isStill = () => app.view().isStill();
/** Whether Focus shows all that could be drawn. */
app.isWholeShown = () => isSmall && ![...model.weight].some((weight, thing) => weight && !state.shown.has(thing));

/** Do something as soon as nothing moves. */
app.whenStill = (act) => {
  if (app.isStill()) act();
  else setTimeout(() => app.whenStill(act), 30);
};

/** Open Map or Focus and bring it up to date. Without vis-network there is only the map. */
app.open = (name) => {
  state.view = name === 'focus' && hasVis ? 'focus' : 'map';
  for (const other of ['map', 'focus']) {
    byId(other).hidden = other !== state.view;
    byId(`view-${other}`).setAttribute('aria-pressed', String(other === state.view));
  }
  views[state.view] ??= state.view === 'map' ? createMap(app) : createFocus(app);
  if (state.view === 'focus' && !state.shown.size) seedFocus();
  state.filter();
};

/** What Focus begins with: the chosen entity and what is around it, or the best connected. */
function seedFocus() {
  if (state.chosen.kind === 'thing' && !model.isFolded(state.chosen.thing)) app.explore.showAround(state.chosen.thing);
  else app.explore.showBest(isSmall ? core.focusMax : SEED);
}

/** Of a large graph, Focus begins with so many. */
const SEED = 40;
const isSmall = countDrawable() <= core.focusMax;

Object.defineProperty(app, 'focus', { get: () => views.focus });
Object.defineProperty(app, 'map', { get: () => views.map });

/* ---- start ---- */

app.evidence = createEvidence(model);
app.explore = createExplore(app);
app.panel = createPanel(app);
app.legend = createLegend(app);
app.search = createSearch(app);
app.controls = createControls(app);
app.reader = createReader(app);
app.timeline = createTimeline(app);
app.table = createTable(app);
app.permalink = createPermalink(app);
app.export = createExport(app);
app.walk = core.asked ? createWalk(app) : null;
state.on('drawn', showCounts);

const dark = matchMedia('(prefers-color-scheme: dark)');
app.setTheme(dark.matches ? 'dark' : 'light');
dark.addEventListener('change', () => { if (!app.isThemeChosen) app.setTheme(dark.matches ? 'dark' : 'light'); });
document.title = plainText(core.title);
byId('title').textContent = plainText(core.title);
byId('view-focus').disabled = !hasVis;

if (core.start !== NONE) state.chosen = { kind: 'thing', thing: core.start };
if (app.walk) app.walk.begin();
else if (isSmall) app.explore.showBest(core.focusMax);
const fromLink = location.hash.length > 1;
app.open(isSmall || app.walk ? 'focus' : 'map');
app.panel.refresh();
if (fromLink) app.permalink.read(location.hash);

window.kgPage = app;
document.documentElement.dataset.ready = 'true';
