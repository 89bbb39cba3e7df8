/* The bar, the drawers of narrow windows, and the keys that work everywhere. */

function createControls(app) {
  const { model, state } = app;

  const press = {
    'view-map': () => { app.table.toggle(false); app.open('map'); },
    'view-focus': () => { app.table.toggle(false); app.open('focus'); },
    undo: () => { if (!state.undo()) say('Nothing to undo'); },
    fit: () => app.fit(),
    theme: () => app.chooseTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'),
    help: () => byId('keys').showModal(),
    'zoom-in': () => app.view().zoom(1.3),
    'zoom-out': () => app.view().zoom(1 / 1.3),
  };
  for (const [id, act] of Object.entries(press)) byId(id).addEventListener('click', act);

  /* ---- drawers ---- */

  const DRAWERS = ['legend', 'details'];

  /** Panels that fold away in narrow windows; one is open at a time. */
  function toggleDrawer(name, open) {
    const { classList } = document.body;
    const isOpen = open ?? !classList.contains(`with-${name}`);
    for (const other of DRAWERS) {
      classList.toggle(`with-${other}`, other === name && isOpen);
      byId(`open-${other}`).setAttribute('aria-expanded', String(other === name && isOpen));
    }
  }
  for (const name of DRAWERS) byId(`open-${name}`).addEventListener('click', () => toggleDrawer(name));
  state.on('choose', () => { if (state.chosen.kind !== 'none') toggleDrawer('details', true); });

  /* ---- keys ---- */

  const chosenThing = () => (state.chosen.kind === 'thing' ? state.chosen.thing : NONE);
  const onChosen = (act) => () => { if (chosenThing() !== NONE) act(chosenThing()); };

  function giveUp() {
    toggleDrawer('details', false);
    app.explore.endPath();
    state.choose({ kind: 'none' });
  }

  const keys = {
    '/': () => app.search.open(),
    '?': press.help,
    u: press.undo,
    f: press.fit,
    d: press.theme,
    m: () => app.open(state.view === 'map' ? 'focus' : 'map'),
    t: () => app.table.toggle(),
    '+': press['zoom-in'],
    '=': press['zoom-in'],
    '-': press['zoom-out'],
    e: onChosen((thing) => app.explore.expand(thing)),
    c: onChosen((thing) => app.explore.collapse(thing)),
    o: onChosen((thing) => app.explore.onlyThis(thing)),
    h: onChosen((thing) => app.explore.hide(thing)),
    p: onChosen((thing) => app.explore.beginPath(thing)),
    Escape: giveUp,
  };

  /* Arrows walk through the neighbours of the chosen entity, Enter goes there; with Shift they move the map. */
  let candidate = { from: NONE, number: NONE, thing: NONE };

  function neighboursOf(thing) {
    const facts = [...model.factsOf(thing)].filter((fact) => state.factOn[fact]);
    return [...new Set(facts.map((fact) => model.other(fact, thing)))].filter((other) => other !== thing);
  }

  function walk(step) {
    const thing = chosenThing();
    if (thing === NONE) {
      const first = [...model.byWeight].find((one) => app.view().isDrawn(one));
      if (first !== undefined) app.explore.choose(first);
      return;
    }
    const neighbours = neighboursOf(thing);
    if (!neighbours.length) return;
    const start = candidate.from === thing ? candidate.number + step : 0;
    const number = (start + neighbours.length) % neighbours.length;
    candidate = { from: thing, number, thing: neighbours[number] };
    app.view().point(candidate.thing);
    say(`Neighbour ${number + 1} of ${neighbours.length}: ${model.label(candidate.thing)}, `
      + `${model.typeOf(candidate.thing).label}. Enter goes there.`);
  }

  function enter() {
    const { from, thing } = candidate;
    candidate = { from: NONE, number: NONE, thing: NONE };
    if (thing !== NONE && from === chosenThing()) app.explore.goTo(thing);
    else byId('panel-title')?.focus();
  }

  const MOVES = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };

  function arrow(event) {
    if (event.shiftKey && app.view().pan) app.view().pan(...MOVES[event.key]);
    else walk(event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : -1);
  }

  document.addEventListener('keydown', (event) => {
    const { target } = event;
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) && target.type !== 'checkbox';
    if (isTyping || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    const isOnStage = target === document.body || target.id === 'focus' || target.id === 'map';
    let act = null;
    if (event.ctrlKey) act = event.key === 'z' ? press.undo : null;
    else if (isOnStage && MOVES[event.key]) act = () => arrow(event);
    else if (isOnStage && event.key === 'Enter') act = enter;
    else act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  return { toggleDrawer };
}
