/* One outline for each type: the canvas, the legend and the exported picture draw the same shapes. */

const polygon = (corners, turn = -Math.PI / 2, size = 1) =>
  Array.from({ length: corners }, (_, k) => {
    const angle = turn + (k * 2 * Math.PI) / corners;
    return [size * Math.cos(angle), size * Math.sin(angle)];
  });

const star = Array.from({ length: 10 }, (_, k) => {
  const angle = -Math.PI / 2 + (k * Math.PI) / 5;
  const reach = k % 2 ? 0.58 : 1.3;
  return [reach * Math.cos(angle), reach * Math.sin(angle)];
});

/** Corners around (0, 0), sized so that all shapes look about as large as a circle of radius 1. */
const OUTLINES = {
  square: [[-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]],
  rectangle: [[-1.15, -0.72], [1.15, -0.72], [1.15, 0.72], [-1.15, 0.72]],
  diamond: polygon(4, -Math.PI / 2, 1.22),
  triangle: polygon(3, -Math.PI / 2, 1.28),
  triangleDown: polygon(3, Math.PI / 2, 1.28),
  pentagon: polygon(5, -Math.PI / 2, 1.1),
  hexagon: polygon(6, 0, 1.1),
  octagon: polygon(8, Math.PI / 8, 1.06),
  star,
  house: [[0, -1.15], [1, -0.35], [1, 0.95], [-1, 0.95], [-1, -0.35]],
  slant: [[-0.65, -0.8], [1.25, -0.8], [0.65, 0.8], [-1.25, 0.8]],
  page: [[-0.8, -1.05], [0.3, -1.05], [0.8, -0.55], [0.8, 1.05], [-0.8, 1.05]],
  cross: [[-0.4, -1.1], [0.4, -1.1], [0.4, -0.4], [1.1, -0.4], [1.1, 0.4], [0.4, 0.4], [0.4, 1.1], [-0.4, 1.1],
    [-0.4, 0.4], [-1.1, 0.4], [-1.1, -0.4], [-0.4, -0.4]],
};

/** Add the outline of a shape to the context's path. */
function traceShape(context, shape, x, y, radius) {
  const corners = OUTLINES[shape];
  if (corners) {
    corners.forEach(([cx, cy], k) => {
      if (k) context.lineTo(x + cx * radius, y + cy * radius);
      else context.moveTo(x + cx * radius, y + cy * radius);
    });
    context.closePath();
  } else if (shape === 'dome') {
    context.moveTo(x - 1.05 * radius, y + 0.75 * radius);
    context.arc(x, y, 1.05 * radius, Math.PI - 0.1, 0.1);
    context.lineTo(x + 1.05 * radius, y + 0.75 * radius);
    context.closePath();
  } else {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
    if (shape === 'ring') {
      context.moveTo(x + 0.5 * radius, y);
      context.arc(x, y, 0.5 * radius, 0, 2 * Math.PI, true);
    }
  }
}

/** Draw crosses, each with its reach to all sides and its opacity. */
function strokeCrosses(context, crosses, colour) {
  context.strokeStyle = colour;
  for (const { x, y, reach, alpha } of crosses) {
    context.globalAlpha = alpha;
    context.lineWidth = reach * 0.4;
    context.beginPath();
    for (const side of [1, -1]) {
      context.moveTo(x - reach, y - reach * side);
      context.lineTo(x + reach, y + reach * side);
    }
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** The same outline as the `d` of an SVG path. */
function shapePath(shape, x = 0, y = 0, radius = 1) {
  const at = (cx, cy) => `${(x + cx * radius).toFixed(2)} ${(y + cy * radius).toFixed(2)}`;
  const r = radius.toFixed(2);
  const corners = OUTLINES[shape];
  if (corners) return `M${corners.map(([cx, cy]) => at(cx, cy)).join('L')}Z`;
  if (shape === 'dome') {
    const wide = (1.05 * radius).toFixed(2);
    return `M${at(-1.05, 0.75)}L${at(-1.05, 0.1)}A${wide} ${wide} 0 0 1 ${at(1.05, 0.1)}L${at(1.05, 0.75)}Z`;
  }
  const circle = (reach) => {
    const q = (reach * radius).toFixed(2);
    return `M${at(reach, 0)}A${q} ${q} 0 1 0 ${at(-reach, 0)}A${q} ${q} 0 1 0 ${at(reach, 0)}Z`;
  };
  return shape === 'ring' ? circle(1) + circle(0.5) : `M${at(1, 0)}A${r} ${r} 0 1 0 ${at(-1, 0)}A${r} ${r} 0 1 0 ${at(1, 0)}Z`;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Make an SVG element. */
function makeSvg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A small picture of a type for lists and legends. */
const swatch = (type) =>
  makeSvg('svg', { viewBox: '-1.5 -1.5 3 3', class: 'swatch', 'aria-hidden': 'true' },
    makeSvg('path', { d: shapePath(type.shape), fill: type.colour, 'fill-rule': 'evenodd' }));

/** A short line as facts of a status are drawn. */
function statusLine(status) {
  const line = makeSvg('svg', { viewBox: '0 0 26 10', class: `line ${status}`, 'aria-hidden': 'true' },
    makeSvg('path', { d: 'M1 5H25', class: 'stroke' }));
  if (status === 'negated') line.append(makeSvg('path', { d: 'M10 2L16 8M16 2L10 8', class: 'cross' }));
  return line;
}
