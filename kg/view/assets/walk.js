/*
 * Walking: the page of a server asks it for more of the graph. The address names the entities whose surroundings are
 * loaded, what is shown of them stands behind its #, so that it can be shared, reloaded and gone back from.
 */

/** After the last letter, wait so long before the server is asked. */
const SEARCH_AFTER_MS = 180;
/** The server gives up sooner by itself, unless it has stopped. */
const ASK_FOR_MS = 60000;
const NO_INDEX = 'Only what is loaded was searched: the graph has no search index.';

function createWalk(app) {
  const { model, state } = app;
  let { names, best } = model.core.asked;
  let loaded = [...names]; // all that was asked for, also before a step back
  let isAsking = false;

  const label = (iri) => {
    const thing = app.permalink.numberOf(iri);
    return thing === undefined ? iri : model.label(thing);
  };

  /** The part of an address behind the ?. */
  function query(several, withBest) {
    const words = new URLSearchParams(several.map((name) => ['iri', name]));
    if (withBest && several.length) words.set('best', '1');
    return words.size ? `?${words}` : '';
  }

  /** Not the whole page is busy: what is said of it must be heard. */
  const setBusy = (on) => { for (const id of ['map', 'focus']) byId(id).setAttribute('aria-busy', String(on)); };

  /** What the server sends for these names, or null where it sends nothing: then the reader is told why. */
  async function ask(several, title) {
    if (isAsking) {
      app.notice('The server is still being asked. One moment, please.');
      return null;
    }
    isAsking = true;
    app.notice(`Loading ${title} …`);
    setBusy(true);
    try {
      const response = await fetch(`/graph/data${query(several, best)}`, {
        headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(ASK_FOR_MS),
      });
      if (!response.ok) throw new Error(shortened((await response.text()).trim(), 300) || `status ${response.status}`);
      const blocks = await response.json();
      app.notice('');
      return blocks;
    } catch (error) {
      const reason = error instanceof TypeError ? 'the server cannot be reached'
        : error.name === 'TimeoutError' ? 'the server takes too long' : error.message;
      app.notice(`Nothing was loaded: ${reason}`);
      say(byId('notice').textContent);
      return null;
    } finally {
      isAsking = false;
      setBusy(false);
    }
  }

  /** Join what the server sent to the page; returns how many entities are new. */
  async function join(blocks, several) {
    const before = model.count;
    await growModel(model, app.evidence, blocks);
    loaded = several;
    state.grow();
    return model.count - before;
  }

  /** Load the names and one more, and give the address a new step. Whether something came. */
  async function step(iri, name = label(iri)) {
    const several = [...names, iri];
    const blocks = await ask(several, `what surrounds ${name}`);
    if (!blocks) return false;
    app.permalink.flush();
    const facts = model.factCount;
    const added = await join(blocks, several);
    if (!added && model.factCount === facts) {
      app.notice(`The page has as much about ${name} as it can ask for at once. The page of it lists all facts.`);
      return false;
    }
    names = several;
    history.pushState(null, '', `/graph${query(names, best)}${location.hash}`);
    say(`${plural(added, 'entity', 'entities')} loaded`);
    return true;
  }

  /** Show what the address says after a step back or forth; what is not loaded any more is loaded again. */
  async function followAddress() {
    const words = new URLSearchParams(location.search);
    const several = words.getAll('iri');
    const { hash } = location;
    app.permalink.hold(true);
    const count = (list, name) => list.filter((one) => one === name).length;
    if (several.some((name) => count(several, name) > count(loaded, name))) {
      const blocks = await ask(several, 'what the address names');
      if (blocks) await join(blocks, several);
    }
    names = several;
    app.permalink.hold(false);
    app.permalink.read(hash);
    say(`Back to ${plural(state.counts.things, 'entity', 'entities')}`);
  }
  window.addEventListener('popstate', followAddress);

  /** What a document speaks of has no fact with it: it is what was loaded for its sake. */
  function showSpokenOf() {
    const drawable = [...model.byWeight].filter((thing) => model.weight[thing] > 0 && !model.isFolded(thing));
    for (const thing of drawable.slice(0, model.core.focusMax)) state.shown.add(thing);
  }

  /* ---- search ---- */

  let typed = '';
  let isSearched = true; // the graph has an index
  let timer = 0;

  /** What the server finds, or why it does not. */
  async function askNames(text) {
    try {
      const response = await fetch(`/search.json?${new URLSearchParams({ q: text })}`);
      if (response.ok) return { found: (await response.json()).hits, message: '' };
      isSearched = response.status !== 404;
      const reason = response.status === 400 ? '' : 'Only what is loaded was searched: the server did not answer.';
      return { found: [], message: isSearched ? reason : NO_INDEX };
    } catch {
      return { found: [], message: 'Only what is loaded was searched: the server cannot be reached.' };
    }
  }

  /** Look for names in the whole graph, when the typing rests; tell the entities that are not loaded, or what is wrong. */
  function search(text, tell) {
    typed = text;
    clearTimeout(timer);
    if (text) timer = setTimeout(() => seek(text, tell), SEARCH_AFTER_MS);
  }

  async function seek(text, tell) {
    const { found, message } = isSearched ? await askNames(text) : { found: [], message: NO_INDEX };
    if (text === typed) tell(found.filter(({ iri }) => app.permalink.numberOf(iri) === undefined), message);
  }

  return {
    /** What the page begins with: the entities that were asked for, or the best connected. */
    begin() {
      const roots = names.map((name) => app.permalink.numberOf(name)).filter((thing) => thing !== undefined);
      const isDocument = (thing) => model.typeOf(thing).name === 'Document';
      for (const root of roots) if (!isDocument(root)) state.hidden.types.delete(model.type[root]); // a date is drawn
      state.filter();
      app.legend.refresh();
      if (roots.length) app.explore.showRoots([...new Set(roots)]);
      else app.explore.showBest(model.core.focusMax);
      if (roots.some(isDocument)) showSpokenOf();
      const missing = model.core.asked.unknown.length;
      if (missing) app.notice(`${plural(missing, 'entity', 'entities')} of this address ${missing === 1 ? 'is' : 'are'} not in the graph.`);
    },
    /** Load more neighbours of an entity. Whether they came. */
    fetchAround: (thing) => step(model.iri(thing)),
    /** The number of an entity of the graph, loaded if need be; null where it cannot be had. */
    async reach(iri, name) {
      if (app.permalink.numberOf(iri) === undefined && !(await step(iri, name))) return null;
      return app.permalink.numberOf(iri) ?? null;
    },
    search,
    get names() { return names; },
  };
}
