/* Moves through the graph: choose, expand, collapse, only this, hide. Each change of the picture can be undone. */

const EXPAND_BY = 12;
const ALONE_WITH = 24;

function createExplore(app) {
  const { model, state } = app;
  let pathStart = NONE; // where a path was begun that still lacks its other end

  /** Neighbours by facts that pass the filters and are not folded, hidden or shown already, the best first. */
  function newNeighbours(thing) {
    const found = new Set();
    for (const fact of model.factsOf(thing)) {
      const other = model.other(fact, thing);
      if (state.factOn[fact] && other !== thing && !state.shown.has(other)) found.add(other);
    }
    return [...found].sort((a, b) => interest(b) - interest(a) || a - b);
  }

  /** Degree of interest: well connected, and tied to what is shown already. */
  function interest(thing) {
    let ties = 0;
    for (const fact of model.factsOf(thing)) {
      if (state.factOn[fact] && state.shown.has(model.other(fact, thing))) ties++;
    }
    return Math.log1p(model.weight[thing]) + ties;
  }

  function addNeighbours(thing, limit) {
    const found = newNeighbours(thing);
    for (const other of found.slice(0, limit)) state.shown.add(other);
    state.shown.add(thing);
    state.roots.add(thing);
    return Math.min(limit, found.length);
  }

  /** How many neighbours expanding could still bring, from the page or from the server that it came from. */
  const leftToShow = (thing) => newNeighbours(thing).length + (app.walk ? model.beyond(thing) : 0);

  /** Show more neighbours; where the page has too few of them, the server is asked first. */
  async function expand(thing, limit = EXPAND_BY) {
    if (newNeighbours(thing).length < limit && app.walk && model.beyond(thing) > 0) await app.walk.fetchAround(thing);
    state.remember();
    if (state.view === 'map') {
      state.shown = new Set();
      state.roots = new Set();
    }
    const added = addNeighbours(thing, limit);
    app.open('focus');
    say(`${model.label(thing)}: ${added} added, ${counted(leftToShow(thing))} more to expand`);
  }

  /** Take away the neighbours that nothing else in the picture holds. */
  function collapse(thing) {
    state.remember();
    let removed = 0;
    for (const fact of model.factsOf(thing)) {
      const other = model.other(fact, thing);
      if (other === thing || !state.shown.has(other) || state.roots.has(other) || isHeld(other, thing)) continue;
      state.shown.delete(other);
      removed++;
    }
    state.roots.delete(thing);
    state.filter();
    say(`${model.label(thing)}: ${removed} taken away`);
  }

  /** Whether an entity has a drawn fact with something else than `by`. */
  function isHeld(thing, by) {
    return model.factsOf(thing).some((fact) => {
      const other = model.other(fact, thing);
      return other !== by && other !== thing && state.factOn[fact] && state.shown.has(other);
    });
  }

  function onlyThis(thing) {
    state.remember();
    showAround(thing);
    state.chosen = { kind: 'thing', thing };
    app.open('focus');
    choose(thing);
    app.fit();
    say(`Only ${model.label(thing)} and what it is connected with`);
  }

  function hide(thing) {
    state.remember();
    state.removed.add(thing);
    state.choose({ kind: 'none' });
    state.filter();
    say(`${model.label(thing)} is hidden. Undo brings it back.`);
  }

  /** Choose an entity. */
  function choose(thing) {
    state.choose({ kind: 'thing', thing });
    say(`${model.label(thing)}, ${model.typeOf(thing).label}, ${plural(model.factsOf(thing).length, 'fact')}`);
  }

  /** Choose an entity from a list: bring it into the picture, with what connects it, and into sight. */
  function goTo(thing) {
    state.removed.delete(thing);
    if (!model.isFolded(thing)) state.hidden.types.delete(model.type[thing]);
    const isNew = state.view === 'focus' && !state.shown.has(thing);
    if (isNew && !model.isFolded(thing)) {
      state.remember();
      addNeighbours(thing, EXPAND_BY);
    }
    state.chosen = { kind: 'thing', thing };
    state.filter();
    choose(thing);
    if (isNew) app.whenStill(() => app.reveal(thing));
    else app.reveal(thing);
  }

  /** Show an entity and its best neighbours. */
  function showAround(thing) {
    state.shown = new Set();
    state.roots = new Set();
    addNeighbours(thing, ALONE_WITH);
  }

  /** Show some entities, each with its best neighbours: fewer where there are more of them. */
  function showRoots(things) {
    state.shown = new Set();
    state.roots = new Set();
    const each = Math.max(6, Math.floor(ALONE_WITH / Math.max(1, things.length)));
    for (const thing of things) addNeighbours(thing, each);
  }

  /** Show everything if it is little, else the best connected entities with the facts among them. */
  function showBest(limit) {
    const drawable = [...model.byWeight].filter((thing) => !model.isFolded(thing) && model.weight[thing] > 0);
    state.shown = new Set(drawable.slice(0, limit));
    if (drawable.length <= limit) for (const thing of model.byWeight) state.shown.add(thing);
    state.roots = new Set();
  }

  /** Bring entities into the picture: all that fit, the best connected first. */
  function showThings(things) {
    state.remember();
    for (const thing of things) state.shown.add(thing);
  }

  /** Bring a type into the picture that was folded: what is connected with the shown entities. */
  function showType(type) {
    if (!model.types[type].folded) return;
    const beside = Array.from({ length: model.count }, (_, thing) => thing).filter((thing) => model.type[thing] === type
      && model.factsOf(thing).some((fact) => state.shown.has(model.other(fact, thing))));
    showThings(beside);
  }

  /** A click on an entity: the other end of a path if one was begun (or Shift is held), else the choice. */
  function pick(thing, isPath = false) {
    const start = pathStart !== NONE ? pathStart : isPath && state.chosen.kind === 'thing' ? state.chosen.thing : NONE;
    if (start === NONE || start === thing) choose(thing);
    else pathBetween(start, thing);
  }

  /** Wait for the other end of a path. */
  function beginPath(thing) {
    pathStart = thing;
    app.notice(`Path from ${model.label(thing)}: choose the other end, by a click or a search. Esc gives up.`);
    app.search.open(pick);
  }

  function endPath() {
    pathStart = NONE;
    app.notice('');
  }

  /** The shortest path by facts that pass the filters: {things, facts}, or null. Ties go to the earlier fact. */
  function shortestPath(start, end) {
    const cameBy = new Int32Array(model.count).fill(NONE);
    const cameFrom = new Int32Array(model.count).fill(NONE);
    cameFrom[start] = start;
    const queue = [start];
    for (let head = 0; head < queue.length && cameFrom[end] === NONE; head++) {
      for (const fact of model.factsOf(queue[head])) {
        const next = model.other(fact, queue[head]);
        if (!state.factOn[fact] || cameFrom[next] !== NONE) continue;
        cameFrom[next] = queue[head];
        cameBy[next] = fact;
        queue.push(next);
      }
    }
    if (cameFrom[end] === NONE) return null;
    const path = { things: [end], facts: [] };
    for (let thing = end; thing !== start; thing = cameFrom[thing]) {
      path.facts.unshift(cameBy[thing]);
      path.things.unshift(cameFrom[thing]);
    }
    return path;
  }

  function pathBetween(start, end) {
    endPath();
    const path = shortestPath(start, end);
    if (!path) {
      app.notice(`No path between ${model.label(start)} and ${model.label(end)} with the present filters.`);
      say(byId('notice').textContent);
      return;
    }
    state.remember();
    for (const thing of path.things) state.shown.add(thing);
    state.filter();
    state.choose({ kind: 'path', ...path });
    app.view().revealAll(path.things);
    say(`Path of ${plural(path.facts.length, 'fact')} from ${model.label(start)} to ${model.label(end)}`);
  }

  /** Choose facts from outside the picture: bring their ends into it, so that they can light up. */
  function lightUp(facts) {
    const ends = facts.flatMap((fact) => [model.subject[fact], model.object[fact]]).filter((thing) => !model.isFolded(thing));
    if (state.view === 'focus' && ends.some((thing) => !state.shown.has(thing))) {
      state.remember();
      for (const thing of ends) state.shown.add(thing);
      state.filter();
    }
    state.choose({ kind: 'facts', facts });
    say(plural(facts.length, 'fact'));
  }

  const toggle = (thing) => (leftToShow(thing) ? expand(thing) : collapse(thing));

  return {
    pick, beginPath, endPath, shortestPath, pathBetween, expand, collapse, toggle, onlyThis, hide, choose, goTo, showAround, showRoots, showBest, showThings, showType,
    newNeighbours, leftToShow, lightUp,
  };
}
