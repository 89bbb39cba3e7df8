/*
 * Growing: more of the graph is joined to what the page has. What is there keeps its number, so that the picture, the
 * choice, the filters and the steps to undo stay what they are; what is new stands behind it.
 */

/** The numbers of things in a list by their names; names that are new are put behind. */
function createRegister(list, nameOf) {
  const numbers = new Map(list.map((one, number) => [nameOf(one), number]));
  return {
    list,
    numberOf: (name) => numbers.get(name),
    add(one) {
      const name = nameOf(one);
      if (!numbers.has(name)) numbers.set(name, list.push(one) - 1);
      return numbers.get(name);
    },
  };
}

/** The entities of a core, one by one. */
function thingRecords(core) {
  const { things } = core;
  const type = column(things.type, Uint16Array);
  const neighbours = column(things.neighbours, Uint32Array);
  const community = column(things.community, Int32Array);
  const many = new Set(things.many);
  return things.iri.map((local, k) => ({
    iri: things.base + local, label: things.label[k], aliases: things.aliases[k], code: things.code[k], date: things.date[k],
    type: core.types[type[k]], neighbours: neighbours[k], isMany: many.has(k), community: community[k],
  }));
}

/** The facts of a core, one by one, with the numbers that the core gives. */
function factRecords(core, claims) {
  const { facts } = core;
  const numbers = (name, Kind) => column(facts[name], Kind);
  const [subject, object, relation] = [numbers('subject', Uint32Array), numbers('object', Uint32Array), numbers('relation', Uint16Array)];
  const [status, when, stated] = [numbers('status', Uint8Array), numbers('when', Int32Array), numbers('stated', Uint32Array)];
  const [sources, finder] = [numbers('sources', Uint32Array), numbers('finder', Uint16Array)];
  const { offset, papers } = paperColumns(facts);
  return Array.from(subject, (_, k) => ({
    subject: subject[k], object: object[k], relation: relation[k], status: status[k], when: when[k], stated: stated[k],
    papers: [...papers.subarray(offset[k], offset[k + 1])], claims: claims[k],
    sources: sources[k], finder: finder[k], against: (facts.against || {})[k] || [],
  }));
}

/** A fact with the numbers of another core. */
function renumbered(fact, thing, relation, paper, finder) {
  return {
    ...fact, subject: thing[fact.subject], object: thing[fact.object], relation: relation[fact.relation], finder: finder[fact.finder],
    against: fact.against.map((one) => thing[one]), when: fact.when === NONE ? NONE : thing[fact.when], papers: fact.papers.map((one) => paper[one]),
    claims: fact.claims.map(([document, saidBy, ...rest]) => [paper[document], saidBy === NONE ? NONE : thing[saidBy], ...rest]),
  };
}

/** One core of two, in the same form; its columns are arrays. The first keeps its numbers. */
function joinCores(own, ownClaims, other, otherClaims, places) {
  const things = createRegister(thingRecords(own), (one) => one.iri);
  const papers = createRegister([...own.papers], (one) => one.iri);
  const types = createRegister([...own.types], (one) => one.iri);
  const relations = createRegister([...own.relations], (one) => one.iri);
  const finders = createRegister([...own.finders], finderKey);
  const facts = createRegister(factRecords(own, ownClaims),
    (one) => `${one.subject} ${one.relation} ${one.object} ${one.status}`);

  const thingOf = thingRecords(other).map((one) => {
    const number = things.add({ ...one, community: NONE });
    Object.assign(things.list[number], { neighbours: one.neighbours || things.list[number].neighbours, isMany: one.isMany });
    return number;
  });
  const relationOf = other.relations.map((one) => relations.add(one));
  const paperOf = other.papers.map((one) =>
    papers.add({ ...one, ...(one.thing === undefined ? {} : { thing: one.thing === NONE ? NONE : thingOf[one.thing] }) }));
  const finderOf = other.finders.map((one) => finders.add(one));
  for (const fact of factRecords(other, otherClaims)) {
    const same = renumbered(fact, thingOf, relationOf, paperOf, finderOf);
    const known = facts.list[facts.add(same)];
    if (known.claims.length < same.claims.length) Object.assign(known, { claims: same.claims, papers: same.papers });
    known.stated = Math.max(known.stated, same.stated);
    known.sources = Math.max(known.sources, same.sources);
    known.against = [...new Set([...known.against, ...same.against])];
  }
  return {
    ...own, asked: other.asked, relations: relations.list, papers: papers.list, finders: finders.list,
    claims: facts.list.map((one) => one.claims),
    things: thingColumns(things.list, types, placeNew(things.list.length, facts.list, places)),
    facts: factColumns(facts.list),
    types: types.list,
  };
}

function thingColumns(list, types, places) {
  const some = (name) => Object.fromEntries(list.map((one, k) => [k, one[name]]).filter(([, value]) => value !== undefined));
  return {
    base: '', iri: list.map((one) => one.iri), label: list.map((one) => one.label),
    aliases: some('aliases'), code: some('code'), date: some('date'),
    type: list.map((one) => types.add(one.type)), community: list.map((one) => one.community),
    neighbours: list.map((one) => one.neighbours), many: [...list.keys()].filter((k) => list[k].isMany), places,
  };
}

function factColumns(list) {
  const all = (name) => list.map((one) => one[name]);
  return {
    subject: all('subject'), object: all('object'), relation: all('relation'), status: all('status'), when: all('when'),
    stated: all('stated'), sources: all('sources'), finder: all('finder'), against: Object.fromEntries(all('against').entries()),
    paperCount: list.map((one) => one.papers.length), paper: list.flatMap((one) => one.papers),
  };
}

/** Places on the map: those that there are, and for what is new one in a spiral about what it has a fact with. */
function placeNew(count, facts, { x, y }) {
  const places = { x: new Float32Array(count), y: new Float32Array(count) };
  places.x.set(x);
  places.y.set(y);
  const isPlaced = Array.from({ length: count }, (_, k) => k < x.length);
  const around = new Map(); // how many stand about each
  for (const { subject, object } of facts) {
    const [from, to] = isPlaced[subject] ? [subject, object] : [object, subject];
    if (!isPlaced[from] || isPlaced[to]) continue;
    const turn = around.get(from) || 0;
    around.set(from, turn + 1);
    const reach = SPACING * (1.2 + 0.12 * turn);
    places.x[to] = places.x[from] + reach * Math.cos(turn * 2.4);
    places.y[to] = places.y[from] + reach * Math.sin(turn * 2.4);
    isPlaced[to] = true;
  }
  return places;
}

/** The claims of all facts in the blocks that a server sent. */
function claimsIn(blocks) {
  const claims = [];
  for (let number = 0; blocks[`kg-evidence-${number}`]; number++) claims.push(...blocks[`kg-evidence-${number}`]);
  return claims;
}

/** Join what a server sent to the model, in its place. */
async function growModel(model, evidence, blocks) {
  const own = await Promise.all(Array.from({ length: model.factCount }, (_, fact) => evidence.stored(fact)));
  Object.assign(model, buildModel(joinCores(model.core, own, blocks['kg-core'], claimsIn(blocks), model)));
}
