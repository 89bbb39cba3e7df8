/* Moves through the graph: choose, expand, collapse, only this, hide. Each change of the picture can be undone. */

const EXPAND_BY = 12;
const ALONE_WITH = 24;

function createExplore(app) {
  const { model, state } = app;

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
    return { added: Math.min(limit, found.length), left: Math.max(0, found.length - limit) };
  }

  function expand(thing, limit = EXPAND_BY) {
    state.remember();
    const { added, left } = addNeighbours(thing, limit);
    state.filter();
    say(`${model.label(thing)}: ${added} added, ${left} more to expand`);
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
    state.shown = new Set([thing]);
    state.roots = new Set();
    addNeighbours(thing, ALONE_WITH);
    state.filter();
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
    const isNew = !state.shown.has(thing);
    if (isNew && !model.isFolded(thing)) {
      state.remember();
      addNeighbours(thing, EXPAND_BY);
    }
    state.chosen = { kind: 'thing', thing };
    state.filter();
    choose(thing);
    app.reveal(thing);
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

  const toggle = (thing) => (newNeighbours(thing).length ? expand(thing) : collapse(thing));

  return { expand, collapse, toggle, onlyThis, hide, choose, goTo, showBest, showThings, showType, newNeighbours };
}
