/* What the page shows now: filters, the entities in Focus, the choice, and how to go back. Views listen to its events. */

/** Two facts or entities are compared by number; a filter is the set of numbers that are switched off. */
const FILTERS = ['types', 'relations', 'statuses', 'papers', 'finders'];
const UNDO_STEPS = 50;

function createState(model) {
  const listeners = new Map();
  const undoStack = [];
  let passes = null; // the fact itself: relation, status, document, finder, time
  let factOn = null; // and both its ends
  let thingOn = null;
  let typeCount = 0;

  const state = {
    view: 'focus', // or 'map'
    statusCount: model.statuses.length,
    hidden: Object.fromEntries(FILTERS.map((name) => [name, new Set()])),
    /* Days, null for no limit; facts without a date; facts dated by the document where the text gives no date. */
    time: { from: null, to: null, undated: true, byReport: false },
    lonely: false, // entities without any fact that is drawn
    shown: new Set(), // the entities in Focus
    roots: new Set(), // those that were expanded
    removed: new Set(), // hidden one by one
    chosen: { kind: 'none' },
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

    /** Make room for what the model has got: new types are filtered as they would have been at the start. */
    grow() {
      makeRoom();
      state.emit('grown');
      state.filter();
    },

    /** All filters as they were at the start. */
    reset() {
      for (const name of FILTERS) state.hidden[name].clear();
      hideFolded();
      state.time = { from: null, to: null, undated: true, byReport: false };
      state.lonely = false;
      state.removed.clear();
      state.emit('reset');
      state.filter();
    },

    /** The days of a fact, as the settings of the timeline date it. */
    timeOf(fact) {
      const { days } = model;
      if (days.from[fact] !== UNDATED || !state.time.byReport) return { from: days.from[fact], to: days.to[fact] };
      return model.reportedOn(fact) || { from: UNDATED, to: UNDATED };
    },
    passesButTime: (fact) => isStatedOn(fact) && isEndOn(model.subject[fact]) && isEndOn(model.object[fact]),

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

  const isEndOn = (thing) =>
    (state.isTypeOn(thing) || model.isFolded(thing)) && !state.removed.has(thing);
  const isDrawable = (thing) => state.isTypeOn(thing) && !state.removed.has(thing);

  function isInTime(fact) {
    const { from, to, undated, byReport } = state.time;
    if (from === null && to === null && undated) return true;
    const time = byReport ? state.timeOf(fact) : { from: model.days.from[fact], to: model.days.to[fact] };
    if (time.from === UNDATED) return undated;
    return (to === null || time.from <= to) && (from === null || time.to >= from);
  }

  /** Whether relation, status, documents and finders of the fact are switched on. */
  function isStatedOn(fact) {
    if (state.hidden.relations.has(model.relation[fact]) || state.hidden.statuses.has(model.status[fact])) return false;
    if (state.hidden.finders.has(model.finder[fact])) return false;
    if (!state.hidden.papers.size) return true;
    const papers = model.papersOf(fact);
    return papers.length === 0 || papers.some((paper) => !state.hidden.papers.has(paper));
  }

  function applyFilters() {
    thingOn.fill(0);
    for (let fact = 0; fact < model.factCount; fact++) {
      const { subject, object } = model;
      passes[fact] = isStatedOn(fact) && isInTime(fact) ? 1 : 0;
      factOn[fact] = passes[fact] && isDrawable(subject[fact]) && isDrawable(object[fact]) ? 1 : 0;
      if (factOn[fact]) thingOn[subject[fact]] = thingOn[object[fact]] = 1;
    }
    const chosen = state.chosen.kind === 'thing' ? state.chosen.thing : NONE;
    for (let thing = 0; thing < model.count; thing++) {
      if (!thingOn[thing] && isDrawable(thing) && ((state.lonely && isLonely(thing)) || thing === chosen)) thingOn[thing] = 1;
    }
  }

  /** Whether no fact of the entity would be drawn even without filters. */
  function isLonely(thing) {
    return model.weight[thing] === 0;
  }

  function hideFolded(from = 0) {
    model.types.forEach((type, number) => { if (type.folded && number >= from) state.hidden.types.add(number); });
  }

  function makeRoom() {
    passes = new Uint8Array(model.factCount);
    factOn = new Uint8Array(model.factCount);
    thingOn = new Uint8Array(model.count);
    Object.assign(state, { passes, factOn, thingOn });
    hideFolded(typeCount);
    typeCount = model.types.length;
  }

  makeRoom();
  applyFilters();
  return state;
}
