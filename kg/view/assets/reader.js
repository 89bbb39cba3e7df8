/*
 * The reader: a document's text with what was found in it. A sentence that states facts lights them up in the picture;
 * a fact that is chosen there scrolls to its sentence. Without the text, the quotes stand one below the other.
 */

const MOST_LETTERS = 400000;

function createReader(app) {
  const { model, state } = app;
  const pane = byId('reader');
  const body = byId('reader-text');
  let open = NONE; // the number of the document
  let regions = []; // what is in the pane: {element, facts, start}
  let mentions = []; // {element, thing}

  /** The quotes of a document with their facts: [{start, text, facts}], in the order of the text. */
  async function quotesOf(paper) {
    const found = new Map();
    for (let fact = 0; fact < model.factCount; fact++) {
      if (!model.papersOf(fact).includes(paper)) continue;
      for (const claim of await app.evidence.claims(fact)) {
        if (claim.paper !== paper) continue;
        for (const quote of claim.quotes) {
          const key = `${quote.start} ${quote.text}`;
          if (!found.has(key)) found.set(key, { start: quote.start ?? 0, text: quote.text, page: quote.page, facts: [] });
          found.get(key).facts.push(fact);
        }
      }
    }
    return [...found.values()].sort((a, b) => a.start - b.start || a.text.length - b.text.length);
  }

  /** Stretches of the text that state facts; quotes that overlap become one: [{start, end, facts}]. */
  function stretches(quotes, length) {
    const merged = [];
    for (const quote of quotes) {
      const end = Math.min(length, quote.start + Array.from(quote.text).length);
      const last = merged[merged.length - 1];
      if (last && quote.start < last.end) {
        last.end = Math.max(last.end, end);
        last.facts.push(...quote.facts);
      } else if (quote.start < end) merged.push({ start: quote.start, end, facts: [...quote.facts] });
    }
    return merged;
  }

  /** The text from `start` to `end` with its mentions as buttons. */
  function withMentions(letters, found, start, end) {
    const parts = [];
    let at = start;
    for (const [from, to, thing] of found) {
      if (from < at || to > end) continue;
      parts.push(plainText(letters.slice(at, from).join('')));
      const button = make('button', { class: 'mention', text: plainText(letters.slice(from, to).join('')),
        title: `${model.label(thing)} · ${model.typeOf(thing).label}` });
      button.style.setProperty('--hue', model.typeOf(thing).colour);
      button.addEventListener('click', (event) => { event.stopPropagation(); app.explore.goTo(thing); });
      mentions.push({ element: button, thing });
      parts.push(button);
      at = to;
    }
    parts.push(plainText(letters.slice(at, end).join('')));
    return parts;
  }

  /** A sentence that states facts: a click anywhere in it, or on the number behind it, lights them up. */
  function statedElement(content, facts, start) {
    const number = make('button', { class: 'stated-number', text: String(facts.length),
      'aria-label': `Show ${plural(facts.length, 'fact')} of this sentence` });
    const element = make('span', { class: 'stated' }, ...content, number);
    const light = () => app.explore.lightUp(facts);
    element.addEventListener('click', light);
    number.addEventListener('click', (event) => { event.stopPropagation(); light(); });
    regions.push({ element, facts, start });
    return element;
  }

  function fillText(content, quotes) {
    const letters = Array.from(content.text).slice(0, MOST_LETTERS);
    const found = content.mentions;
    let at = 0;
    for (const { start, end, facts } of stretches(quotes, letters.length)) {
      body.append(...withMentions(letters, found, at, start));
      body.append(statedElement(withMentions(letters, found, start, end), facts, start));
      at = end;
    }
    body.append(...withMentions(letters, found, at, letters.length));
  }

  function fillQuotes(quotes) {
    body.append(make('p', { class: 'quiet', text: 'The page holds the quotes of this document, not its whole text.' }));
    for (const quote of quotes) {
      body.append(make('p', {}, statedElement([plainText(quote.text)], quote.facts, quote.start),
        quote.page ? make('small', { class: 'quiet', text: ` page ${quote.page}` }) : null));
    }
  }

  function fillHeading(paper) {
    const address = webAddress(paper.url || '');
    byId('reader-title').textContent = plainText(paper.title);
    const details = [paper.publisher, paper.author, paper.date].filter(Boolean).map(plainText).join(' · ');
    byId('reader-about').replaceChildren(details, details && address ? ' · ' : '', address ? link(address, 'web page') : '',
      ...(model.core.asked ? [' · ', pageLink('/document', paper.iri, 'whole text')] : []));
  }

  /** Open a document, at a place in its text if one is given. */
  async function show(paper, start = null) {
    if (open !== paper) {
      open = paper;
      document.body.classList.add('with-reader');
      pane.hidden = false;
      fillHeading(model.papers[paper]);
      body.replaceChildren();
      [regions, mentions] = [[], []];
      const [content, quotes] = [await textOf(paper), await quotesOf(paper)];
      if (open !== paper) return;
      body.replaceChildren();
      if (content) fillText(content, quotes);
      else fillQuotes(quotes);
      say(`${model.papers[paper].title}: ${plural(regions.length, 'passage')} with facts`);
    }
    mark();
    if (start !== null) scrollTo(regions.findLast((region) => region.start <= start));
  }

  const texts = new Map();
  function textOf(paper) {
    if (!texts.has(paper)) texts.set(paper, readBlock(`kg-text-${paper}`));
    return texts.get(paper);
  }

  function close() {
    open = NONE;
    pane.hidden = true;
    document.body.classList.remove('with-reader');
    app.focusView();
  }

  function scrollTo(region) {
    region?.element.scrollIntoView({ block: 'center', behavior: app.isCalm() ? 'auto' : 'smooth' });
  }

  /** Mark what is chosen in the picture; returns the first place. */
  function mark() {
    const facts = new Set(state.chosen.facts || []);
    const thing = state.chosen.kind === 'thing' ? state.chosen.thing : NONE;
    for (const region of regions) region.element.classList.toggle('lit', region.facts.some((fact) => facts.has(fact)));
    for (const mention of mentions) mention.element.classList.toggle('lit', mention.thing === thing);
    return body.querySelector('.lit');
  }

  state.on('choose', () => {
    if (open === NONE) return;
    const first = mark();
    const frame = body.getBoundingClientRect();
    const isSeen = [...body.querySelectorAll('.lit')].some((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= frame.top && bottom <= frame.bottom;
    });
    if (first && !isSeen) scrollTo({ element: first });
  });
  byId('reader-close').addEventListener('click', close);
  pane.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  });
  return { show, close, get open() { return open; } };
}
