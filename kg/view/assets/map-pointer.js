/* What is under the pointer on the map, and what mouse, wheel and fingers do there. */

const REACH = 8; // pixels
const LINE_REACH = 5;
const MOST_FACTS = 12;

/** Entities in cells of a grid, about two in each, for finding the nearest. */
function makeGrid(model) {
  const low = { x: Infinity, y: Infinity };
  const high = { x: -Infinity, y: -Infinity };
  for (let thing = 0; thing < model.count; thing++) {
    for (const axis of ['x', 'y']) {
      low[axis] = Math.min(low[axis], model[axis][thing]);
      high[axis] = Math.max(high[axis], model[axis][thing]);
    }
  }
  const side = Math.max(1, Math.ceil(Math.sqrt(model.count / 2)));
  const cell = Math.max((high.x - low.x) / side, (high.y - low.y) / side, 1e-6);
  const columns = Math.floor((high.x - low.x) / cell) + 1;
  const cells = new Map();
  for (let thing = 0; thing < model.count; thing++) {
    const key = Math.floor((model.y[thing] - low.y) / cell) * columns + Math.floor((model.x[thing] - low.x) / cell);
    if (!cells.has(key)) cells.set(key, []);
    cells.get(key).push(thing);
  }
  return { low, cell, columns, cells };
}

/** The drawn entities around a place of the world. */
function* thingsNear(map, spot, reach) {
  map.grid ??= makeGrid(map.model);
  const { low, cell, columns, cells } = map.grid;
  const first = Math.max(0, Math.floor((spot.x - reach - low.x) / cell));
  const last = Math.min(columns - 1, Math.floor((spot.x + reach - low.x) / cell));
  for (let row = Math.floor((spot.y - reach - low.y) / cell); row <= Math.floor((spot.y + reach - low.y) / cell); row++) {
    for (let column = first; column <= last; column++) {
      for (const thing of cells.get(row * columns + column) || []) if (map.state.thingOn[thing]) yield thing;
    }
  }
}

/** The entity whose outline is nearest to a place in the canvas, or none. */
function pickThing(map, x, y) {
  const zoom = map.camera.scale / map.baseScale;
  let best = { thing: NONE, distance: REACH };
  for (const thing of thingsNear(map, map.toWorld(x, y), 45 / map.camera.scale)) {
    const place = map.toCanvas(thing);
    const distance = Math.hypot(place.x - x, place.y - y) - mapRadius(map, thing, zoom);
    if (distance < best.distance) best = { thing, distance };
  }
  return best.thing;
}

/** The drawn lines at a place in the canvas, the nearest first. */
function pickFacts(map, x, y) {
  const { model, state } = map;
  const view = createView(map, map.camera, map.width, map.height);
  const found = [];
  for (let fact = 0; fact < model.factCount; fact++) {
    const [from, to] = [model.subject[fact], model.object[fact]];
    if (!state.factOn[fact] || (map.bright && !isBrightFact(map, fact))) continue;
    if (view.isFar && !map.bright && model.community[from] !== model.community[to]) continue;
    const distance = distanceToLine(x, y, view.x(from), view.y(from), view.x(to), view.y(to));
    if (distance < LINE_REACH) found.push({ fact, distance });
  }
  found.sort((a, b) => a.distance - b.distance || a.fact - b.fact);
  return found.slice(0, MOST_FACTS).map(({ fact }) => fact);
}

function distanceToLine(x, y, x1, y1, x2, y2) {
  const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const share = length ? Math.max(0, Math.min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) : 0;
  return Math.hypot(x - x1 - share * (x2 - x1), y - y1 - share * (y2 - y1));
}

/** Connect the pointer: drag moves, wheel and two fingers zoom, click chooses, double click opens Focus. */
function listenToPointer(map) {
  const { app, canvas, state } = map;
  const pointers = new Map(); // the mouse or the fingers that are down
  let gesture = null; // where it began: the grip, the camera, and whether it has moved

  const inCanvas = (event) => {
    const frame = canvas.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };

  /** The middle of all pointers, and how far apart they are. */
  function grip() {
    const spots = [...pointers.values()];
    const mean = (axis) => spots.reduce((sum, spot) => sum + spot[axis], 0) / spots.length;
    const apart = spots.length > 1 ? Math.hypot(spots[0].x - spots[1].x, spots[0].y - spots[1].y) : 0;
    return { x: mean('x'), y: mean('y'), apart };
  }

  const begin = (isMoved) => { gesture = { ...grip(), world: map.toWorld(grip().x, grip().y), scale: map.camera.scale, isMoved }; };

  function move(event) {
    pointers.set(event.pointerId, inCanvas(event));
    const now = grip();
    if (Math.hypot(now.x - gesture.x, now.y - gesture.y) > 4 || pointers.size > 1) gesture.isMoved = true;
    if (!gesture.isMoved) return;
    const scale = map.clampScale(gesture.apart ? (gesture.scale * now.apart) / gesture.apart : gesture.scale);
    map.hold(gesture.world, now.x, now.y, scale);
    app.tip(null);
  }

  function release(event) {
    if (!pointers.delete(event.pointerId)) return;
    const { isMoved } = gesture;
    if (pointers.size) begin(true);
    else if (isMoved) state.emit('moved');
    else if (event.type === 'pointerup') click(event);
  }

  function click(event) {
    const spot = inCanvas(event);
    const thing = pickThing(map, spot.x, spot.y);
    if (thing !== NONE) return app.explore.pick(thing, event.shiftKey);
    const facts = pickFacts(map, spot.x, spot.y);
    return state.choose(facts.length ? { kind: 'facts', facts } : { kind: 'none' });
  }

  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, inCanvas(event));
    begin(pointers.size > 1);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (pointers.has(event.pointerId)) return move(event);
    const spot = inCanvas(event);
    return map.point(pickThing(map, spot.x, spot.y), event);
  });
  canvas.addEventListener('pointerup', release);
  canvas.addEventListener('pointercancel', release);
  canvas.addEventListener('pointerleave', () => map.point(NONE));
  canvas.addEventListener('dblclick', (event) => {
    const spot = inCanvas(event);
    const thing = pickThing(map, spot.x, spot.y);
    if (thing !== NONE) app.explore.onlyThis(thing);
  });
  canvas.addEventListener('wheel', (event) => {
    event.preventDefault();
    const spot = inCanvas(event);
    map.zoomAt(Math.exp(-event.deltaY * 0.0016), spot.x, spot.y);
  }, { passive: false });
}
