/* Elements and words. Text from documents goes into the page only through textContent: nothing here parses markup. */

const byId = (id) => document.getElementById(id);

/** Make an element. `text` sets its text, `on…` adds a listener, `class` and everything else are attributes. */
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

/** Marks that turn the direction of text could make it read as something else: they are shown by their numbers. */
const plainText = (text) => text.replace(/[\u202a-\u202e\u2066-\u2069]/g,
  (mark) => `[U+${mark.codePointAt(0).toString(16).toUpperCase()}]`);

/** A text from a document, kept apart from the direction of what surrounds it. */
const foreign = (text, properties = {}) => make('bdi', { ...properties, text: plainText(text) });

/** The address if it is one of the web, else null: `javascript:` and its like never become links. */
function webAddress(text) {
  try {
    const address = new URL(text);
    return /^https?:$/.test(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

/** Scheme and host of an address, with the slash behind; nothing where there is none. */
function hostOf(text) {
  const found = /^https?:\/\/[^/?#]+\//.exec(text);
  return found ? found[0] : '';
}

/** A link that opens elsewhere and tells the other side nothing. */
const link = (address, text, properties = {}) =>
  make('a', { href: address, target: '_blank', rel: 'noopener noreferrer', text, ...properties });

/** A link to a page of the same server about something that has a name. */
const pageLink = (path, iri, text, properties = {}) =>
  make('a', { href: `${path}?iri=${encodeURIComponent(iri)}`, text, ...properties });

/** Tell screen readers what happened. */
function say(text) {
  const region = byId('spoken');
  region.textContent = '';
  setTimeout(() => { region.textContent = text; }, 30);
}

const counted = (number) => number.toLocaleString('en-US');
const plural = (number, one, many = `${one}s`) => `${counted(number)} ${number === 1 ? one : many}`;
const shortened = (text, length) => (text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text);

/** One line for the canvas: controls and marks that turn the direction of text are left out. */
const drawable = (text) => text.replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();

/** Letters without accents, in lower case, for search. */
const folded = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
