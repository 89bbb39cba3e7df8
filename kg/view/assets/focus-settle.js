/* Places in Focus: physics settles what is new once, then what still overlaps is moved apart, then all stands still. */

const STEPS = 120;
/** Up to so many entities their names are given room as well, so that all can be read. */
const ROOM_FOR_NAMES = 90;
const LETTER_WIDTH = 6.6;
const PART_ROUNDS = 60;

/** Let the physics settle what is new (the rest stands), then part what overlaps, and stop. */
function settle(focus, fresh, isFirst) {
  const { network, nodes } = focus;
  const moving = new Set(fresh);
  const standing = isFirst ? [] : nodes.getIds().filter((thing) => !moving.has(thing));
  if (standing.length) nodes.update(standing.map((id) => ({ id, fixed: true })));
  focus.settling++;
  network.once('stabilizationIterationsDone', () => {
    focus.settling--;
    network.setOptions({ physics: { enabled: false } });
    if (standing.length) nodes.update(nodes.getIds().map((id) => ({ id, fixed: false })));
    partOverlaps(focus, moving);
    if (isFirst) focus.app.fit();
    focus.app.measures.settled = performance.now();
  });
  network.setOptions({ physics: { enabled: true } });
  network.stabilize(isFirst ? STEPS : STEPS / 2);
}

/** Where a new entity starts: where it stood before, its place in the layout, or beside a neighbour that is there. */
function startPlace(focus, thing, standing) {
  const { network, model, lastPlaces } = focus;
  if (lastPlaces.has(thing)) return lastPlaces.get(thing);
  const anchor = [...model.factsOf(thing)].map((fact) => model.other(fact, thing)).find((one) => standing.has(one));
  if (anchor === undefined) return { x: model.x[thing], y: model.y[thing] };
  const place = network.getPosition(anchor);
  return { x: place.x + 80 * Math.cos(thing * 2.4), y: place.y + 80 * Math.sin(thing * 2.4) };
}

/** Move nodes apart until neither they nor, in small pictures, their names overlap. */
function partOverlaps(focus, moving) {
  const { network } = focus;
  const ids = focus.nodes.getIds();
  const places = network.getPositions(ids);
  const withNames = ids.length <= ROOM_FOR_NAMES;
  const boxes = ids.map((id) => {
    const radius = focus.radiusOf(id) + 4;
    const name = withNames ? (focusName(focus, id).length * LETTER_WIDTH) / 2 + 4 : 0;
    return { id, ...places[id], side: Math.max(radius, name), up: radius, down: radius + (withNames ? 16 : 0) };
  });
  for (let round = 0; round < PART_ROUNDS; round++) if (!pushApart(boxes, moving)) break;
  for (const box of boxes) network.moveNode(box.id, box.x, box.y);
}

/** One round over all pairs, each moved along the shorter way; returns whether anything moved. */
function pushApart(boxes, moving) {
  let isMoved = false;
  for (let i = 0; i < boxes.length; i++) {
    for (let j = i + 1; j < boxes.length; j++) {
      const [a, b] = [boxes[i], boxes[j]];
      const [isFreeA, isFreeB] = [moving.has(a.id), moving.has(b.id)];
      if (!isFreeA && !isFreeB) continue;
      const x = a.side + b.side - Math.abs(a.x - b.x);
      const y = (a.y < b.y ? a.down + b.up : a.up + b.down) - Math.abs(a.y - b.y);
      if (x <= 0.5 || y <= 0.5) continue;
      const axis = x < y ? 'x' : 'y';
      const way = Math.min(x, y) * (isFreeA && isFreeB ? 0.5 : 1) * (a[axis] <= b[axis] ? 1 : -1);
      if (isFreeA) a[axis] -= way;
      if (isFreeB) b[axis] += way;
      isMoved = true;
    }
  }
  return isMoved;
}
