/* The map from afar: communities of what passes the filters, each with its hub, its middle and the links between them. */

/** Only the largest communities are named and linked. */
const MOST_ISLANDS = 400;
const MOST_BRIDGES = 250;

function findIslands(model, state) {
  const islands = [];
  let members = 0;
  for (const number of model.community) if (number >= islands.length && number < MOST_ISLANDS) islands.length = number + 1;
  for (let number = 0; number < islands.length; number++) islands[number] = { size: 0, x: 0, y: 0, hub: NONE };
  for (let thing = 0; thing < model.count; thing++) {
    const island = islands[model.community[thing]];
    if (!island || !state.thingOn[thing]) continue;
    island.size++;
    island.x += model.x[thing];
    island.y += model.y[thing];
    if (island.hub === NONE || model.weight[thing] > model.weight[island.hub]) island.hub = thing;
    members++;
  }
  for (const island of islands) {
    if (!island.size) continue;
    island.x /= island.size;
    island.y /= island.size;
  }
  return { islands, members, bridges: findBridges(model, state, islands) };
}

/** How many facts lead from one community to another, the most first. */
function findBridges(model, state, islands) {
  const width = islands.length;
  const counts = new Uint32Array(width * width);
  for (let fact = 0; fact < model.factCount; fact++) {
    if (!state.factOn[fact]) continue;
    const a = model.community[model.subject[fact]];
    const b = model.community[model.object[fact]];
    if (a === b || a < 0 || b < 0 || a >= width || b >= width) continue;
    counts[Math.min(a, b) * width + Math.max(a, b)]++;
  }
  const bridges = [];
  counts.forEach((number, key) => {
    if (number) bridges.push({ from: islands[Math.floor(key / width)], to: islands[key % width], number });
  });
  return bridges.sort((a, b) => b.number - a.number).slice(0, Math.min(MOST_BRIDGES, 3 * width));
}
