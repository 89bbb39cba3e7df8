/* The present view as a SPARQL 1.1 query over the whole graph: the facts that are shown, with their status. */

/** Up to so many entities a part of the graph is listed by name in the query. */
const MOST_LISTED = 400;

function sparqlOf(app) {
  const { model, state } = app;
  const shown = (name, list) => list.filter((_, number) => !state.hidden[name].has(number));
  const isFiltered = (name, list) => list.some((_, number) => state.hidden[name].has(number));
  const iris = (list) => list.map((one) => iriTerm(one.iri)).join(' ');
  const lines = [
    '# The facts shown in the picture, with their status.',
    'PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>',
    'SELECT DISTINCT ?subject ?relation ?object ?status WHERE {',
    `  ${statusBranches(state).join('\n  UNION ')}`,
    `  VALUES ?relation { ${iris(shown('relations', model.relations))} }`,
  ];
  if (isFiltered('types', model.types)) {
    const types = iris(shown('types', model.types));
    lines.push('  ?subject a ?subjectType . ?object a ?objectType .',
      `  VALUES ?subjectType { ${types} }`, `  VALUES ?objectType { ${types} }`);
  }
  if (isFiltered('papers', model.papers)) {
    lines.push(`  VALUES ?document { ${iris(shown('papers', model.papers))} }`,
      '  GRAPH ?document { [] rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object }');
  }
  if (isFiltered('finders', model.finders)) lines.push(...finderLines(shown('finders', model.finders)));
  lines.push(...entityLines(app), '}', 'ORDER BY ?subject ?relation ?object');
  return `${lines.join('\n')}\n`;
}

/** One branch for each status that is switched on: the default graph, and the graphs of plans, denials and inferences. */
function statusBranches(state) {
  const branches = [
    '{ ?subject ?relation ?object . BIND("asserted" AS ?status) }',
    '{ GRAPH ?g { ?subject ?relation ?object } FILTER(STRENDS(STR(?g), "graph/planned")) BIND("planned" AS ?status) }',
    '{ GRAPH ?g { ?subject ?relation ?object } FILTER(STRENDS(STR(?g), "graph/negated")) BIND("negated" AS ?status) }',
    '{ GRAPH ?g { ?subject ?relation ?object } FILTER(STRENDS(STR(?g), "graph/inferred")) '
      + 'FILTER NOT EXISTS { ?object ?relation ?subject } BIND("inferred" AS ?status) }',
  ].filter((_, status) => status < state.statusCount && !state.hidden.statuses.has(status));
  return branches.length ? branches : ['{ FILTER(false) }'];
}

/** The entities in sight, if the view shows a part; what the query leaves out is said in a comment. */
function entityLines(app) {
  const { model, state } = app;
  const lines = [];
  const list = (things) => things.map((thing) => iriTerm(model.iri(thing))).join(' ');
  if (state.view === 'focus') {
    const things = [...state.shown].filter((thing) => state.isDrawn(thing)).sort((a, b) => a - b);
    const drawable = [...model.weight].filter((weight, thing) => weight && state.thingOn[thing]).length;
    if (things.length < drawable && things.length <= MOST_LISTED) {
      lines.push(`  VALUES ?subject { ${list(things)} }`, `  VALUES ?object { ${list(things)} }`);
    } else if (things.length < drawable) {
      lines.push('  # The choice of entities is too long to be listed here.');
    }
  }
  if (state.removed.size) {
    const things = list([...state.removed]);
    lines.push(`  FILTER(?subject NOT IN (${things.replace(/ /g, ', ')}) && ?object NOT IN (${things.replace(/ /g, ', ')}))`);
  }
  if (state.time.from !== null || state.time.to !== null || !state.time.undated) {
    lines.push('  # The window of time is not part of this query.');
  }
  return lines;
}
