/* The panel on the right: an overview, one entity with its facts grouped by relation, or some facts with their proof. */

const GROUP_LIMIT = 25;
/** Up to so many facts their proof is open from the start. */
const OPEN_LIMIT = 4;
const NO_PREMISES = 'No document states it: it follows by the ontology from facts that are. kg explain tells why.';

function createPanel(app) {
  const { model, state, evidence } = app;
  const panel = byId('panel');

  function statusChip(fact) {
    const status = model.statusOf(fact);
    return make('span', { class: `chip ${status}`, title: `This fact is ${status}` }, statusLine(status), status);
  }

  /** A mark on a fact that others contradict. */
  const contradictedChip = (fact) => (model.contradicting(fact).length
    ? make('span', { class: 'chip contradicted', title: 'Other documents give another value' }, 'contradicted') : null);

  /** In how many documents a fact is stated, and how many independent sources they are. */
  function supportText(fact) {
    const [documents, sources] = [model.documentCount(fact), model.sourceCount(fact)];
    if (documents < 2) return '';
    return ` in ${plural(documents, 'document')}${sources && sources < documents ? ` (${plural(sources, 'independent source')})` : ''}`;
  }

  /** What contradicts a fact: each other value, with the sentences that give it. */
  async function contradictions(fact) {
    const parts = [];
    for (const value of model.contradicting(fact)) {
      const other = model.givingInstead(fact, value);
      const claims = other === NONE ? [] : await evidence.claims(other);
      parts.push(make('div', { class: 'against' }, make('p', {}, 'Contradicted: ', app.thingButton(value)), ...claimElements(app, claims)));
    }
    return parts;
  }

  /** A fact seen from one of its ends: the other end, status, date, notes, and its proof to open. */
  function factElement(fact, from, open) {
    const element = make('li', { class: 'fact', 'data-fact': fact });
    const date = model.whenText(fact);
    const other = model.other(fact, from);
    const isOwnDate = model.when[fact] === other;
    element.append(make('div', { class: 'head' },
      app.thingButton(other, { swatch: true }), statusChip(fact), contradictedChip(fact),
      date && !isOwnDate ? make('span', { class: 'date' }, foreign(date)) : null));
    element.append(proofElement(fact, element, open));
    return element;
  }

  /** The proof of a fact, filled when it is opened. */
  function proofElement(fact, owner, open) {
    const number = model.documentCount(fact);
    const isInferred = model.status[fact] === INFERRED;
    const summary = make('summary', {
      text: (isInferred ? (number ? 'Why it follows: evidence' : 'Why it follows') : 'Evidence') + supportText(fact),
    });
    const proof = make('details', { class: 'proof' }, summary);
    let filled = false;
    const fill = async () => {
      if (filled) return;
      filled = true;
      const claims = await evidence.claims(fact);
      const notes = isInferred ? null : claimNotes(app, claims);
      if (notes) owner.insertBefore(notes, proof);
      const reason = await evidence.reason(fact);
      if (reason) proof.append(make('p', { class: 'axioms' }, 'Follows ', foreign(reason), '.'));
      else if (!claims.length) proof.append(make('p', { class: 'quiet', text: isInferred ? NO_PREMISES : 'No document is recorded for this fact.' }));
      proof.append(...claimElements(app, claims));
      proof.append(...await contradictions(fact));
      const left = number - new Set(claims.map((claim) => claim.paper)).size;
      if (claims.length && left > 0 && !isInferred) proof.append(make('p', { class: 'quiet' }, 'and in ', moreDocuments(fact, left)));
    };
    proof.addEventListener('toggle', () => { if (proof.open) fill(); });
    if (open) proof.open = true;
    if (open || evidence.isEager) fill();
    return proof;
  }

  /** So many documents whose words are not in the page: a link to a server's page with all of them, or where they are. */
  const moreDocuments = (fact, left) => (model.core.asked
    ? factLink(fact, plural(left, 'more document'))
    : `${plural(left, 'more document')}: kg explain and kg serve show every sentence.`);

  /** A link to the page of a server with every sentence of a fact. */
  const factLink = (fact, text) => make('a', {
    href: `/fact?${new URLSearchParams({
      subject: model.iri(model.subject[fact]), predicate: model.relationOf(fact).iri, object: model.iri(model.object[fact]),
    })}`,
    text,
  });

  /** The facts of an entity that pass the filters, grouped by relation and direction, rare relations first. */
  function groupsOf(thing) {
    const groups = new Map();
    for (const fact of model.factsOf(thing)) {
      if (!state.passes[fact]) continue;
      const isOutgoing = model.subject[fact] === thing;
      const key = `${isOutgoing ? 0 : 1} ${model.relation[fact]}`;
      if (!groups.has(key)) groups.set(key, { isOutgoing, relation: model.relationOf(fact), facts: [] });
      groups.get(key).facts.push(fact);
    }
    return [...groups.values()].sort((a, b) =>
      b.isOutgoing - a.isOutgoing || a.facts.length - b.facts.length || (a.relation.label < b.relation.label ? -1 : 1));
  }

  function groupElement(group, thing, open) {
    const facts = group.facts.sort((a, b) =>
      model.status[a] - model.status[b] || model.weight[model.other(b, thing)] - model.weight[model.other(a, thing)] || a - b);
    const list = make('ul', { class: 'facts' });
    const add = (several) => list.append(...several.map((fact) => factElement(fact, thing, open)));
    add(facts.slice(0, GROUP_LIMIT));
    const name = group.relation.label;
    const heading = make('h3', {},
      make('span', { class: 'direction', 'aria-hidden': 'true', text: group.isOutgoing ? '→' : '←' }), ' ', foreign(name),
      group.isOutgoing ? null : make('span', { class: 'unseen', text: ' (from there to here)' }),
      make('span', { class: 'number', text: counted(facts.length) }));
    const section = make('section', { class: 'group' }, heading, list);
    if (facts.length > GROUP_LIMIT) {
      const more = make('button', { class: 'more', text: `Show ${counted(facts.length - GROUP_LIMIT)} more` });
      more.addEventListener('click', () => { add(facts.slice(GROUP_LIMIT)); more.remove(); });
      section.append(more);
    }
    return section;
  }

  function thingHeading(thing) {
    const type = model.typeOf(thing);
    const iri = model.iri(thing);
    const address = webAddress(iri);
    const aliases = model.aliases(thing);
    const code = model.code(thing);
    return make('header', { class: 'about' },
      make('p', { class: 'kind' }, swatch(type), foreign(type.label), code ? make('span', { class: 'code', text: code }) : null),
      make('h2', { id: 'panel-title', tabindex: '-1', dir: 'auto', text: model.core.asked ? null : plainText(model.label(thing)) },
        model.core.asked ? pageLink('/entity', iri, plainText(model.label(thing))) : null),
      aliases.length ? make('p', { class: 'quiet' }, 'also: ', foreign(aliases.join(' · '))) : null,
      make('p', { class: 'iri' }, address ? link(address, iri, { dir: 'ltr' }) : make('span', { dir: 'ltr', text: iri })));
  }

  /** The document behind an entity, if it is one that was read. */
  function paperOf(thing) {
    return model.papers.find((paper) => paper.thing === thing) || null;
  }

  /** The title of the document that a copy is one of, else its name. */
  const originalTitle = (iri) => model.papers.find((paper) => paper.iri === iri)?.title || iri;

  function paperElement(paper) {
    const address = webAddress(paper.url || '');
    const rows = [
      ['Publisher', paper.publisher], ['Author', paper.author], ['Date', paper.date],
      ['Language', paper.language], ['File', paper.source], ['Copy of', paper.copyOf && originalTitle(paper.copyOf)],
    ].filter(([, value]) => value);
    const list = make('dl', { class: 'known' });
    for (const [name, value] of rows) list.append(make('dt', { text: name }), make('dd', { dir: 'auto', text: plainText(value) }));
    if (address) list.append(make('dt', { text: 'Web' }), make('dd', {}, link(address, paper.url)));
    if (model.core.asked) list.append(make('dt', { text: 'Page' }), make('dd', {}, pageLink('/document', paper.iri, 'The document')));
    return list;
  }

  function showThing(thing) {
    const groups = groupsOf(thing);
    const number = groups.reduce((sum, group) => sum + group.facts.length, 0);
    const hidden = model.factsOf(thing).length - number;
    const paper = paperOf(thing);
    panel.replaceChildren(
      thingHeading(thing),
      app.thingActions(thing),
      ...(paper ? [paperElement(paper)] : []),
      make('p', { class: 'quiet sum', text: number ? plural(number, 'fact') : 'No facts pass the filters.' }),
      ...groups.map((group) => groupElement(group, thing, number <= OPEN_LIMIT)));
    if (hidden > 0) panel.append(make('p', { class: 'quiet', text: `${plural(hidden, 'fact')} hidden by filters` }));
    const beyond = model.beyond(thing);
    if (beyond > 0) {
      panel.append(make('p', { class: 'quiet beyond', text: `${model.isMany(thing) ? 'More than ' : ''}${counted(beyond)} `
        + `${beyond === 1 ? 'neighbour is' : 'neighbours are'} not loaded yet: Expand brings the best of them.` }));
    }
  }

  /** A whole fact: both ends, relation, status, date and the proof. */
  function wholeFact(fact) {
    const element = make('li', { class: 'fact whole', 'data-fact': fact });
    const date = model.whenText(fact);
    element.append(
      make('div', { class: 'triple' },
        app.thingButton(model.subject[fact], { swatch: true }),
        make('span', { class: 'relation' }, foreign(model.relationOf(fact).label)),
        app.thingButton(model.object[fact], { swatch: true })),
      make('div', { class: 'head' }, statusChip(fact), contradictedChip(fact), date ? make('span', { class: 'date' }, foreign(date)) : null));
    element.append(proofElement(fact, element, true));
    return element;
  }

  function showFacts(facts, title) {
    panel.replaceChildren(
      make('header', { class: 'about' },
        make('h2', { id: 'panel-title', tabindex: '-1', text: title || plural(facts.length, 'fact') })),
      make('ul', { class: 'facts' }, ...facts.map(wholeFact)));
  }

  function showOverview() {
    const best = [...model.byWeight.subarray(0, 12)].filter((thing) => model.weight[thing] > 0);
    panel.replaceChildren(
      make('header', { class: 'about' }, make('h2', { id: 'panel-title', tabindex: '-1', text: 'Overview' })),
      make('p', {}, `${model.core.asked ? 'Loaded: ' : ''}${plural(model.count, 'entity', 'entities')} and ${plural(model.factCount, 'fact')} from `
        + `${plural(model.papers.length, 'document')}. Choose an entity or a line to read the sentences that prove it.`),
      best.length ? make('h3', { text: 'Most connected' }) : '',
      make('ul', { class: 'best' }, ...best.map((thing) => make('li', {},
        app.thingButton(thing, { swatch: true }), make('span', { class: 'number', text: counted(model.weight[thing]) })))));
  }

  function refresh() {
    const { chosen } = state;
    if (chosen.kind === 'thing') showThing(chosen.thing);
    else if (chosen.kind === 'facts') showFacts(chosen.facts);
    else if (chosen.kind === 'path') showFacts(chosen.facts, `Path of ${plural(chosen.facts.length, 'fact')}`);
    else showOverview();
  }

  state.on('choose', () => { refresh(); panel.scrollTop = 0; });
  state.on('filter', () => { if (state.chosen.kind === 'thing') refresh(); });
  return { refresh };
}
