/* A picture to take away: the view as a list of lines, shapes and names, written as SVG or painted twice as large. */

const PICTURE_SCALE = 2;

/** The scene of the map: what can be seen, with the same rules as the painting. */
function mapScene(map, width, height) {
  const view = createView(map, map.camera, width, height);
  const { model, state } = map;
  const scene = { width, height, lines: [], shapes: [], crosses: mapCrosses(map, view), labels: [] };
  const isDim = (bright) => Boolean(map.bright) && !bright;
  for (let fact = 0; fact < model.factCount; fact++) {
    const [from, to] = [model.subject[fact], model.object[fact]];
    if (!state.factOn[fact] || (!map.bright && isBridged(map, view, fact))) continue;
    const ends = [[view.x(from), view.y(from)], [view.x(to), view.y(to)]];
    if (!ends.some(([x, y]) => view.isSeen(x, y, 0))) continue;
    const bright = map.bright && isBrightFact(map, fact);
    scene.lines.push({ points: ends, status: model.status[fact], width: 0.9, alpha: isDim(bright) ? 0.1 : 0.7 });
  }
  for (let thing = 0; thing < model.count; thing++) {
    if (!state.thingOn[thing]) continue;
    const [x, y] = [view.x(thing), view.y(thing)];
    if (!view.isSeen(x, y, 30)) continue;
    const { shape, colour } = model.typeOf(thing);
    scene.shapes.push({
      shape, colour, x, y, radius: mapRadius(map, thing, view.zoom),
      alpha: isDim(map.bright && map.bright.has(thing)) ? 0.16 : 1, ring: thing === map.chosen,
    });
  }
  const context = document.createElement('canvas').getContext('2d');
  for (const step of paintNames(map, context, view, (placed) => { scene.labels = placed; })) void step;
  return scene;
}

const LINE_DASHES = [[], [6, 5], [2, 4], [9, 3, 2, 3]];
/** The colour of a line that is not chosen. */
const statusColour = (colours, status) =>
  (status === NEGATED ? colours.negated : status === INFERRED ? colours.inferred : colours.edge);
const lineColour = (app, line) => line.colour || statusColour(app.colours, line.status);

/** The two sides of an arrowhead at the end of a line. */
function arrowHead(points, size) {
  const [x, y] = points[points.length - 1];
  const [fromX, fromY] = points[points.length - 2];
  const angle = Math.atan2(y - fromY, x - fromX);
  return [0.42, -0.42].map((turn) => [x - size * Math.cos(angle + turn), y - size * Math.sin(angle + turn)]);
}

function sceneToSvg(app, scene) {
  const number = (value) => value.toFixed(1);
  const pathOf = (points) => `M${points.map(([x, y]) => `${number(x)} ${number(y)}`).join('L')}`;
  const svg = makeSvg('svg', {
    xmlns: SVG, width: number(scene.width), height: number(scene.height), viewBox: `0 0 ${number(scene.width)} ${number(scene.height)}`,
  });
  svg.append(makeSvg('rect', { width: '100%', height: '100%', fill: app.colours.ground }));
  for (const line of scene.lines) {
    const stroke = lineColour(app, line);
    svg.append(makeSvg('path', {
      d: pathOf(line.points), fill: 'none', stroke, 'stroke-width': number(line.width), opacity: line.alpha,
      'stroke-dasharray': LINE_DASHES[line.status].join(' '),
    }));
    if (!line.arrow) continue;
    const [left, right] = arrowHead(line.points, line.arrow);
    svg.append(makeSvg('path', { d: `${pathOf([left, line.points[line.points.length - 1], right])}Z`, fill: stroke, opacity: line.alpha }));
  }
  for (const { x, y, reach, alpha } of scene.crosses) {
    svg.append(makeSvg('path', {
      d: `${pathOf([[x - reach, y - reach], [x + reach, y + reach]])}${pathOf([[x - reach, y + reach], [x + reach, y - reach]])}`,
      class: 'cross', stroke: app.colours.negated, 'stroke-width': number(reach * 0.4), opacity: alpha, fill: 'none',
    }));
  }
  for (const { shape, colour, x, y, radius, alpha, ring } of scene.shapes) {
    svg.append(makeSvg('path', { d: shapePath(shape, x, y, radius), fill: colour, 'fill-rule': 'evenodd', opacity: alpha }));
    if (ring) svg.append(makeSvg('circle', { cx: number(x), cy: number(y), r: number(radius * 1.3 + 4), fill: 'none', stroke: app.colours.chosen, 'stroke-width': 3 }));
  }
  for (const label of scene.labels) {
    const text = makeSvg('text', {
      x: number(label.left), y: number(label.baseline), 'font-family': LABEL_FONT, 'font-size': label.size, opacity: label.alpha,
      'font-weight': label.bold ? 600 : 400, fill: label.colour || app.colours.ink,
      stroke: app.colours.ground, 'stroke-width': 3, 'paint-order': 'stroke', 'stroke-linejoin': 'round',
    });
    text.textContent = label.text;
    svg.append(text);
  }
  return new XMLSerializer().serializeToString(svg);
}

/** Paint the scene; returns the canvas. */
function sceneToCanvas(app, scene) {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [scene.width * PICTURE_SCALE, scene.height * PICTURE_SCALE];
  const context = canvas.getContext('2d', { alpha: false });
  context.scale(PICTURE_SCALE, PICTURE_SCALE);
  context.fillStyle = app.colours.ground;
  context.fillRect(0, 0, scene.width, scene.height);
  for (const line of scene.lines) paintLine(app, context, line);
  context.setLineDash([]);
  context.globalAlpha = 1;
  strokeCrosses(context, scene.crosses, app.colours.negated);
  for (const shape of scene.shapes) paintShape(app, context, shape);
  writeLabels(context, scene.labels, app.colours);
  return canvas;
}

function paintLine(app, context, line) {
  context.globalAlpha = line.alpha;
  context.strokeStyle = context.fillStyle = lineColour(app, line);
  context.lineWidth = line.width;
  context.setLineDash(LINE_DASHES[line.status]);
  context.beginPath();
  line.points.forEach(([x, y], k) => (k ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.stroke();
  if (!line.arrow) return;
  const [left, right] = arrowHead(line.points, line.arrow);
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(...left);
  context.lineTo(...line.points[line.points.length - 1]);
  context.lineTo(...right);
  context.fill();
}

function paintShape(app, context, { shape, colour, x, y, radius, alpha, ring }) {
  context.globalAlpha = alpha;
  context.beginPath();
  traceShape(context, shape, x, y, radius);
  context.fillStyle = colour;
  context.fill();
  if (!ring) return;
  context.beginPath();
  context.arc(x, y, radius * 1.3 + 4, 0, 2 * Math.PI);
  context.lineWidth = 3;
  context.strokeStyle = app.colours.chosen;
  context.stroke();
}
