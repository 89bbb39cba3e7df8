/* What lies on top of vis-network's picture: names without overlaps, names of relations, crosses on negated facts. */

/** Up to so many entities all relations are named, if there is room; above, those of what is chosen. */
const EDGE_LABELS = 70;
/** Points along a bent line in an exported picture. */
const LINE_POINTS = 16;

const focusName = (focus, thing) => shortened(drawable(focus.model.label(thing)), 30);
const factOfEdge = (id) => Number(id.slice(1));

/** Which names come first: the chosen, what is pointed at, its neighbours, then the best connected. */
function nameRank(focus, thing) {
  const { chosen } = focus.state;
  if (chosen.kind === 'thing' && chosen.thing === thing) return 1e9;
  if (thing === focus.hovered) return 1e8;
  return (focus.bright?.has(thing) ? 1e6 : 0) + focus.model.weight[thing];
}

/** The overlay in pixels of the stage; `left` and `top` are the corner of the stage in the network's own units. */
function focusOverlay(focus, context) {
  const { network, holder } = focus;
  const corner = network.DOMtoCanvas({ x: 0, y: 0 });
  const view = { left: corner.x, top: corner.y, scale: network.getScale() };
  const frame = { width: holder.clientWidth, height: holder.clientHeight };
  const boxes = createBoxes();
  const dots = focusDots(focus, view);
  for (const dot of dots) boxes.takeRound(dot.x, dot.y, dot.radius, dot.id);
  const crosses = focusCrosses(focus, view);
  for (const { x, y, reach, fact } of crosses) boxes.takeRound(x, y, reach, `x${fact}`);
  const seen = dots.filter(({ x, y }) => x > -20 && y > -20 && x < frame.width + 20 && y < frame.height + 20);
  seen.sort((a, b) => nameRank(focus, b.id) - nameRank(focus, a.id) || a.id - b.id);
  const labels = placeLabels(context, seen.map((dot) => nameLabel(focus, dot, dots.length)), boxes, frame);
  focus.app.measures.labels = labels.length;
  labels.push(...placeLabels(context, edgeNames(focus, view, dots.length), boxes, frame));
  return { ...view, frame, dots, crosses, labels };
}

function focusDots(focus, { left, top, scale }) {
  const places = focus.network.getPositions();
  return focus.nodes.getIds().map((id) => ({
    id, owner: id,
    x: (places[id].x - left) * scale,
    y: (places[id].y - top) * scale,
    radius: Math.max(2, focus.radiusOf(id) * scale),
  }));
}

function nameLabel(focus, dot, number) {
  const isFirst = nameRank(focus, dot.id) >= 1e8;
  const more = focus.more.get(dot.id);
  const isHub = focus.model.weight[dot.id] >= 6;
  return {
    ...dot,
    text: focusName(focus, dot.id) + (more ? ` (${focus.app.moreText(more, focus.model.isMany(dot.id))})` : ''),
    short: focus.model.shortName(dot.id),
    isHub,
    bold: isFirst || (isHub && number > 12),
    size: isFirst ? 13.5 : isHub ? 12.5 : 11.5,
    always: isFirst,
    alpha: focus.alphaOf(dot.id) === 1 ? 1 : 0.35,
  };
}

/** A place along an edge, in pixels of the stage; bent edges know their own. Null if the edge is not drawn. */
function edgePoint(focus, fact, view, share) {
  const edge = focus.network.body.edges[`f${fact}`];
  if (!edge || !edge.connected) return null;
  const { x, y } = edge.edgeType.getPoint(share);
  const length = Math.hypot(edge.from.x - edge.to.x, edge.from.y - edge.to.y) * view.scale;
  return { x: (x - view.left) * view.scale, y: (y - view.top) * view.scale, length };
}

/** The names of relations: in small pictures, for what is chosen, and where edges are long enough. */
function edgeNames(focus, view, number) {
  const { model, bright } = focus;
  const names = [];
  for (const owner of focus.edges.getIds()) {
    const fact = factOfEdge(owner);
    const isBright = bright !== null && focus.isBrightFact(fact);
    if (bright !== null && !isBright) continue;
    const middle = edgePoint(focus, fact, view, model.status[fact] === NEGATED ? 0.36 : 0.5);
    const text = shortened(drawable(model.relationOf(fact).label), 28);
    if (!middle || (!isBright && (number > EDGE_LABELS || middle.length < text.length * 5.2 + 24))) continue;
    names.push({ ...middle, text, size: 11, middle: true, colour: focus.app.colours.soft, owner });
  }
  return names;
}

/** A cross on the middle of every negated fact. */
function focusCrosses(focus, view) {
  const reach = Math.max(2.5, Math.min(5, 5 * view.scale * focus.unit));
  return focus.edges.getIds().map(factOfEdge).filter((fact) => focus.model.status[fact] === NEGATED)
    .map((fact) => ({ ...edgePoint(focus, fact, view, 0.5), fact, reach, alpha: focus.isBrightFact(fact) ? 1 : 0.2 }))
    .filter((cross) => cross.x !== undefined);
}

/** Draw the overlay; vis-network's context is in its own units. */
function drawFocusOverlay(focus, context) {
  const { left, top, scale, crosses, labels } = focusOverlay(focus, context);
  context.save();
  context.translate(left, top);
  context.scale(1 / scale, 1 / scale);
  strokeCrosses(context, crosses, focus.app.colours.negated);
  writeLabels(context, labels, focus.app.colours);
  context.restore();
}

/** The picture as it stands, for export. */
function focusScene(focus) {
  const { model } = focus;
  const { frame, dots, crosses, labels, ...view } = focusOverlay(focus, document.createElement('canvas').getContext('2d'));
  const { chosen } = focus.state;
  const shapes = dots.map(({ id, x, y, radius }) => ({
    ...model.typeOf(id), x, y, radius, alpha: focus.alphaOf(id), ring: chosen.kind === 'thing' && chosen.thing === id,
  }));
  const radii = new Map(dots.map((dot) => [dot.id, dot.radius]));
  const lines = focus.edges.getIds().map((id) => {
    const fact = factOfEdge(id);
    const { width, color } = focus.edges.get(id);
    const points = linePoints(focus, fact, view, radii.get(model.object[fact]) + 2);
    return { points, status: model.status[fact], colour: color.color, alpha: color.opacity, width: width * view.scale, arrow: 8 };
  });
  return { ...frame, lines: lines.filter((line) => line.points.length > 1), shapes, crosses, labels };
}

/** Points along a line, up to the outline of the node at its end. */
function linePoints(focus, fact, view, radius) {
  const points = Array.from({ length: LINE_POINTS + 1 }, (_, k) => edgePoint(focus, fact, view, k / LINE_POINTS));
  if (points.includes(null)) return [];
  const end = points[LINE_POINTS];
  const outside = points.filter(({ x, y }) => Math.hypot(x - end.x, y - end.y) > radius);
  const last = outside[outside.length - 1];
  if (!last) return points.map(({ x, y }) => [x, y]);
  const angle = Math.atan2(last.y - end.y, last.x - end.x);
  return [...outside.map(({ x, y }) => [x, y]), [end.x + radius * Math.cos(angle), end.y + radius * Math.sin(angle)]];
}
