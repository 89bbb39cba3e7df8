/* The facts shown as Turtle: entities with type and label, asserted facts as triples, the others as statements. */

const KG = 'https://w3id.org/provenkg/ontology#';
const PREFIXES = {
  kg: KG,
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
};
const CONTROLS = /[\u0000-\u0020<>"{}|^`\\]/g;

/** An IRI in angle brackets; what may not stand there (Turtle 1.1, IRIREF) is written as \u escapes. */
const iriTerm = (iri) =>
  `<${iri.replace(CONTROLS, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)}>`;

/** An IRI, with a prefix where its local part allows it. */
function term(iri) {
  for (const [prefix, base] of Object.entries(PREFIXES)) {
    if (iri.startsWith(base) && /^[A-Za-z][\w-]*$/.test(iri.slice(base.length))) return `${prefix}:${iri.slice(base.length)}`;
  }
  return iriTerm(iri);
}

/** A literal in quotes (Turtle 1.1, STRING_LITERAL_QUOTE). */
function literal(text) {
  const escaped = text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t');
  return `"${escaped}"`;
}

function turtleOf(app) {
  const { model } = app;
  const facts = app.view().drawnFacts();
  const things = [...new Set(facts.flatMap((fact) => [model.subject[fact], model.object[fact]]))].sort((a, b) => a - b);
  const lines = Object.entries(PREFIXES).map(([prefix, base]) => `@prefix ${prefix}: <${base}> .`);
  lines.push('');
  for (const thing of things) {
    lines.push(`${term(model.iri(thing))} a ${term(model.typeOf(thing).iri)} ; rdfs:label ${literal(model.label(thing))} .`);
  }
  lines.push('');
  for (const fact of facts.filter((one) => model.status[one] === ASSERTED)) {
    lines.push(`${term(model.iri(model.subject[fact]))} ${term(model.relationOf(fact).iri)} ${term(model.iri(model.object[fact]))} .`);
  }
  for (const fact of facts.filter((one) => model.status[one] !== ASSERTED)) {
    lines.push('', `[] a kg:Statement ; kg:status kg:${model.statusOf(fact)} ;`,
      `    rdf:subject ${term(model.iri(model.subject[fact]))} ; rdf:predicate ${term(model.relationOf(fact).iri)} ;`,
      `    rdf:object ${term(model.iri(model.object[fact]))} .`);
  }
  return `${lines.join('\n')}\n`;
}
