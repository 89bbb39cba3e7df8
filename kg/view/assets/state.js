/* What the page shows now: filters, the entities in Focus, the choice, and how to go back. Views listen to its events. */

/** Two facts or entities are compared by number; a filter is the set of numbers that are switched off. */
const FILTERS = ['types', 'relations', 'statuses', 'papers'];
const UNDO_STEPS = 50;

function createState(model) {
  const listeners = new Map();
  const undoStack = [];
  const passes = new Uint8Array(model.factCount); // the fact itself: relation, status, document
  const factOn = new Uint8Array(model.factCount); // and both its ends
  const thingOn = new Uint8Array(model.count);

  const state = {
    view: 'focus', // or 'map'
    hidden: Object.fromEntries(FILTERS.map((name) => [name, new Set()])),
    lonely: false, // entities without any fact that is drawn
    shown: new Set(), // the entities in Focus
    roots: new Set(), // those that were expanded
    removed: new Set(), // hidden one by one
    chosen: { kind: 'none' },
    passes, factOn, thingOn,
    counts: { things: 0, facts: 0 },

    on(event, listener) {
      if (!listeners.has(event)) listeners.set(event, []);
      listeners.get(event).push(listener);
    },
    emit(event) {
      for (const listener of listeners.get(event) || []) listener();
    },

    isTypeOn: (thing) => !state.hidden.types.has(model.type[thing]),
    isDrawn: (thing) => state.shown.has(thing) && thingOn[thing] === 1,

    /** Recompute what passes the filters and tell the views. */
    filter() {
      applyFilters();
      state.emit('filter');
    },

    /** Choose an entity, some facts, a path or nothing: {kind, …}. */
    choose(chosen) {
      state.chosen = chosen;
      state.emit('choose');
    },

    /** Remember the present picture, to come back with `undo`. */
    remember() {
      undoStack.push({
        shown: new Set(state.shown), roots: new Set(state.roots), removed: new Set(state.removed), chosen: state.chosen,
      });
      if (undoStack.length > UNDO_STEPS) undoStack.shift();
    },
    undo() {
      const before = undoStack.pop();
      if (!before) return false;
      Object.assign(state, { shown: before.shown, roots: before.roots, removed: before.removed });
      state.filter();
      state.choose(before.chosen);
      return true;
    },
    get canUndo() { return undoStack.length > 0; },
  };

  function isFactOn(fact) {
    if (state.hidden.relations.has(model.relation[fact]) || state.hidden.statuses.has(model.status[fact])) return false;
    if (!state.hidden.papers.size) return true;
    const papers = model.papersOf(fact);
    return papers.length === 0 || papers.some((paper) => !state.hidden.papers.has(paper));
  }

  function applyFilters() {
    thingOn.fill(0);
    const isEndOn = (thing) => state.isTypeOn(thing) && !state.removed.has(thing);
    for (let fact = 0; fact < model.factCount; fact++) {
      const { subject, object } = model;
      passes[fact] = isFactOn(fact) ? 1 : 0;
      factOn[fact] = passes[fact] && isEndOn(subject[fact]) && isEndOn(object[fact]) ? 1 : 0;
      if (factOn[fact]) thingOn[subject[fact]] = thingOn[object[fact]] = 1;
    }
    const chosen = state.chosen.kind === 'thing' ? state.chosen.thing : NONE;
    for (let thing = 0; thing < model.count; thing++) {
      if (!thingOn[thing] && isEndOn(thing) && ((state.lonely && isLonely(thing)) || thing === chosen)) thingOn[thing] = 1;
    }
  }

  /** Whether no fact of the entity would be drawn even without filters. */
  function isLonely(thing) {
    return model.weight[thing] === 0;
  }

  model.types.forEach((type, number) => { if (type.folded) state.hidden.types.add(number); });
  applyFilters();
  return state;
}
