/* The proof behind a fact: claims and quotes, decoded in blocks when first asked for, written as ordinary HTML. */

const PARTS = ['subject', 'trigger', 'object'];
const PART_TITLES = ['the subject', 'the words that state it', 'the object'];
/** A few blocks are read at once; above, each is read when one of its facts is opened. */
const EAGER_BLOCKS = 3;

function createEvidence(model) {
  const blocks = new Map();
  const size = model.core.blockSize;
  const isEager = Math.ceil(model.factCount / size) <= EAGER_BLOCKS;

  /** What the page holds of a fact: its claims, or the words that say why one without follows; beside the core in what has grown. */
  async function stored(fact) {
    if (model.core.claims) return model.core.claims[fact];
    const number = Math.floor(fact / size);
    if (!blocks.has(number)) blocks.set(number, readBlock(`kg-evidence-${number}`));
    const block = await blocks.get(number);
    return (block && block[fact - number * size]) || [];
  }

  return {
    isEager, stored,
    /** Why a fact without claims follows ("by …"), or null. */
    async reason(fact) {
      const found = model.core.hasEvidence ? await stored(fact) : null;
      return typeof found === 'string' ? found : null;
    },
    /** The claims of a fact: [{paper, saidBy, role, finders, quotes: [{text, start, page, marks}], because}]. */
    async claims(fact) {
      const found = model.core.hasEvidence ? await stored(fact) : [];
      return (typeof found === 'string' ? [] : found).map(([paper, saidBy, role, finders, quotes, because]) => ({
        paper, saidBy, role, finders, because: because || null,
        quotes: quotes.map(([text, start, page, marks]) => ({ text, start, page, marks })),
      }));
    },
  };
}

/** The quote with its subject, trigger and object marked. Offsets count code points; marks may overlap. */
function quoteElement(quote) {
  const letters = Array.from(quote.text);
  const bounds = new Set([0, letters.length]);
  for (const [start, end] of quote.marks) bounds.add(start).add(end);
  const cuts = [...bounds].sort((a, b) => a - b);
  const element = make('blockquote', { class: 'quote', dir: 'auto' });
  for (let k = 0; k + 1 < cuts.length; k++) {
    const text = plainText(letters.slice(cuts[k], cuts[k + 1]).join(''));
    const marks = quote.marks.filter(([start, end]) => start <= cuts[k] && cuts[k + 1] <= end);
    if (!marks.length) { element.append(text); continue; }
    const names = marks.map(([, , part]) => PARTS[part]).join(' ');
    element.append(make('mark', { class: names, title: marks.map(([, , part]) => PART_TITLES[part]).join(', '), text }));
  }
  return element;
}

/** The address of a web page, with the quote as a text fragment, so that the browser scrolls to it. */
function quoteAddress(address, quote) {
  const escaped = (text) => encodeURIComponent(text).replace(/-/g, '%2D');
  const words = quote.text.trim().split(/\s+/);
  const whole = words.length <= 12;
  const range = whole ? [words.join(' ')] : [words.slice(0, 5).join(' '), words.slice(-5).join(' ')];
  try {
    return `${address}${address.includes('#') ? '' : '#'}:~:text=${range.map(escaped).join(',')}`;
  } catch {
    return address; // a lone surrogate has no percent-encoding
  }
}

/** Where a claim stands: document, publisher, date, page, as one line. */
function sourceElement(app, claim, quote) {
  const { model } = app;
  const paper = model.papers[claim.paper];
  const address = webAddress(paper.url || '');
  const title = plainText(paper.title || paper.iri);
  const name = model.core.asked ? pageLink('/document', paper.iri, title, { class: 'paper', dir: 'auto' }) : address
    ? link(quote ? quoteAddress(address, quote) : address, title, { class: 'paper', dir: 'auto' })
    : foreign(title, { class: 'paper' });
  const details = [paper.publisher, paper.date, quote?.page ? `page ${quote.page}` : null].filter(Boolean);
  const line = make('cite', { class: 'source' }, name);
  for (const detail of details) line.append(' · ', foreign(detail));
  const read = make('button', { class: 'read', text: 'in the text', title: 'Read it in the document' });
  read.addEventListener('click', () => app.reader.show(claim.paper, quote?.start ?? null));
  line.append(' ', read);
  if (address && model.core.asked) line.append(' ', link(quote ? quoteAddress(address, quote) : address, 'web page'));
  if (!address && paper.source) line.append(make('span', { class: 'file', dir: 'auto', text: paper.source }));
  return line;
}

/** One claim: its quotes, below each where it stands, and who found it: the rule, then witnesses. */
function claimElement(app, claim) {
  const element = make('div', { class: 'claim' });
  const quotes = claim.quotes.length ? claim.quotes : [null];
  for (const quote of quotes) {
    if (quote) element.append(quoteElement(quote));
    element.append(sourceElement(app, claim, quote));
  }
  if (claim.finders.length) element.append(make('p', { class: 'finders' }, 'found by ', foreign(claim.finders.join(' · '))));
  return element;
}

/** The claims of a fact as they are read. Of an inferred fact: the axioms, and each premise above the claims of it. */
function claimElements(app, claims) {
  const elements = [];
  let premise = null;
  for (const claim of claims) {
    if (claim.because && claim.because[0] !== premise) {
      if (premise === null) elements.push(make('p', { class: 'axioms' }, 'Follows, since ', foreign(claim.because[1]), ', from:'));
      [premise] = claim.because;
      elements.push(make('p', { class: 'premise' }, foreign(premise)));
    }
    elements.push(claimElement(app, claim));
  }
  return elements;
}

/** What the claims add to a fact in a few words: the office held, and who says so. */
function claimNotes(app, claims) {
  const roles = [...new Set(claims.map((claim) => claim.role).filter(Boolean))];
  const speakers = [...new Set(claims.map((claim) => claim.saidBy).filter((thing) => thing !== NONE))];
  const notes = make('div', { class: 'notes' });
  for (const role of roles) notes.append(make('span', { class: 'role' }, 'as ', foreign(role)));
  for (const thing of speakers) {
    notes.append(make('span', { class: 'speaker' }, 'says ', app.thingButton(thing)));
  }
  return notes.childNodes.length ? notes : null;
}
