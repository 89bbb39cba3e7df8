/* Focus: some hundred entities in vis-network, to read, expand and rearrange. */

const FOCUS_OPTIONS = {
  autoResize: true,
  layout: { improvedLayout: false, randomSeed: 7 },
  nodes: { shape: 'custom', chosen: false },
  edges: { chosen: false, smooth: false, selectionWidth: 0, hoverWidth: 0 },
  interaction: { hover: true, keyboard: false, tooltipDelay: 1e6, multiselect: false, selectConnectedEdges: false },
  physics: {
    enabled: false,
    solver: 'forceAtlas2Based',
    forceAtlas2Based: { gravitationalConstant: -55, springLength: 90, springConstant: 0.06, damping: 0.6, avoidOverlap: 0.4 },
    stabilization: { enabled: true, iterations: STEPS, fit: false },
  },
};
const DASHES = [false, [7, 6], [2, 5], [10, 4, 2, 4]];
/** With more entities than this everything is drawn larger, to stay visible when all fit the window. */
const FEW_NODES = 70;

function createFocus(app) {
  const { model, state } = app;
  const holder = byId('focus');
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(holder, { nodes, edges }, FOCUS_OPTIONS);

  /* What the parts of Focus share. */
  const focus = {
    app, model, state, holder, nodes, edges, network,
    unit: 1, // how much larger everything is drawn
    hovered: NONE,
    bright: null, // the entities that stand out, null when all do
    more: new Map(), // how many neighbours each entity still hides
    lastPlaces: new Map(), // where an entity stood when it left the picture
    settling: 0, // how many settlings are under way
    radiusOf: (thing) => model.radius(thing) * focus.unit,
    alphaOf: (thing) => (focus.bright === null || focus.bright.has(thing) ? 1 : 0.2),
    isBrightFact,
  };

  /** Whether a fact stands out: it is chosen, or ends at what is chosen. */
  function isBrightFact(fact) {
    const { chosen } = state;
    if (focus.bright === null) return true;
    if (chosen.facts) return chosen.facts.includes(fact);
    return model.subject[fact] === chosen.thing || model.object[fact] === chosen.thing;
  }

  /* ---- nodes and edges ---- */

  function drawNode({ ctx: context, id, x, y }) {
    const radius = focus.radiusOf(id);
    return { drawNode: () => paintNode(context, id, x, y, radius), nodeDimensions: { width: radius * 2.2, height: radius * 2.2 } };
  }

  function paintNode(context, id, x, y, radius) {
    const type = model.typeOf(id);
    const isChosen = state.chosen.kind === 'thing' && state.chosen.thing === id;
    context.globalAlpha = focus.alphaOf(id);
    context.beginPath();
    traceShape(context, type.shape, x, y, radius);
    context.fillStyle = type.colour;
    context.fill();
    context.lineWidth = 1.5 * focus.unit;
    context.strokeStyle = app.colours.ground;
    context.stroke();
    if (isChosen || id === focus.hovered) {
      context.beginPath();
      context.arc(x, y, radius * 1.3 + 4 * focus.unit, 0, 2 * Math.PI);
      context.lineWidth = (isChosen ? 3 : 2) * focus.unit;
      context.strokeStyle = isChosen ? app.colours.chosen : app.colours.soft;
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  const nodeOf = (thing) => ({
    id: thing, ctxRenderer: drawNode, size: focus.radiusOf(thing), mass: 1 + Math.log1p(model.weight[thing]) / 2,
  });

  /** The edge of a fact; `turn` tells how far it bends, for facts that share their ends. */
  function edgeOf(fact, turn) {
    const status = model.status[fact];
    const isChosen = (state.chosen.facts || []).includes(fact);
    const colour = isChosen ? app.colours.chosen : statusColour(app.colours, status);
    return {
      id: `f${fact}`, from: model.subject[fact], to: model.object[fact],
      width: (isChosen ? 3.2 : 1.4) * focus.unit,
      dashes: DASHES[status] && DASHES[status].map((length) => length * focus.unit),
      color: { color: colour, hover: colour, highlight: colour, opacity: isBrightFact(fact) ? 1 : 0.14 },
      arrows: { to: { enabled: true, scaleFactor: 0.55 } },
      smooth: turn ? { enabled: true, type: turn > 0 ? 'curvedCW' : 'curvedCCW', roundness: Math.abs(turn) * 0.16 } : false,
    };
  }

  const isFactDrawn = (fact) =>
    state.factOn[fact] && state.isDrawn(model.subject[fact]) && state.isDrawn(model.object[fact]);

  /** The facts between drawn entities. */
  function drawnFacts() {
    const facts = [];
    for (const thing of state.shown) {
      for (const fact of model.factsOf(thing)) if (model.subject[fact] === thing && isFactDrawn(fact)) facts.push(fact);
    }
    return facts.sort((a, b) => a - b);
  }

  /** How far each line bends: lines between the same two ends fan out. */
  function bends(facts) {
    const pairs = new Map();
    for (const fact of facts) {
      const ends = [model.subject[fact], model.object[fact]];
      const key = `${Math.min(...ends)} ${Math.max(...ends)}`;
      if (!pairs.has(key)) pairs.set(key, []);
      pairs.get(key).push(fact);
    }
    const turns = new Map();
    for (const several of pairs.values()) {
      several.forEach((fact, k) => {
        const turn = k - (several.length - 1) / 2;
        turns.set(fact, model.subject[fact] < model.object[fact] ? turn : -turn);
      });
    }
    return turns;
  }

  /* ---- bringing the network up to date ---- */

  function update() {
    const wanted = [...state.shown].filter((thing) => state.thingOn[thing]).sort((a, b) => a - b);
    focus.unit = Math.max(1, Math.sqrt(wanted.length / FEW_NODES));
    focus.more = new Map(wanted.map((thing) => [thing, app.explore.leftToShow(thing)]));
    brighten();
    removeAllBut(new Set(wanted));
    const standing = new Set(nodes.getIds());
    const fresh = wanted.filter((thing) => !standing.has(thing));
    if (!standing.size) focus.lastPlaces.clear();
    nodes.add(fresh.map((thing) => ({ ...nodeOf(thing), ...startPlace(focus, thing, standing) })));
    updateEdges();
    state.counts = { things: wanted.length, facts: edges.length };
    const unplaced = fresh.filter((thing) => !focus.lastPlaces.has(thing));
    if (unplaced.length) settle(focus, unplaced, standing.size === 0);
    state.emit('drawn');
  }

  function removeAllBut(wanted) {
    const gone = nodes.getIds().filter((thing) => !wanted.has(thing));
    for (const [thing, place] of Object.entries(network.getPositions(gone))) focus.lastPlaces.set(Number(thing), place);
    nodes.remove(gone);
  }

  function updateEdges() {
    const facts = drawnFacts();
    const turns = bends(facts);
    const wanted = new Set(facts.map((fact) => `f${fact}`));
    edges.remove(edges.getIds().filter((id) => !wanted.has(id)));
    edges.update(facts.map((fact) => edgeOf(fact, turns.get(fact))));
  }

  /** What stands out: the chosen entity and its neighbours, or the ends of the chosen facts. */
  function brighten() {
    const { chosen } = state;
    focus.bright = null;
    if (chosen.kind === 'thing' && state.isDrawn(chosen.thing)) {
      const facts = model.factsOf(chosen.thing).filter((fact) => state.factOn[fact]);
      focus.bright = new Set([chosen.thing, ...[...facts].map((fact) => model.other(fact, chosen.thing))]);
    } else if (chosen.facts) {
      const ends = chosen.facts.flatMap((fact) => [model.subject[fact], model.object[fact]]);
      if (ends.some(state.isDrawn)) focus.bright = new Set(ends);
    }
  }

  function recolour() {
    brighten();
    updateEdges();
    network.redraw();
  }

  /* ---- events ---- */

  /** All drawn facts between the ends of this one: a click on any of the lines shows them all. */
  function factsBeside(fact) {
    const ends = new Set([model.subject[fact], model.object[fact]]);
    const isBeside = (other) => ends.has(model.subject[other]) && ends.has(model.object[other])
      && (ends.size === 1 || model.subject[other] !== model.object[other]);
    return drawnFacts().filter(isBeside).sort((a, b) => (b === fact) - (a === fact) || a - b);
  }

  function point(thing, text = null, event = null) {
    focus.hovered = thing;
    holder.style.cursor = text ? 'pointer' : '';
    app.tip(text, event);
    network.redraw();
  }

  network.on('click', ({ nodes: [thing], edges: [edge], event }) => {
    if (thing !== undefined) app.explore.pick(thing, event.srcEvent.shiftKey);
    else if (edge !== undefined) state.choose({ kind: 'facts', facts: factsBeside(factOfEdge(edge)) });
    else state.choose({ kind: 'none' });
  });
  network.on('doubleClick', ({ nodes: [thing] }) => { if (thing !== undefined) app.explore.toggle(thing); });
  network.on('afterDrawing', (context) => { drawFocusOverlay(focus, context); app.measures.first ??= performance.now(); });
  network.on('hoverNode', ({ node, event }) => point(node, app.thingTip(node), event));
  network.on('hoverEdge', ({ edge, event }) => {
    if (focus.hovered === NONE) point(NONE, app.factTip(factOfEdge(edge)), event);
  });
  network.on('blurNode', () => point(NONE));
  network.on('blurEdge', () => point(focus.hovered));
  network.on('dragStart', () => app.tip(null));
  for (const event of ['dragEnd', 'zoom']) network.on(event, () => state.emit('moved'));

  state.on('filter', () => { if (state.view === 'focus') update(); });
  state.on('choose', recolour);
  state.on('theme', recolour);

  /* ---- the camera ---- */

  /** Bring everything into the window, with room for the names at its sides. */
  function fit() {
    const places = Object.values(network.getPositions());
    if (!places.length) return;
    const extent = (axis) => [Math.min(...places.map((place) => place[axis])), Math.max(...places.map((place) => place[axis]))];
    const [[left, right], [top, bottom]] = [extent('x'), extent('y')];
    const margin = Math.min(150, holder.clientWidth / 3);
    const scale = Math.min(1.4, (holder.clientWidth - margin) / Math.max(right - left, 1),
      (holder.clientHeight - 110) / Math.max(bottom - top, 1));
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: false });
  }

  const inWindow = (place) => {
    const { x, y } = network.canvasToDOM(place);
    const frame = holder.getBoundingClientRect();
    return { x: frame.left + x, y: frame.top + y };
  };

  return {
    network, update, fit, drawnFacts,
    isStill: () => focus.settling === 0,
    isDrawn: state.isDrawn,
    scene: () => focusScene(focus),
    point: (thing) => point(thing),
    zoom: (factor) => network.moveTo({ scale: network.getScale() * factor, animation: false }),
    revealAll: (things) => network.fit({ nodes: things.filter((thing) => nodes.get(thing)), animation: false, maxZoomLevel: 1.2 }),
    reveal(thing) {
      if (!nodes.get(thing)) return;
      const animation = app.isCalm() ? false : { duration: 350, easingFunction: 'easeInOutQuad' };
      network.focus(thing, { scale: Math.max(1.2 / focus.unit, network.getScale()), offset: app.freeMiddle(), animation });
    },
    baseScale: 1,
    get camera() { return { ...network.getViewPosition(), scale: network.getScale() }; },
    set camera({ x, y, scale }) { network.moveTo({ position: { x, y }, scale, animation: false }); },
    /** Where an entity, or the middle of a line, stands in the window. */
    placeOf: (thing) => inWindow(network.getPosition(thing)),
    placeOfFact: (fact) => inWindow(network.body.edges[`f${fact}`].edgeType.getPoint(0.5)),
  };
}
