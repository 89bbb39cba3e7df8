/* What the scripts of the query page share, beside the elements of dom.js, which the graph page has too. */

/** The address of a thing's own page on this server. */
const entityAddress = (iri) => `/entity?iri=${encodeURIComponent(iri)}`;

/** An IRI as a query may write it: `kg:Agreement` where a prefix fits, else in brackets. */
function nameOf(iri, prefixes) {
  for (const [prefix, start] of Object.entries(prefixes)) {
    const rest = iri.slice(start.length);
    if (iri.startsWith(start) && /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(rest)) return `${prefix}:${rest}`;
  }
  return `<${iri}>`;
}
