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
const NODE_SHARE = 0.13;

function createMap(app) {
  const { model, state } = app;
  const canvas = byId('map');
  const screen = canvas.getContext('2d', { alpha: false });
  let front = { canvas: document.createElement('canvas'), camera: null };
  let back = { canvas: document.createElement('canvas'), camera: null };
  let ratio = 1;
  let job = 0; // the number of the latest painting; older ones stop
  let timer = 0;
  let lastCost = Infinity;
  let isPainted = false;
  let hovered = NONE;

  /* What the parts of the map share. */
  const map = {
    app, model, state, canvas,
    width: 1, height: 1,
    camera: { x: 0, y: 0, scale: 1 },
    baseScale: 1, // of the whole graph in the window
    nodeScale: 1,
    islands: [], bridges: [], drawnFacts: 0, drawnThings: 0,
    bright: null, brightFacts: null, chosen: NONE, // what stands out
    grid: null,
    byType: [], negated: [],
    toWorld: (x, y) => ({
      x: (x - map.width / 2) / map.camera.scale + map.camera.x,
      y: (y - map.height / 2) / map.camera.scale + map.camera.y,
    }),
    toCanvas: (thing) => ({
      x: (model.x[thing] - map.camera.x) * map.camera.scale + map.width / 2,
      y: (model.y[thing] - map.camera.y) * map.camera.scale + map.height / 2,
    }),
    clampScale: (scale) => Math.min(map.baseScale * 400, Math.max(map.baseScale * 0.3, scale)),
    /** Move the camera so that a place of the world stands at a place in the canvas. */
    hold(spot, x, y, scale) {
      map.camera = { x: spot.x - (x - map.width / 2) / scale, y: spot.y - (y - map.height / 2) / scale, scale };
      draw();
    },
    zoomAt(factor, x = map.width / 2, y = map.height / 2) {
      map.hold(map.toWorld(x, y), x, y, map.clampScale(map.camera.scale * factor));
      state.emit('moved');
    },
    point,
  };
  function sortThings() {
    map.grid = null;
    map.byType = model.types.map(() => []);
    for (let thing = 0; thing < model.count; thing++) map.byType[model.type[thing]].push(thing);
    map.negated = [...model.status.keys()].filter((fact) => model.status[fact] === NEGATED);
  }
  sortThings();

  /* ---- size and camera ---- */

  function resize() {
    const frame = canvas.parentElement.getBoundingClientRect();
    ratio = Math.min(2, window.devicePixelRatio || 1);
    const size = [frame.width, frame.height].map((length) => Math.max(1, Math.round(length * ratio)));
    [map.width, map.height] = [size[0] / ratio, size[1] / ratio]; // whole pixels: no seam at the edge
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
    const scale = Math.min((map.width - 90) / Math.max(right - left, 1), (map.height - 90) / Math.max(bottom - top, 1));
    map.camera = { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(scale, 2.5) };
  }

  /* ---- drawing ---- */

  /** Show the last complete picture where the camera is now. */
  function show() {
    if (!front.camera) return;
    const { camera, width, height } = map;
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
    const { x, y } = map.toCanvas(thing);
    screen.beginPath();
    screen.arc(x, y, mapRadius(map, thing, map.camera.scale / map.baseScale) * 1.3 + 4, 0, 2 * Math.PI);
    screen.strokeStyle = colour;
    screen.lineWidth = thickness;
    screen.stroke();
  }

  /** A new painting of the present view, on the back canvas. */
  function startPainting() {
    const { camera, width, height } = map;
    const context = back.canvas.getContext('2d', { alpha: false });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    return { camera, width, height, steps: paintMap(map, context, createView(map, camera, width, height)), spent: 0 };
  }

  /** Paint for at most `limit` ms; whether it is complete. */
  function paintFor(painting, limit) {
    const start = performance.now();
    let step;
    do step = painting.steps.next(); while (!step.done && performance.now() - start < limit);
    const spent = performance.now() - start;
    painting.spent += spent;
    app.measures.slice = Math.max(app.measures.slice || 0, spent);
    return step.done;
  }

  /** Exchange the canvases: the new picture is complete. */
  function finish({ camera, width, height, spent }) {
    [front, back] = [{ canvas: back.canvas, camera, width, height }, front];
    if (back.canvas.width !== canvas.width || back.canvas.height !== canvas.height) {
      [back.canvas.width, back.canvas.height] = [canvas.width, canvas.height];
    }
    lastCost = spent;
    isPainted = true;
    show();
    app.measures.painted = spent;
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

  /** The picture changed: paint at once if that is cheap, else when the hand rests. */
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
    } else {
      timer = setTimeout(() => paintInSlices(number), front.camera ? REST_MS : 0);
    }
  }

  /* ---- what is drawn ---- */

  function update() {
    const { islands, bridges } = findIslands(model, state);
    const sum = (flags) => flags.reduce((total, on) => total + on, 0);
    const [things, facts] = [sum(state.thingOn), sum(state.factOn)];
    Object.assign(map, { islands, bridges, drawnThings: things, drawnFacts: facts });
    state.counts = { things, facts };
    if (!front.camera) {
      resize();
      fit();
      map.baseScale = map.camera.scale;
    }
    const room = Math.sqrt((map.width * map.height) / Math.max(things, 1));
    map.nodeScale = Math.max(0.14, Math.min(1, (NODE_SHARE * room) / 11));
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

  function point(thing, event = null) {
    app.tip(thing !== NONE && event ? app.thingTip(thing) : null, event);
    if (thing === hovered) return;
    hovered = thing;
    canvas.style.cursor = thing === NONE ? '' : 'pointer';
    show();
  }

  function moveTo(camera) {
    map.camera = camera;
    draw();
    state.emit('moved');
  }

  listenToPointer(map);
  state.on('filter', () => { if (state.view === 'map') update(); });
  state.on('choose', () => { brighten(); draw(); });
  state.on('theme', draw);
  state.on('grown', sortThings);
  new ResizeObserver(() => {
    if (state.view !== 'map') return;
    resize();
    draw();
  }).observe(canvas.parentElement);

  return {
    map, update, point,
    pick: (x, y) => pickThing(map, x, y),
    isStill: () => isPainted,
    isDrawn: (thing) => state.thingOn[thing] === 1,
    drawnFacts: () => [...state.factOn.keys()].filter((fact) => state.factOn[fact]),
    scene: () => mapScene(map, map.width, map.height),
    zoom: (factor) => map.zoomAt(factor),
    pan: (x, y) => moveTo({
      ...map.camera, x: map.camera.x + x / map.camera.scale, y: map.camera.y + y / map.camera.scale,
    }),
    fit(things = null) {
      fit(things);
      moveTo(map.camera);
    },
    revealAll(things) {
      fit(things);
      moveTo({ ...map.camera, scale: map.camera.scale * 0.7 });
    },
    reveal(thing) {
      const scale = Math.max(map.camera.scale, Math.min(map.baseScale * 4, 2.5));
      const middle = app.freeMiddle();
      moveTo({ x: model.x[thing] - middle.x / scale, y: model.y[thing] - middle.y / scale, scale });
    },
    get baseScale() { return map.baseScale; },
    get camera() { return map.camera; },
    set camera(camera) { moveTo(camera); },
    /** Where an entity stands in the window. */
    placeOf(thing) {
      const frame = canvas.getBoundingClientRect();
      const { x, y } = map.toCanvas(thing);
      return { x: frame.left + x, y: frame.top + y };
    },
  };
}
