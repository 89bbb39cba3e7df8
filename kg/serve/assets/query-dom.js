/* Elements. Text from the graph goes into the page only through textContent: nothing here parses markup. */

const byId = (id) => document.getElementById(id);

/** Make an element. `text` sets its text, `on…` adds a listener, everything else is an attribute. */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'text') element.textContent = value;
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const counted = (number) => number.toLocaleString('en-US');
const plural = (number, one, many = `${one}s`) => `${counted(number)} ${number === 1 ? one : many}`;

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
