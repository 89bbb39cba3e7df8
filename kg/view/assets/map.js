/*
 * The map: the whole graph on a canvas. While it moves, the last picture is shifted and scaled, as maps do, which costs
 * the same at any size; when it rests, it is painted anew in slices on a second canvas and exchanged when complete.
 */

const SLICE_MS = 9;
/** After the last movement, wait so long before painting anew. */
const REST_MS = 80;
/** Pictures that take less than this are painted at once. */
const AT_ONCE_MS = 12;

/** From afar a node's usual radius (11) takes this share of the room that each node has. */
const NODE_SHARE = 0.2;

function createMap(app) {
  const { model, state } = app;
  const canvas = byId('map');
  const screen = canvas.getContext('2d', { alpha: false });
  let front = { canvas: document.createElement('canvas'), camera: null };
  let back = { canvas: document.createElement('canvas'), camera: null };
  let ratio = 1;
  let width = 1;
  let height = 1;
  let job = 0; // the number of the latest painting; older ones stop
  let timer = 0;
  let lastCost = Infinity;
  let isPainted = false;
  let hovered = NONE;
  let grid = null;

  const map = {
    app, model, state,
    camera: { x: 0, y: 0, scale: 1 },
    baseScale: 1,
    nodeScale: 1,
    islands: [], bridges: [], drawnFacts: 0, drawnThings: 0,
    bright: null, brightFacts: null, chosen: NONE,
    byType: model.types.map((_, type) => []),
  };
  for (let thing = 0; thing < model.count; thing++) map.byType[model.type[thing]].push(thing);

  /* ---- size, camera ---- */

  function resize() {
    const frame = canvas.parentElement.getBoundingClientRect();
    ratio = Math.min(2, window.devicePixelRatio || 1);
    width = Math.max(1, frame.width);
    height = Math.max(1, frame.height);
    const size = [Math.round(width * ratio), Math.round(height * ratio)];
    for (const one of [canvas, back.canvas]) {
      if (one.width !== size[0] || one.height !== size[1]) [one.width, one.height] = size;
    }
  }

  /** Bring these entities, or all that are drawn, into the window. */
  function fit(things = null) {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    const add = (thing) => {
      left = Math.min(left, model.x[thing]);
      right = Math.max(right, model.x[thing]);
      top = Math.min(top, model.y[thing]);
      bottom = Math.max(bottom, model.y[thing]);
    };
    if (things) things.forEach(add);
    else for (let thing = 0; thing < model.count; thing++) if (state.thingOn[thing]) add(thing);
    if (left > right) return;
    const scale = Math.min((width - 90) / Math.max(right - left, 1), (height - 90) / Math.max(bottom - top, 1));
    map.camera = { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(scale, 2.5) };
  }

  const toWorld = (x, y) => ({
    x: (x - width / 2) / map.camera.scale + map.camera.x,
    y: (y - height / 2) / map.camera.scale + map.camera.y,
  });

  function zoomAt(factor, x = width / 2, y = height / 2) {
    const spot = toWorld(x, y);
    const scale = Math.min(map.baseScale * 400, Math.max(map.baseScale * 0.3, map.camera.scale * factor));
    map.camera = { x: spot.x - (x - width / 2) / scale, y: spot.y - (y - height / 2) / scale, scale };
    draw();
    state.emit('moved');
  }

  /* ---- drawing ---- */

  /** Show the last complete picture where the camera is now. */
  function show() {
    if (!front.camera) return;
    const { camera } = map;
    const stretch = camera.scale / front.camera.scale;
    const left = width / 2 + (front.camera.x - camera.x) * camera.scale - (front.width / 2) * stretch;
    const top = height / 2 + (front.camera.y - camera.y) * camera.scale - (front.height / 2) * stretch;
    screen.setTransform(ratio, 0, 0, ratio, 0, 0);
    screen.fillStyle = app.colours.ground;
    screen.fillRect(0, 0, width, height);
    screen.drawImage(front.canvas, left, top, front.width * stretch, front.height * stretch);
    ring(hovered, app.colours.soft, 2);
    ring(map.chosen, app.colours.chosen, 3);
  }

  function ring(thing, colour, thickness) {
    if (thing === NONE || !state.thingOn[thing]) return;
    const spot = placeInCanvas(thing);
    screen.beginPath();
    screen.arc(spot.x, spot.y, mapRadius(map, thing, map.camera.scale / map.baseScale) * 1.3 + 4, 0, 2 * Math.PI);
    screen.strokeStyle = colour;
    screen.lineWidth = thickness;
    screen.stroke();
  }

  const placeInCanvas = (thing) => ({
    x: (model.x[thing] - map.camera.x) * map.camera.scale + width / 2,
    y: (model.y[thing] - map.camera.y) * map.camera.scale + height / 2,
  });

  /** A new painting of the present view, on the back canvas. */
  function startPainting() {
    const camera = { ...map.camera };
    const context = back.canvas.getContext('2d', { alpha: false });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    return { camera, steps: paintMap(map, context, createView(map, camera, width, height)), spent: 0, width, height };
  }

  /** Paint for at most `limit` ms; whether it is complete. */
  function paintFor(painting, limit) {
    const start = performance.now();
    let step;
    do step = painting.steps.next(); while (!step.done && performance.now() - start < limit);
    painting.spent += performance.now() - start;
    app.measures.slice = Math.max(app.measures.slice || 0, performance.now() - start);
    return step.done;
  }

  /** Exchange the canvases: the new picture is complete. */
  function finish(painting) {
    [front, back] = [{ ...back, camera: painting.camera, width: painting.width, height: painting.height }, front];
    if (back.canvas.width !== canvas.width || back.canvas.height !== canvas.height) {
      [back.canvas.width, back.canvas.height] = [canvas.width, canvas.height];
    }
    lastCost = painting.spent;
    app.measures.painted = painting.spent;
    isPainted = true;
    show();
    app.measures.first ??= performance.now();
  }

  function paintInSlices(number) {
    const painting = startPainting();
    const slice = () => {
      if (number !== job) return;
      if (paintFor(painting, SLICE_MS)) finish(painting);
      else requestAnimationFrame(slice);
    };
    slice();
  }

  /** The picture changed: at once if it is cheap, else when the hand rests. */
  function draw() {
    if (state.view !== 'map') return;
    const number = ++job;
    clearTimeout(timer);
    isPainted = false;
    show();
    if (lastCost < AT_ONCE_MS) {
      const painting = startPainting();
      paintFor(painting, Infinity);
      finish(painting);
      return;
    }
    timer = setTimeout(() => paintInSlices(number), front.camera ? REST_MS : 0);
  }

  /* ---- what is drawn ---- */

  function update() {
    const { islands, bridges } = findIslands(model, state);
    let things = 0;
    let facts = 0;
    for (const on of state.thingOn) things += on;
    for (const on of state.factOn) facts += on;
    Object.assign(map, { islands, bridges, drawnThings: things, drawnFacts: facts });
    state.counts = { things, facts };
    if (!front.camera) {
      resize();
      fit();
      map.baseScale = map.camera.scale;
    }
    map.nodeScale = Math.max(0.14, Math.min(1, (NODE_SHARE * Math.sqrt((width * height) / Math.max(things, 1))) / 11));
    brighten();
    draw();
    state.emit('drawn');
  }

  /** What stands out: the chosen entity and its neighbours, or the ends of the chosen facts. */
  function brighten() {
    const { chosen } = state;
    map.chosen = chosen.kind === 'thing' && state.thingOn[chosen.thing] ? chosen.thing : NONE;
    map.brightFacts = chosen.facts ? new Set(chosen.facts) : null;
    map.bright = null;
    if (map.chosen !== NONE) {
      map.bright = new Set([map.chosen]);
      for (const fact of model.factsOf(map.chosen)) if (state.factOn[fact]) map.bright.add(model.other(fact, map.chosen));
    } else if (chosen.facts) {
      const ends = chosen.facts.flatMap((fact) => [model.subject[fact], model.object[fact]]);
      if (ends.some((thing) => state.thingOn[thing])) map.bright = new Set(ends);
    }
  }

  /* ---- what is under the pointer ---- */

  /** Entities in cells of a grid, about two in each, for finding the nearest. */
  function makeGrid() {
    const side = Math.max(1, Math.ceil(Math.sqrt(model.count / 2)));
    const low = { x: Infinity, y: Infinity };
    const high = { x: -Infinity, y: -Infinity };
    for (let thing = 0; thing < model.count; thing++) {
      for (const axis of ['x', 'y']) {
        low[axis] = Math.min(low[axis], model[axis][thing]);
        high[axis] = Math.max(high[axis], model[axis][thing]);
      }
    }
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

  /** The entity whose outline is nearest to a place in the canvas, at most 8 pixels away. */
  function pick(x, y) {
    grid ??= makeGrid();
    const spot = toWorld(x, y);
    const zoom = map.camera.scale / map.baseScale;
    const reach = Math.min(45 / map.camera.scale, 30 * grid.cell);
    const from = { column: Math.floor((spot.x - reach - grid.low.x) / grid.cell), row: Math.floor((spot.y - reach - grid.low.y) / grid.cell) };
    const to = { column: Math.floor((spot.x + reach - grid.low.x) / grid.cell), row: Math.floor((spot.y + reach - grid.low.y) / grid.cell) };
    let best = { thing: NONE, distance: 8 };
    for (let row = from.row; row <= to.row; row++) {
      for (let column = Math.max(0, from.column); column <= Math.min(grid.columns - 1, to.column); column++) {
        for (const thing of grid.cells.get(row * grid.columns + column) || []) {
          if (!state.thingOn[thing]) continue;
          const place = placeInCanvas(thing);
          const distance = Math.hypot(place.x - x, place.y - y) - mapRadius(map, thing, zoom);
          if (distance < best.distance) best = { thing, distance };
        }
      }
    }
    return best.thing;
  }

  /** The drawn facts within 5 pixels of a place, the nearest first. */
  function pickFacts(x, y) {
    const view = createView(map, map.camera, width, height);
    const found = [];
    for (let fact = 0; fact < model.factCount; fact++) {
      if (!state.factOn[fact]) continue;
      const from = model.subject[fact];
      const to = model.object[fact];
      if (view.isFar && !map.bright && model.community[from] !== model.community[to]) continue;
      if (map.bright && !isBrightFact(map, fact)) continue;
      const distance = distanceToLine(x, y, view.x(from), view.y(from), view.x(to), view.y(to));
      if (distance < 5) found.push({ fact, distance });
    }
    return found.sort((a, b) => a.distance - b.distance || a.fact - b.fact).slice(0, 12).map(({ fact }) => fact);
  }

  function distanceToLine(x, y, x1, y1, x2, y2) {
    const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
    const share = length ? Math.max(0, Math.min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) : 0;
    return Math.hypot(x - x1 - share * (x2 - x1), y - y1 - share * (y2 - y1));
  }

  /* ---- pointer ---- */

  const pointers = new Map(); // the fingers or the mouse that are down
  let gesture = null; // {camera, x, y, spread, moved}

  const inCanvas = (event) => {
    const frame = canvas.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };

  /** The middle of all pointers, and how far apart they are. */
  function grip() {
    const spots = [...pointers.values()];
    const x = spots.reduce((sum, spot) => sum + spot.x, 0) / spots.length;
    const y = spots.reduce((sum, spot) => sum + spot.y, 0) / spots.length;
    const spreadOut = spots.length > 1 ? Math.hypot(spots[0].x - spots[1].x, spots[0].y - spots[1].y) : 0;
    return { x, y, spreadOut };
  }

  const startGesture = (moved) => { gesture = { ...grip(), camera: { ...map.camera }, moved }; };

  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, inCanvas(event));
    startGesture(pointers.size > 1);
  });

  canvas.addEventListener('pointermove', (event) => {
    if (!pointers.has(event.pointerId)) return pointAt(event);
    pointers.set(event.pointerId, inCanvas(event));
    const now = grip();
    if (Math.hypot(now.x - gesture.x, now.y - gesture.y) > 4 || pointers.size > 1) gesture.moved = true;
    if (!gesture.moved) return undefined;
    const factor = gesture.spreadOut ? now.spreadOut / gesture.spreadOut : 1;
    const scale = Math.min(map.baseScale * 400, Math.max(map.baseScale * 0.3, gesture.camera.scale * factor));
    const held = { // the place in the world that was gripped
      x: (gesture.x - width / 2) / gesture.camera.scale + gesture.camera.x,
      y: (gesture.y - height / 2) / gesture.camera.scale + gesture.camera.y,
    };
    map.camera = { x: held.x - (now.x - width / 2) / scale, y: held.y - (now.y - height / 2) / scale, scale };
    app.tip(null);
    return draw();
  });

  function release(event) {
    if (!pointers.delete(event.pointerId)) return;
    const { moved } = gesture;
    if (pointers.size) startGesture(true);
    else if (moved) state.emit('moved');
    else if (event.type === 'pointerup') click(event);
  }
  canvas.addEventListener('pointerup', release);
  canvas.addEventListener('pointercancel', release);
  canvas.addEventListener('pointerleave', () => point(NONE));

  function click(event) {
    const spot = inCanvas(event);
    const thing = pick(spot.x, spot.y);
    if (thing !== NONE) return app.explore.pick(thing, event.shiftKey);
    const facts = pickFacts(spot.x, spot.y);
    return state.choose(facts.length ? { kind: 'facts', facts } : { kind: 'none' });
  }

  canvas.addEventListener('dblclick', (event) => {
    const spot = inCanvas(event);
    const thing = pick(spot.x, spot.y);
    if (thing !== NONE) app.explore.onlyThis(thing);
  });

  canvas.addEventListener('wheel', (event) => {
    event.preventDefault();
    const spot = inCanvas(event);
    zoomAt(Math.exp(-event.deltaY * 0.0016), spot.x, spot.y);
  }, { passive: false });

  function pointAt(event) {
    const spot = inCanvas(event);
    point(pick(spot.x, spot.y), event);
  }

  function point(thing, event = null) {
    app.tip(thing !== NONE && event ? app.thingTip(thing) : null, event);
    if (thing === hovered) return;
    hovered = thing;
    canvas.style.cursor = thing === NONE ? '' : 'pointer';
    show();
  }

  state.on('filter', () => { if (state.view === 'map') update(); });
  state.on('choose', () => { brighten(); draw(); });
  state.on('theme', () => { lastCost = Math.max(lastCost, 0); draw(); });
  new ResizeObserver(() => {
    if (state.view !== 'map') return;
    resize();
    draw();
  }).observe(canvas.parentElement);

  return {
    map, update, point, pick, pickFacts,
    fit(things = null) { fit(things); draw(); state.emit('moved'); },
    zoom: (factor) => zoomAt(factor),
    pan(x, y) {
      map.camera = { ...map.camera, x: map.camera.x + x / map.camera.scale, y: map.camera.y + y / map.camera.scale };
      draw();
    },
    isStill: () => isPainted,
    isDrawn: (thing) => state.thingOn[thing] === 1,
    drawnFacts() {
      const facts = [];
      for (let fact = 0; fact < model.factCount; fact++) if (state.factOn[fact]) facts.push(fact);
      return facts;
    },
    reveal(thing) {
      const scale = Math.max(map.camera.scale, Math.min(map.baseScale * 4, 2.5));
      const middle = app.freeMiddle();
      map.camera = { x: model.x[thing] - middle.x / scale, y: model.y[thing] - middle.y / scale, scale };
      draw();
      state.emit('moved');
    },
    scene: () => mapScene(map, width, height),
    revealAll(things) { fit(things); map.camera.scale *= 0.7; draw(); state.emit('moved'); },
    get camera() { return map.camera; },
    set camera(camera) { map.camera = camera; draw(); },
    get baseScale() { return map.baseScale; },
    placeOf(thing) {
      const frame = canvas.getBoundingClientRect();
      const spot = placeInCanvas(thing);
      return { x: frame.left + spot.x, y: frame.top + spot.y };
    },
  };
}
