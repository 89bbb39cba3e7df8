/*
 * Painting the map. Far away: islands with summary lines between them; nearer: real edges and the names of hubs; close:
 * everything. Painting is a generator that yields often, so that it can be cut into slices of a few milliseconds.
 */

const EDGES_A_SLICE = 4000;
const NODES_A_SLICE = 6000;
/** Above so many facts the far map draws lines between islands instead of the facts themselves. */
const SUMMARY_ABOVE = 1500;
const SUMMARY_ZOOM = 2.6;
const ISLAND_NAMES_ZOOM = 2.2;
const HUB_NAMES_ZOOM = 1.3;
/** With so few entities their own names stand beside those of the islands from the start. */
const FEW = 120;

/** What a painting needs to know, computed once for each. */
function createView(map, camera, width, height) {
  const zoom = camera.scale / map.baseScale;
  return {
    camera, width, height, zoom,
    isNear: zoom > 3,
    isFar: zoom < SUMMARY_ZOOM && map.drawnFacts > SUMMARY_ABOVE && map.bridges.length > 0,
    x: (thing) => (map.model.x[thing] - camera.x) * camera.scale + width / 2,
    y: (thing) => (map.model.y[thing] - camera.y) * camera.scale + height / 2,
    isSeen: (x, y, margin) => x >= -margin && y >= -margin && x <= width + margin && y <= height + margin,
  };
}

/** Nodes grow with the zoom, but slower; many nodes start smaller. */
const mapRadius = (map, thing, zoom) =>
  Math.max(0.8, map.model.radius(thing) * Math.min(1.7, Math.max(0.14, zoom ** 0.6 * map.nodeScale)));

function* paintMap(map, context, view) {
  const { colours } = map.app;
  context.globalAlpha = 1;
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, view.width, view.height);
  const bright = map.bright;
  if (view.isFar && !bright) paintBridges(map, context, view);
  if (bright) yield* paintEdges(map, context, view, false);
  yield* paintEdges(map, context, view, true);
  strokeCrosses(context, mapCrosses(map, view), colours.negated);
  if (bright) yield* paintNodes(map, context, view, false);
  yield* paintNodes(map, context, view, true);
  yield* paintNames(map, context, view);
}

/** Lines between islands, as wide as there are facts between them. */
function paintBridges(map, context, view) {
  const most = map.bridges[0].number;
  const at = (island) => [
    (island.x - view.camera.x) * view.camera.scale + view.width / 2,
    (island.y - view.camera.y) * view.camera.scale + view.height / 2,
  ];
  context.strokeStyle = map.app.colours.edge;
  for (const { from, to, number } of map.bridges) {
    const [x1, y1] = at(from);
    const [x2, y2] = at(to);
    context.globalAlpha = Math.min(0.75, 0.12 + (0.6 * number) / most);
    context.lineWidth = 0.7 + (3.3 * number) / most;
    context.beginPath();
    context.moveTo(x1, y1);
    context.quadraticCurveTo((x1 + x2) / 2 + (y2 - y1) * 0.12, (y1 + y2) / 2 - (x2 - x1) * 0.12, x2, y2);
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** Whether a fact belongs to what stands out. */
function isBrightFact(map, fact) {
  if (map.brightFacts) return map.brightFacts.has(fact);
  const { subject, object } = map.model;
  return subject[fact] === map.chosen || object[fact] === map.chosen;
}

/** Whether lines are apart enough to tell the dashes and crosses of their status. */
const showsStatus = (map, view) => view.zoom > 1.5 || map.drawnFacts < 3000;

/** A cross on the middle of every negated fact whose line is drawn, unless it is dimmed. */
function mapCrosses(map, view) {
  if (!showsStatus(map, view)) return [];
  const { model, state } = map;
  return map.negated
    .filter((fact) => state.factOn[fact] && (map.bright ? isBrightFact(map, fact) : !isBridged(map, view, fact)))
    .map((fact) => [model.subject[fact], model.object[fact]])
    .map(([from, to]) => ({ x: (view.x(from) + view.x(to)) / 2, y: (view.y(from) + view.y(to)) / 2, reach: 4, alpha: 1 }))
    .filter(({ x, y }) => view.isSeen(x, y, 0));
}

/** Whether a line between islands stands for the fact. */
const isBridged = ({ model }, view, fact) =>
  view.isFar && model.community[model.subject[fact]] !== model.community[model.object[fact]];

/** The facts, dimmed or as usual; each status with its own dashes when close enough to see them. */
function* paintEdges(map, context, view, wanted) {
  const { model, state, bright } = map;
  const { colours } = map.app;
  const dashes = showsStatus(map, view) ? LINE_DASHES : [[], [], [], []];
  const fullness = Math.sqrt(6000 / Math.max(1, map.drawnFacts)) * Math.max(1, view.zoom);
  context.lineWidth = bright && wanted ? 1.4 : 0.9;
  const alpha = bright ? (wanted ? 0.95 : 0.1) : Math.max(0.12, Math.min(0.75, fullness));
  for (let status = ASSERTED; status <= INFERRED; status++) {
    context.strokeStyle = statusColour(colours, status);
    context.globalAlpha = alpha;
    context.setLineDash(dashes[status]);
    context.beginPath();
    let batch = 0;
    for (let fact = 0; fact < model.factCount; fact++) {
      if (!state.factOn[fact] || model.status[fact] !== status) continue;
      if (bright && isBrightFact(map, fact) !== wanted) continue;
      if (!bright && isBridged(map, view, fact)) continue;
      if (!addEdge(context, view, model.subject[fact], model.object[fact], wanted && bright)) continue;
      if (++batch % EDGES_A_SLICE === 0) {
        context.stroke();
        context.beginPath();
        yield;
        context.globalAlpha = alpha;
        context.setLineDash(dashes[status]);
      }
    }
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** Add a line if it can be seen; close up, lines that only pass through are left out. */
function addEdge(context, view, from, to, always) {
  const x1 = view.x(from);
  const y1 = view.y(from);
  const x2 = view.x(to);
  const y2 = view.y(to);
  const { width, height } = view;
  if ((x1 < 0 && x2 < 0) || (y1 < 0 && y2 < 0) || (x1 > width && x2 > width) || (y1 > height && y2 > height)) return false;
  if (view.isNear && !always && !view.isSeen(x1, y1, 0) && !view.isSeen(x2, y2, 0)) return false;
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  return true;
}

/** The entities, type by type, small ones as squares, which are faster. */
function* paintNodes(map, context, view, wanted) {
  const { model, state, bright } = map;
  for (let type = 0; type < model.types.length; type++) {
    const { shape, colour } = model.types[type];
    context.globalAlpha = wanted ? 1 : 0.16;
    context.fillStyle = colour;
    context.beginPath();
    let batch = 0;
    for (const thing of map.byType[type]) {
      if (!state.thingOn[thing] || (bright && bright.has(thing) !== wanted)) continue;
      const x = view.x(thing);
      const y = view.y(thing);
      if (!view.isSeen(x, y, 30)) continue;
      const radius = mapRadius(map, thing, view.zoom);
      if (radius < 2) context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
      else traceShape(context, shape, x, y, radius);
      if (++batch % NODES_A_SLICE === 0) {
        context.fill();
        context.beginPath();
        yield;
        context.globalAlpha = wanted ? 1 : 0.16;
        context.fillStyle = colour;
      }
    }
    context.fill();
  }
  context.globalAlpha = 1;
}

/** Names are written, or only handed to `take`. */
function* paintNames(map, context, view, take = null) {
  const boxes = createBoxes();
  const placed = [];
  const frame = { width: view.width, height: view.height };
  const place = (names, limit) => placed.push(...placeLabels(context, names, boxes, frame, limit));
  const isIslands = view.zoom < ISLAND_NAMES_ZOOM && map.islands.length > 3 && !map.bright;
  if (isIslands) place(islandNames(map, view), 40);
  map.app.measures.islandNames = placed.length;
  yield;
  if (!isIslands || view.zoom > HUB_NAMES_ZOOM || map.drawnThings < FEW) {
    const names = thingNames(map, view);
    if (names.length < FEW) for (const { x, y, radius, owner } of names) boxes.takeRound(x, y, radius, owner);
    place(names, map.drawnThings > 5000 ? 90 : 140);
  }
  map.app.measures.labels = placed.length;
  if (take) take(placed);
  else writeLabels(context, placed, map.app.colours);
}

/** "Name of the hub · number of entities", the largest islands first. */
function islandNames(map, view) {
  const least = Math.max(4, map.drawnThings / 400);
  return map.islands.filter((island) => island.size >= least).sort((a, b) => b.size - a.size).map((island) => ({
    x: (island.x - view.camera.x) * view.camera.scale + view.width / 2,
    y: (island.y - view.camera.y) * view.camera.scale + view.height / 2,
    text: `${shortened(drawable(map.model.label(island.hub)), 30)} · ${counted(island.size)}`,
    short: `${map.model.shortName(island.hub)} · ${counted(island.size)}`,
    size: Math.min(18, 12.5 + (island.size / map.drawnThings) * 40), bold: true, middle: true, owner: island,
  })).filter((name) => view.isSeen(name.x, name.y, 0));
}

/** Names of entities in sight: the chosen and its neighbours, or the best connected. */
function thingNames(map, view) {
  const { model, state, bright } = map;
  const candidates = bright
    ? [...bright].sort((a, b) => (b === map.chosen) - (a === map.chosen) || model.weight[b] - model.weight[a] || a - b)
    : model.byWeight;
  const names = [];
  for (const thing of candidates) {
    if (!state.thingOn[thing]) continue;
    const x = view.x(thing);
    const y = view.y(thing);
    if (!view.isSeen(x, y, 0)) continue;
    const isChosen = thing === map.chosen;
    names.push({
      x, y, radius: mapRadius(map, thing, view.zoom), text: shortened(drawable(model.label(thing)), 34), short: model.shortName(thing),
      bold: isChosen, size: isChosen ? 13.5 : 12, always: isChosen, owner: thing,
    });
    if (names.length >= 900) break;
  }
  return names;
}
