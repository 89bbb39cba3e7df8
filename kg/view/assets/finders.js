/*
 * Who found a fact. The facts that the same ones found are a group: {rules, witnesses}, whether rules did, and the names
 * of the witnesses; the page filters by groups, so that what only one of them found can be told from what several did.
 */

/** A group in words: "rules alone", "rules and llm:small". */
function finderLabel({ rules, witnesses }) {
  const names = [...(rules ? ['rules'] : []), ...witnesses];
  if (!names.length) return 'not recorded';
  if (names.length === 1) return `${names[0]} alone`;
  return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

const hasWitnesses = (model) => model.finders.some((group) => group.witnesses.length);

/** The name of a witness as it ends its IRI: what may not stand in a segment of a path is percent-encoded (RFC 3986). */
const witnessPath = (name) => encodeURIComponent(name).replace(/%3A/g, ':')
  .replace(/[!*'()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** A group as one word of a link. */
const finderKey = ({ rules, witnesses }) =>
  `${rules ? 'rules' : ''}${witnesses.map((name) => `+${witnessPath(name)}`).join('')}` || 'nobody';

/** That a fact is of one of the groups, as patterns of SPARQL 1.1: who found it in any of the documents. */
function finderLines(groups) {
  const names = [...new Set(groups.flatMap((group) => group.witnesses))].sort();
  const isOf = (group) => {
    if (!group.rules && !group.witnesses.length) return '!BOUND(?rules)';
    const has = names.map((name, k) => `?witness${k} = ${group.witnesses.includes(name) ? 1 : 0}`);
    return `(${[`?rules = ${group.rules ? 1 : 0}`, `?witnesses = ${group.witnesses.length}`, ...has].join(' && ')})`;
  };
  return [
    '  OPTIONAL {',
    '    SELECT ?subject ?relation ?object ?status (MAX(IF(?name = "", 1, 0)) AS ?rules)',
    '      (COUNT(DISTINCT ?name) - MAX(IF(?name = "", 1, 0)) AS ?witnesses)',
    ...names.map((name, k) => `      (MAX(IF(?name = ${literal(witnessPath(name))}, 1, 0)) AS ?witness${k})`),
    '    WHERE {',
    '      GRAPH ?page { ?statement rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ;',
    `        ${iriTerm(`${KG}status`)} ?state ; ${iriTerm(`${KG}foundBy`)} ?finder }`,
    '      BIND(REPLACE(STR(?state), "^.*#", "") AS ?status)',
    '      BIND(IF(REGEX(STR(?finder), "[/#]witness/[^/#]+$"), REPLACE(STR(?finder), "^.*/", ""), "") AS ?name)',
    '    }',
    '    GROUP BY ?subject ?relation ?object ?status',
    '  }',
    `  FILTER(${groups.map(isOf).join(' || ') || 'false'})`,
  ];
}
