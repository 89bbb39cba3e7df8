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
    /** Whether a box covers nothing that was taken; `overNodes` lets it cover nodes, but no name. */
    isFree: (box, owner, overNodes = false) => !each(box, (key) => (cells.get(key) || []).some(
      (taken) => taken.owner !== owner && !(overNodes && taken.isNode) && meet(taken, box))),
    take(box) {
      each(box, (key) => {
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push(box);
        return false;
      });
    },
    /** Take the room of a round thing. */
    takeRound(x, y, radius, owner) {
      this.take({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius, owner, isNode: true });
    },
  };
}

/** The places beside a node where its name may stand: below, right, left, above; or centred on the spot. */
function labelPlaces(name, width, height) {
  const { x, y, radius } = name;
  const at = (left, top, w = width) => ({ left, top, right: left + w, bottom: top + height });
  if (name.middle) {
    return [0, 1.2, -1.2].map((turn) => at(x - width / 2 - 2, y - height / 2 + turn * height, width + 4));
  }
  const gap = 3;
  return [
    at(x - width / 2, y + radius + gap),
    at(x + radius + gap + 1, y - height / 2),
    at(x - radius - gap - 1 - width, y - height / 2),
    at(x - width / 2, y - radius - gap - height),
  ];
}

const labelFont = (name) => `${name.bold ? 600 : 400} ${name.size || 12}px ${LABEL_FONT}`;

/** The ways to write a name, best first: whole, then short; those that must be seen may cover nodes. */
function labelTries(name) {
  const texts = [name.text, ...(name.short && name.short !== name.text ? [name.short] : [])];
  const plain = texts.map((text) => ({ text, overNodes: false }));
  return name.isHub ? [...plain, { text: texts[texts.length - 1], overNodes: true }] : plain;
}

/** The first place that is inside the frame and free, as {text, width, place}; null if there is none. */
function findPlace(context, name, boxes, frame) {
  const height = (name.size || 12) * 1.25;
  let first = null;
  for (const { text, overNodes } of labelTries(name)) {
    const { width } = context.measureText(text);
    const places = labelPlaces(name, width, height);
    first ??= { text, width, place: places[0] };
    const place = places.find((one) => one.left >= 2 && one.right <= frame.width - 2 && boxes.isFree(one, name.owner, overNodes));
    if (place) return { text, width, place };
  }
  return name.always ? first : null;
}

/**
 * Find a place for each name that has one. `names` are {x, y, radius, text, short, bold, size, always, isHub, middle,
 * owner} in pixels of the screen, most important first; `boxes` are taken already; `frame` is the size of the picture.
 */
function placeLabels(context, names, boxes, frame, limit = Infinity) {
  const placed = [];
  for (const name of names) {
    if (placed.length >= limit) break;
    context.font = labelFont(name);
    const found = findPlace(context, name, boxes, frame);
    if (!found) continue;
    const { text, width, place } = found;
    const size = name.size || 12;
    boxes.take({ ...place, owner: name.owner });
    placed.push({
      text, font: labelFont(name), bold: Boolean(name.bold), size, colour: name.colour, alpha: name.alpha ?? 1,
      left: (place.left + place.right - width) / 2, baseline: (place.top + place.bottom) / 2 + size * 0.34,
    });
  }
  return placed;
}

/** Write placed names, each with a halo that parts it from what lies below. */
function writeLabels(context, placed, colours) {
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  context.lineJoin = 'round';
  context.lineWidth = 3.5;
  context.strokeStyle = colours.halo;
  for (const label of placed) {
    context.font = label.font;
    context.globalAlpha = label.alpha;
    context.strokeText(label.text, label.left, label.baseline);
    context.fillStyle = label.colour || colours.ink;
    context.fillText(label.text, label.left, label.baseline);
  }
  context.globalAlpha = 1;
}
