/* The graph as the page keeps it: typed columns read from the core block, and for each entity the list of its facts. */

const NONE = -1;
const ASSERTED = 0;
const PLANNED = 1;
const NEGATED = 2;
/** Stated by no document: it follows from asserted facts. */
const INFERRED = 3;
/** The day of what has no date. */
const UNDATED = -2147483648;
/** Pixels, at scale 1, between neighbours that the layout puts at distance 1. */
const SPACING = 95;

/** The content of a data element, unpacked if need be; null if there is none. The element is dropped afterwards. */
async function readBlock(id) {
  const element = byId(id);
  if (!element) return null;
  const text = element.textContent;
  element.remove();
  if (element.type === 'application/json') return JSON.parse(text);
  const bytes = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).json();
}

/** Numbers from base64; the page is written little-endian, as every browser's machine is. What has grown is an array. */
const column = (text, Kind) => (typeof text === 'string'
  ? new Kind(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer) : Kind.from(text));

/** For each entity the facts it takes part in, as one array and the offsets into it. */
function adjacency(count, subject, object) {
  const offset = new Uint32Array(count + 1);
  for (let fact = 0; fact < subject.length; fact++) {
    offset[subject[fact] + 1]++;
    if (object[fact] !== subject[fact]) offset[object[fact] + 1]++;
  }
  for (let i = 0; i < count; i++) offset[i + 1] += offset[i];
  const fill = offset.slice();
  const facts = new Uint32Array(offset[count]);
  for (let fact = 0; fact < subject.length; fact++) {
    facts[fill[subject[fact]]++] = fact;
    if (object[fact] !== subject[fact]) facts[fill[object[fact]]++] = fact;
  }
  return { offset, facts };
}

/** The documents of each fact, as one array and the offsets into it. */
function paperColumns(facts) {
  const counts = column(facts.paperCount, Uint32Array);
  const offset = new Uint32Array(counts.length + 1);
  counts.forEach((number, fact) => { offset[fact + 1] = offset[fact] + number; });
  return { offset, papers: column(facts.paper, Uint32Array) };
}

/** The first and last day (from 1970-01-01) of each fact that has a date. */
function dayColumns(when, dates) {
  const from = new Int32Array(when.length).fill(UNDATED);
  const to = new Int32Array(when.length).fill(UNDATED);
  when.forEach((thing, fact) => {
    const [, earliest, latest] = (thing !== NONE && dates[thing]) || [];
    if (earliest === null || earliest === undefined) return;
    from[fact] = earliest;
    to[fact] = latest ?? earliest;
  });
  return { from, to };
}

/** The days of a document's date, given as year, year-month or day. */
function paperDays(paper) {
  const parts = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(paper.date || '');
  if (!parts) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2] || 1) - 1, Number(parts[3] || 1)];
  const at = (...date) => Math.floor(Date.UTC(...date) / 86400000);
  const end = parts[3] ? at(year, month, day) : parts[2] ? at(year, month + 1, 0) : at(year, 11, 31);
  return { from: at(year, month, day), to: end };
}

/** The places of the layout in pixels. */
function placeColumns(things) {
  const pixels = (text, length) =>
    Float32Array.from(column(text, Uint16Array), (value) => (value / 65535 - 0.5) * length * SPACING);
  return { x: pixels(things.x, things.width), y: pixels(things.y, things.height) };
}

/** Build the model from the core block. */
function buildModel(core) {
  const { things, facts, types, relations, papers } = core;
  const count = things.label.length;
  const type = column(things.type, Uint16Array);
  const subject = column(facts.subject, Uint32Array);
  const object = column(facts.object, Uint32Array);
  const relation = column(facts.relation, Uint16Array);
  const status = column(facts.status, Uint8Array);
  const when = column(facts.when, Int32Array);
  const finder = facts.finder ? column(facts.finder, Uint16Array) : new Uint16Array(subject.length);
  const near = adjacency(count, subject, object);
  const stated = paperColumns(facts);
  const foldedType = types.map((one) => one.folded);
  const isFolded = (thing) => foldedType[type[thing]];

  /* How much of the drawn picture hangs on an entity: its facts with entities that are not folded. */
  const weight = new Uint32Array(count);
  for (let fact = 0; fact < subject.length; fact++) {
    if (isFolded(subject[fact]) || isFolded(object[fact])) continue;
    weight[subject[fact]]++;
    if (subject[fact] !== object[fact]) weight[object[fact]]++;
  }
  const byWeight = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => weight[b] - weight[a] || a - b);

  const { x, y } = things.places || placeColumns(things);

  /* Of a part of a graph that a server sent: how many neighbours there are in all, and documents that state a fact. */
  const neighbours = core.asked ? column(things.neighbours, Uint32Array) : null;
  const isMany = new Set(things.many);
  const documents = core.asked ? column(facts.stated, Uint32Array) : null;
  const sources = core.asked ? column(facts.sources, Uint32Array) : null;
  const against = facts.against || {};

  const days = dayColumns(when, things.date);
  const reported = papers.map(paperDays);

  const model = {
    core, count, factCount: subject.length, types, relations, papers, statuses: core.statuses,
    /* Who may have found a fact: groups, of which each fact has one; none in a graph that only rules read. */
    finders: core.finders || [], finder,
    type, subject, object, relation, status, when, weight, byWeight, x, y,
    community: column(things.community, Int32Array),
    label: (thing) => things.label[thing] || things.iri[thing],
    iri: (thing) => things.base + things.iri[thing],
    aliases: (thing) => things.aliases[thing] || [],
    code: (thing) => things.code[thing],
    date: (thing) => things.date[thing],
    typeOf: (thing) => types[type[thing]],
    isFolded,
    factsOf: (thing) => near.facts.subarray(near.offset[thing], near.offset[thing + 1]),
    other: (fact, thing) => (subject[fact] === thing ? object[fact] : subject[fact]),
    papersOf: (fact) => stated.papers.subarray(stated.offset[fact], stated.offset[fact + 1]),
    relationOf: (fact) => relations[relation[fact]],
    /** In how many documents a fact is stated, those included whose words are not in the page. */
    documentCount: (fact) => (documents ? documents[fact] : model.papersOf(fact).length),
    /** How many of the documents of a fact are independent: copies of one text are one. */
    sourceCount: (fact) => (sources ? sources[fact]
      : new Set([...model.papersOf(fact)].map((paper) => papers[paper].copyOf || papers[paper].iri)).size),
    /** The values that contradict the object of a fact. */
    contradicting: (fact) => against[fact] || [],
    /** The fact that gives a subject another value of the same property, or NONE where it is not in the page. */
    givingInstead: (fact, value) => [...model.factsOf(value)].find((other) => subject[other] === subject[fact]
      && relation[other] === relation[fact] && object[other] === value && status[other] === ASSERTED) ?? NONE,
    neighbours,
    /** Whether an entity has more neighbours than were counted. */
    isMany: (thing) => isMany.has(thing),
    /** How many neighbours of an entity are in the graph and not in the page. */
    beyond(thing) {
      if (!neighbours) return 0;
      const here = new Set([...model.factsOf(thing)].map((fact) => model.other(fact, thing)));
      const loaded = [...here].filter((other) => other !== thing && !isFolded(other)).length;
      return Math.max(0, neighbours[thing] - loaded, isMany.has(thing) ? 1 : 0);
    },
    days,
    isReported: reported.some(Boolean),
    /** The days on which the first document that states a fact was published, or null. */
    reportedOn: (fact) => {
      const found = [...stated.papers.subarray(stated.offset[fact], stated.offset[fact + 1])].map((paper) => reported[paper]);
      return found.filter(Boolean).sort((a, b) => a.from - b.from)[0] || null;
    },
    statusOf: (fact) => core.statuses[status[fact]],
    radius: (thing) => 6.5 + 2.2 * Math.sqrt(Math.min(weight[thing], 60)),
  };
  /** A short name: an acronym among the other names, else the beginning of the name. */
  model.shortName = (thing) => {
    const acronym = model.aliases(thing).find((alias) => /^[\p{Lu}\d][\p{Lu}\p{Ll}\d-]{1,7}$/u.test(alias) && /\p{Lu}{2}/u.test(alias));
    return acronym || shortened(drawable(model.label(thing)), 16);
  };
  model.whenText = (fact) => (when[fact] === NONE ? null : things.date[when[fact]]?.[0] || model.label(when[fact]));
  return model;
}
