/* Names on the canvas: the most important first, each where it covers no other name and no node. */

const LABEL_FONT = '"Inter", "Segoe UI", system-ui, -apple-system, "Noto Sans", sans-serif';
const CELL = 48;

/** Boxes on the screen, in a coarse grid, so that a new one is compared only with its neighbours. */
function createBoxes() {
  const cells = new Map();
  const each = (box, act) => {
    for (let column = Math.floor(box.left / CELL); column <= Math.floor(box.right / CELL); column++) {
      for (let row = Math.floor(box.top / CELL); row <= Math.floor(box.bottom / CELL); row++) {
        if (act(column * 65537 + row)) return true;
      }
    }
    return false;
  };
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return {
    isFree: (box, owner) =>
      !each(box, (key) => (cells.get(key) || []).some((taken) => taken.owner !== owner && meet(taken, box))),
    take(box) {
      each(box, (key) => {
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push(box);
        return false;
      });
    },
  };
}

/** The places beside a node where its name may stand: below, right, left, above. */
function labelPlaces({ x, y, radius }, width, height) {
  const gap = 3;
  const at = (left, top) => ({ left, top, right: left + width, bottom: top + height });
  return [
    at(x - width / 2, y + radius + gap),
    at(x + radius + gap + 1, y - height / 2),
    at(x - radius - gap - 1 - width, y - height / 2),
    at(x - width / 2, y - radius - gap - height),
  ];
}

/**
 * Write names. `names` are {x, y, radius, text, bold, size, always} in pixels of the screen, most important first;
 * `boxes` are already taken by nodes; `frame` is the size of the picture. Returns how many were written.
 */
function writeLabels(context, names, boxes, { colours, frame }) {
  let written = 0;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  context.lineJoin = 'round';
  for (const name of names) {
    const size = name.size || 12;
    context.font = `${name.bold ? 600 : 400} ${size}px ${LABEL_FONT}`;
    const width = context.measureText(name.text).width;
    const places = name.middle
      ? [{ left: name.x - width / 2 - 2, right: name.x + width / 2 + 2, top: name.y - size * 0.7, bottom: name.y + size * 0.7 }]
      : labelPlaces(name, width, size * 1.2);
    const isInside = (one) => one.left >= 2 && one.right <= frame.width - 2;
    const place = places.find((one) => isInside(one) && boxes.isFree(one, name.owner)) || (name.always ? places[0] : null);
    if (!place) continue;
    boxes.take({ ...place, owner: name.owner });
    context.globalAlpha = name.alpha ?? 1;
    context.lineWidth = 3.5;
    context.strokeStyle = colours.halo;
    const left = (place.left + place.right - width) / 2;
    const baseline = (place.top + place.bottom) / 2 + size * 0.34;
    context.strokeText(name.text, left, baseline);
    context.fillStyle = name.colour || colours.ink;
    context.fillText(name.text, left, baseline);
    written++;
  }
  context.globalAlpha = 1;
  return written;
}
