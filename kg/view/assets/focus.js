/* Focus: some hundred entities in vis-network. Physics settles once, then everything stands still until it is moved. */

const STEPS = 120;
/** Up to so many entities their names are given room as well, so that all can be read. */
const ROOM_FOR_NAMES = 90;
const EDGE_LABELS = 70;

function createFocus(app) {
  const { model, state } = app;
  const holder = byId('focus');
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const lastPlaces = new Map(); // where an entity stood when it left the picture
  let settling = 0; // how many settlings are under way
  let hovered = NONE;
  let bright = null; // the entities that stand out, null when all do
  let unit = 1; // how much larger everything is drawn when many are, to stay visible when all fit the window

  const network = new vis.Network(holder, { nodes, edges }, {
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
  });

  /* ---- what is drawn ---- */

  const alphaOf = (thing) => (bright === null || bright.has(thing) ? 1 : 0.2);

  const radiusOf = (thing) => model.radius(thing) * unit;

  function drawNode({ ctx: context, id, x, y }) {
    const radius = radiusOf(id);
    return {
      drawNode() {
        const type = model.typeOf(id);
        const isChosen = state.chosen.kind === 'thing' && state.chosen.thing === id;
        context.globalAlpha = alphaOf(id);
        context.beginPath();
        traceShape(context, type.shape, x, y, radius);
        context.fillStyle = type.colour;
        context.fill();
        context.lineWidth = 1.5 * unit;
        context.strokeStyle = app.colours.ground;
        context.stroke();
        if (isChosen || id === hovered) {
          context.beginPath();
          context.arc(x, y, radius * 1.3 + 4 * unit, 0, 2 * Math.PI);
          context.lineWidth = (isChosen ? 3 : 2) * unit;
          context.strokeStyle = isChosen ? app.colours.chosen : app.colours.soft;
          context.stroke();
        }
        context.globalAlpha = 1;
      },
      nodeDimensions: { width: radius * 2.2, height: radius * 2.2 },
    };
  }

  function nodeOf(thing) {
    const size = radiusOf(thing);
    return { id: thing, ctxRenderer: drawNode, size, mass: 1 + Math.log1p(model.weight[thing]) / 2 };
  }

  const DASHES = [false, [7, 6], [2, 5]];

  /** The edge of a fact; `turn` tells how far it bends, for facts that share their ends. */
  function edgeOf(fact, turn) {
    const status = model.status[fact];
    const from = model.subject[fact];
    const to = model.object[fact];
    const isChosen = (state.chosen.facts || []).includes(fact);
    const isBright = bright === null || isChosen || (bright.has(from) && bright.has(to) && touchesChosen(fact));
    const colour = isChosen ? app.colours.chosen : status === NEGATED ? app.colours.negated : app.colours.edge;
    return {
      id: `f${fact}`, from, to,
      width: (isChosen ? 3.2 : 1.4) * unit,
      dashes: DASHES[status] && DASHES[status].map((length) => length * unit),
      color: { color: colour, hover: colour, highlight: colour, opacity: isBright ? 1 : 0.14 },
      arrows: { to: { enabled: true, scaleFactor: 0.55 } },
      smooth: turn ? { enabled: true, type: turn > 0 ? 'curvedCW' : 'curvedCCW', roundness: Math.abs(turn) * 0.16 } : false,
    };
  }

  const touchesChosen = (fact) => state.chosen.kind !== 'thing'
    || model.subject[fact] === state.chosen.thing || model.object[fact] === state.chosen.thing;

  /** The facts between drawn entities, with the bend of each. */
  function drawnFacts() {
    const facts = [];
    for (const thing of state.shown) {
      for (const fact of model.factsOf(thing)) {
        if (model.subject[fact] === thing && isFactDrawn(fact)) facts.push(fact);
      }
    }
    return facts.sort((a, b) => a - b);
  }

  const isFactDrawn = (fact) =>
    state.factOn[fact] && state.isDrawn(model.subject[fact]) && state.isDrawn(model.object[fact]);

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
        const middle = k - (several.length - 1) / 2;
        turns.set(fact, model.subject[fact] < model.object[fact] ? middle : -middle);
      });
    }
    return turns;
  }

  /* ---- bringing the network up to date ---- */

  function update() {
    const wanted = [...state.shown].filter((thing) => state.thingOn[thing]).sort((a, b) => a - b);
    const wantedSet = new Set(wanted);
    unit = Math.max(1, Math.sqrt(wanted.length / 70));
    const present = new Set(nodes.getIds());
    brighten();
    const gone = [...present].filter((thing) => !wantedSet.has(thing));
    for (const [thing, place] of Object.entries(network.getPositions(gone))) lastPlaces.set(Number(thing), place);
    nodes.remove(gone);
    const fresh = wanted.filter((thing) => !present.has(thing));
    const standing = new Set(nodes.getIds());
    const isFirst = standing.size === 0;
    if (isFirst) lastPlaces.clear();
    nodes.add(fresh.map((thing) => ({ ...nodeOf(thing), ...startPlace(thing, standing, isFirst) })));
    updateEdges();
    state.counts = { things: wanted.length, facts: edges.length };
    const unplaced = fresh.filter((thing) => !lastPlaces.has(thing));
    if (unplaced.length) settle(unplaced, isFirst);
    state.emit('drawn');
  }

  function updateEdges() {
    const facts = drawnFacts();
    const turns = bends(facts);
    const wanted = new Set(facts.map((fact) => `f${fact}`));
    edges.remove(edges.getIds().filter((id) => !wanted.has(id)));
    edges.update(facts.map((fact) => edgeOf(fact, turns.get(fact))));
  }

  /** Where a new entity starts: its place in the layout, or beside a neighbour that is there already. */
  function startPlace(thing, standing, isFirst) {
    if (lastPlaces.has(thing)) return lastPlaces.get(thing);
    if (isFirst) return { x: model.x[thing], y: model.y[thing] };
    const anchor = [...model.factsOf(thing)].map((fact) => model.other(fact, thing)).find((one) => standing.has(one));
    if (anchor === undefined) return { x: model.x[thing], y: model.y[thing] };
    const place = network.getPosition(anchor);
    return { x: place.x + 80 * Math.cos(thing * 2.4), y: place.y + 80 * Math.sin(thing * 2.4) };
  }

  /** Let the physics settle what is new (the rest stands), then part what overlaps, and stop. */
  function settle(moving, isFirst) {
    const set = new Set(moving);
    const standing = isFirst ? [] : nodes.getIds().filter((thing) => !set.has(thing));
    if (standing.length) nodes.update(standing.map((id) => ({ id, fixed: true })));
    settling++;
    network.once('stabilizationIterationsDone', () => {
      settling--;
      network.setOptions({ physics: { enabled: false } });
      if (standing.length) nodes.update(nodes.getIds().map((id) => ({ id, fixed: false })));
      partOverlaps(set);
      if (isFirst) app.fit();
      app.measures.settled = performance.now();
    });
    network.setOptions({ physics: { enabled: true } });
    network.stabilize(isFirst ? STEPS : STEPS / 2);
  }

  /** Move nodes apart until neither they nor, in small pictures, their names overlap. */
  function partOverlaps(moving) {
    const ids = nodes.getIds();
    const places = network.getPositions(ids);
    const withNames = ids.length <= ROOM_FOR_NAMES;
    const boxes = ids.map((id) => {
      const radius = radiusOf(id);
      const name = withNames ? nameOf(id).length * 6.6 : 0;
      return { id, ...places[id], w: Math.max(radius + 4, name / 2 + 4), up: radius + 4, down: radius + (withNames ? 20 : 4) };
    });
    for (let round = 0; round < 60; round++) {
      if (!pushApart(boxes, moving)) break;
    }
    for (const box of boxes) network.moveNode(box.id, box.x, box.y);
  }

  /** One round over all pairs, each moved along the shorter way; returns whether anything moved. */
  function pushApart(boxes, moving) {
    let moved = false;
    for (let i = 0; i < boxes.length; i++) {
      for (let j = i + 1; j < boxes.length; j++) {
        const a = boxes[i];
        const b = boxes[j];
        if (!moving.has(a.id) && !moving.has(b.id)) continue;
        const x = a.w + b.w - Math.abs(a.x - b.x);
        const y = (a.y < b.y ? a.down + b.up : a.up + b.down) - Math.abs(a.y - b.y);
        if (x <= 0.5 || y <= 0.5) continue;
        moved = true;
        const share = moving.has(a.id) && moving.has(b.id) ? 0.5 : 1;
        const axis = x < y ? 'x' : 'y';
        const way = (axis === 'x' ? x : y) * share * (a[axis] <= b[axis] ? 1 : -1);
        if (moving.has(a.id)) a[axis] -= way;
        if (moving.has(b.id)) b[axis] += way;
      }
    }
    return moved;
  }

  /* ---- names, crosses and marks, on top of the picture ---- */

  const nameOf = (thing) => shortened(drawable(model.label(thing)), 30);

  /** Which names come first: the chosen, what is pointed at, its neighbours, then the best connected. */
  function rank(thing) {
    if (state.chosen.kind === 'thing' && state.chosen.thing === thing) return 1e9;
    if (thing === hovered) return 1e8;
    return (bright && bright.has(thing) ? 1e6 : 0) + model.weight[thing];
  }

  /** Everything that lies on top of vis-network's picture, in pixels of the window: names, crosses. */
  function overlay(context) {
    const scale = network.getScale();
    const { x: left, y: top } = network.DOMtoCanvas({ x: 0, y: 0 });
    const boxes = createBoxes();
    const ids = nodes.getIds();
    const places = network.getPositions(ids);
    const dots = ids.map((id) => {
      const x = (places[id].x - left) * scale;
      const y = (places[id].y - top) * scale;
      const radius = Math.max(2, radiusOf(id) * scale);
      boxes.takeRound(x, y, radius, id);
      return { id, owner: id, x, y, radius };
    });
    const crosses = findCrosses(left, top, scale);
    for (const { x, y, reach, fact } of crosses) boxes.takeRound(x, y, reach, `x${fact}`);
    const frame = { width: holder.clientWidth, height: holder.clientHeight };
    const seen = dots.filter(({ x, y }) => x > -20 && y > -20 && x < frame.width + 20 && y < frame.height + 20);
    const names = seen.sort((a, b) => rank(b.id) - rank(a.id) || a.id - b.id).map((dot) => nameLabel(dot, ids.length));
    const labels = placeLabels(context, names, boxes, frame);
    app.measures.labels = labels.length;
    labels.push(...placeLabels(context, edgeNames(left, top, scale, ids.length), boxes, frame));
    return { left, top, scale, frame, dots, crosses, labels };
  }

  function drawOverlay(context) {
    const { left, top, scale, crosses, labels } = overlay(context);
    context.save();
    context.translate(left, top);
    context.scale(1 / scale, 1 / scale);
    context.strokeStyle = app.colours.negated;
    for (const { x, y, reach, alpha } of crosses) {
      context.lineWidth = reach * 0.4;
      context.globalAlpha = alpha;
      context.beginPath();
      for (const side of [1, -1]) {
        context.moveTo(x - reach, y - reach * side);
        context.lineTo(x + reach, y + reach * side);
      }
      context.stroke();
    }
    context.globalAlpha = 1;
    writeLabels(context, labels, app.colours);
    context.restore();
  }

  /** The picture as it stands, for export. */
  function scene() {
    const { left, top, scale, frame, dots, crosses, labels } = overlay(document.createElement('canvas').getContext('2d'));
    const shapes = dots.map(({ id, x, y, radius }) => ({
      ...model.typeOf(id), x, y, radius, alpha: alphaOf(id), ring: state.chosen.kind === 'thing' && state.chosen.thing === id,
    }));
    const radii = new Map(dots.map((dot) => [dot.id, dot.radius]));
    const lines = drawnFacts().map((fact) => {
      const { width, color } = edges.get(`f${fact}`);
      const points = linePoints(fact, left, top, scale, radii.get(model.object[fact]));
      return { points, status: model.status[fact], colour: color.color, alpha: color.opacity, width: width * scale, arrow: 8 };
    });
    return { ...frame, lines: lines.filter((line) => line.points.length > 1), shapes, crosses, labels };
  }

  /** Points along a line, up to the outline of the node at its end. */
  function linePoints(fact, left, top, scale, radius) {
    const edge = network.body.edges[`f${fact}`];
    if (!edge || !edge.connected) return [];
    const points = Array.from({ length: 17 }, (_, k) => {
      const { x, y } = edge.edgeType.getPoint(k / 16);
      return [(x - left) * scale, (y - top) * scale];
    });
    const [endX, endY] = points[16];
    const outside = points.filter(([x, y]) => Math.hypot(x - endX, y - endY) > radius + 2);
    const last = outside[outside.length - 1];
    if (!last) return points;
    const angle = Math.atan2(last[1] - endY, last[0] - endX);
    return [...outside, [endX + (radius + 2) * Math.cos(angle), endY + (radius + 2) * Math.sin(angle)]];
  }

  function nameLabel(dot, number) {
    const isFirst = rank(dot.id) >= 1e8;
    const more = app.explore.newNeighbours(dot.id).length;
    const isHub = model.weight[dot.id] >= 6;
    return {
      ...dot,
      text: nameOf(dot.id) + (more ? ` (+${more})` : ''),
      bold: isFirst || (isHub && number > 12),
      size: isFirst ? 13.5 : isHub ? 12.5 : 11.5,
      always: isFirst,
      alpha: bright === null || bright.has(dot.id) ? 1 : 0.35,
    };
  }

  /** The middle of an edge on the screen; bent edges know their own. */
  function middleOf(fact, left, top, scale, at = 0.5) {
    const edge = network.body.edges[`f${fact}`];
    if (!edge || !edge.connected) return null;
    const point = edge.edgeType.getPoint(at);
    const length = Math.hypot(edge.from.x - edge.to.x, edge.from.y - edge.to.y) * scale;
    return { x: (point.x - left) * scale, y: (point.y - top) * scale, length };
  }

  /** The names of relations: in small pictures, for what is chosen, and where edges are long enough. */
  function edgeNames(left, top, scale, number) {
    const names = [];
    for (const id of edges.getIds()) {
      const fact = factOf(id);
      const isNear = bright !== null && touchesChosen(fact) && bright.has(model.subject[fact]) && bright.has(model.object[fact]);
      if (bright !== null && !isNear) continue;
      const middle = middleOf(fact, left, top, scale, model.status[fact] === NEGATED ? 0.36 : 0.5);
      const text = shortened(drawable(model.relationOf(fact).label), 28);
      if (!middle || (!isNear && (number > EDGE_LABELS || middle.length < text.length * 5.2 + 24))) continue;
      names.push({ ...middle, y: middle.y, text, size: 11, middle: true, colour: app.colours.soft, owner: id });
    }
    return names;
  }

  /** A cross on the middle of every negated fact. */
  function findCrosses(left, top, scale) {
    const reach = Math.max(2.5, Math.min(5, 5 * scale * unit));
    const negated = edges.getIds().map(factOf).filter((fact) => model.status[fact] === NEGATED);
    return negated.map((fact) => ({ fact, reach, ...middleOf(fact, left, top, scale), alpha: isDimFact(fact) ? 0.2 : 1 }))
      .filter((cross) => cross.x !== undefined);
  }

  const isDimFact = (fact) => bright !== null && !touchesChosen(fact);

  /** What stands out: the chosen entity and its neighbours, or the ends of the chosen facts. */
  function brighten() {
    const { chosen } = state;
    bright = null;
    if (chosen.kind === 'thing' && state.isDrawn(chosen.thing)) {
      bright = new Set([chosen.thing]);
      for (const fact of model.factsOf(chosen.thing)) {
        if (state.factOn[fact]) bright.add(model.other(fact, chosen.thing));
      }
    } else if (chosen.facts) {
      const ends = chosen.facts.flatMap((fact) => [model.subject[fact], model.object[fact]]);
      if (ends.some(state.isDrawn)) bright = new Set(ends);
    }
  }

  /* ---- events ---- */

  const factOf = (id) => Number(id.slice(1));

  /** All drawn facts between the ends of this one: a click on any of the lines shows them all. */
  function factsBeside(fact) {
    const ends = new Set([model.subject[fact], model.object[fact]]);
    return edges.getIds().map(factOf)
      .filter((other) => ends.has(model.subject[other]) && ends.has(model.object[other])
        && (ends.size === 1 || model.subject[other] !== model.object[other]))
      .sort((a, b) => (b === fact) - (a === fact) || a - b);
  }

  network.on('click', ({ nodes: [thing], edges: [edge], event }) => {
    if (thing !== undefined) app.explore.pick(thing, event.srcEvent.shiftKey);
    else if (edge !== undefined) state.choose({ kind: 'facts', facts: factsBeside(factOf(edge)) });
    else state.choose({ kind: 'none' });
  });
  network.on('doubleClick', ({ nodes: [thing] }) => { if (thing !== undefined) app.explore.toggle(thing); });
  network.on('afterDrawing', (context) => { drawOverlay(context); app.measures.first ??= performance.now(); });
  network.on('hoverNode', ({ node, event }) => point(node, app.thingTip(node), event));
  network.on('hoverEdge', ({ edge, event }) => {
    if (hovered === NONE) point(NONE, app.factTip(factOf(edge)), event);
  });
  network.on('blurNode', () => point(NONE, null));
  network.on('blurEdge', () => point(hovered, null));
  network.on('dragStart', () => app.tip(null));

  function point(thing, text, event) {
    hovered = thing;
    holder.style.cursor = text ? 'pointer' : '';
    app.tip(text, event);
    network.redraw();
  }

  /** Bring everything into the window, with room for the names at its sides. */
  function fit() {
    const places = Object.values(network.getPositions());
    if (!places.length) return;
    const extent = (axis) => [Math.min(...places.map((place) => place[axis])), Math.max(...places.map((place) => place[axis]))];
    const [left, right] = extent('x');
    const [top, bottom] = extent('y');
    const scale = Math.min(1.4, (holder.clientWidth - Math.min(150, holder.clientWidth / 3)) / Math.max(right - left, 1),
      (holder.clientHeight - 110) / Math.max(bottom - top, 1));
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: false });
  }

  function recolour() {
    brighten();
    updateEdges();
    network.redraw();
  }

  state.on('filter', () => { if (state.view === 'focus') update(); });
  state.on('choose', recolour);
  state.on('theme', recolour);

  return {
    network, update,
    isStill: () => settling === 0,
    isDrawn: state.isDrawn,
    drawnFacts,
    scene,
    point: (thing) => { hovered = thing; network.redraw(); },
    revealAll: (things) => network.fit({ nodes: things.filter((thing) => nodes.get(thing)), animation: false, maxZoomLevel: 1.2 }),
    get camera() { return { ...network.getViewPosition(), scale: network.getScale() }; },
    set camera({ x, y, scale }) { network.moveTo({ position: { x, y }, scale, animation: false }); },
    baseScale: 1,
    fit,
    zoom: (factor) => network.moveTo({ scale: network.getScale() * factor, animation: false }),
    reveal(thing) {
      if (!nodes.get(thing)) return;
      const animation = app.isCalm() ? false : { duration: 350, easingFunction: 'easeInOutQuad' };
      network.focus(thing, { scale: Math.max(0.9, network.getScale()), offset: app.freeMiddle(), animation });
    },
    /** Where an entity stands in the window, for tests and for keyboards that open its menu. */
    placeOf(thing) {
      const { x, y } = network.canvasToDOM(network.getPosition(thing));
      const frame = holder.getBoundingClientRect();
      return { x: frame.left + x, y: frame.top + y };
    },
    placeOfFact(fact) {
      const point = network.canvasToDOM(network.body.edges[`f${fact}`].edgeType.getPoint(0.5));
      const frame = holder.getBoundingClientRect();
      return { x: frame.left + point.x, y: frame.top + point.y };
    },
  };
}
