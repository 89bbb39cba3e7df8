/*
 * The query page with YASGUI: its tabs and its editor, with our completion, and our table in place of its own, whose links
 * lead to the pages of things on this server.
 *
 * It asks nobody but this server: its completers, which ask vocabularies on the web, are taken out, and so is the choice of
 * an endpoint. The page's policy would stop both.
 */

/** YASR makes rows of triples too: the media type tells. */
const hasTriples = (results) => !/sparql-results\+json/.test(results.getContentType() || '');

/** What YASR shows of an answer: our table, the text of triples, yes or no. */
function answerView({ prefixes, say, tell, queryOf }) {
  const told = new WeakSet();

  return class {
    constructor(yasr) {
      this.yasr = yasr;
      this.priority = 10;
      this.label = 'Answer';
    }

    canHandleResults() {
      return Boolean(this.yasr.results) && !this.yasr.results.getError();
    }

    draw() {
      const { results } = this.yasr;
      const text = results.getOriginalResponseAsString();
      const isTriples = hasTriples(results);
      const query = queryOf(this.yasr);
      const found = isTriples ? null : JSON.parse(text);
      const [heading, shown] = isTriples ? ['Triples', rawOf(query, FORMS.triples, text)]
        : 'results' in found ? [plural(found.results.bindings.length, 'row'), tableOf(found, { prefixes: prefixes(), say })]
          : [found.boolean ? 'Yes' : 'No', make('p', { class: 'verdict', text: found.boolean ? 'Yes' : 'No' })];
      const links = downloadsOf(query, isTriples ? FORMS.triples : FORMS.rows, tell);
      this.yasr.resultsEl.replaceChildren(make('div', { class: 'answer' }, links, shown));
      if (!told.has(results)) tell(`${heading} in ${(results.getResponseTime() / 1000).toFixed(2)} s.`);
      told.add(results);
    }

    /** A table of four cells: on narrow windows it stands without its label. */
    getIcon() {
      const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      icon.setAttribute('viewBox', '0 0 16 16');
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      path.setAttribute('d', 'M1 2h14v12H1z M2.5 6v2.5h5V6z M8.5 6v2.5h5V6z M2.5 9.5V12h5V9.5z M8.5 9.5V12h5V9.5z');
      path.setAttribute('fill-rule', 'evenodd');
      icon.append(path);
      return icon;
    }

    /** What the button of YASR downloads. */
    download(name) {
      const { results } = this.yasr;
      const isTriples = hasTriples(results);
      return {
        contentType: isTriples ? 'text/turtle' : 'text/csv',
        getData: () => (isTriples ? results.getOriginalResponseAsString() : results.asCsv()),
        filename: `${name || 'answer'}.${isTriples ? 'ttl' : 'csv'}`,
        title: `Download as ${isTriples ? 'Turtle' : 'CSV'}`,
      };
    }
  };
}

/** Our completion as YASQE wants it. What is asked for by keys goes on until the list is closed. */
function completer(terms) {
  let isAsked = false;
  const found = (yasqe) => {
    const at = yasqe.getDoc().indexFromPos(yasqe.getDoc().getCursor());
    return suggestionsAt(yasqe.getValue(), at, terms(), isAsked);
  };
  return {
    name: 'graph',
    bulk: false,
    autoShow: true,
    isValidCompletionPosition: (yasqe) => Boolean(found(yasqe)),
    get: (yasqe) => (found(yasqe)?.items ?? []).map((item) => item.text),
    postprocessHints: (yasqe) => {
      const { from, items } = found(yasqe) ?? { from: 0, items: [] };
      const [start, end] = [yasqe.getDoc().posFromIndex(from), yasqe.getDoc().getCursor()];
      const about = (item) => item.about || item.label;
      return items.map((item) => ({ text: item.text, displayText: `${item.text}  ${about(item)}`, from: start, to: end }));
    },
    ask: (yasqe) => {
      isAsked = true;
      yasqe.autocomplete();
    },
    closed: () => { isAsked = false; },
  };
}

/** The words of a failure in the page's own alert. */
async function errorView({ status, text }) {
  const isAbort = /abort/i.test(text || '') && !status;
  const error = isAbort ? { name: 'AbortError' } : /failed to fetch|network ?error|load failed/i.test(text || '')
    ? new TypeError(text) : new Error(text);
  return make('pre', { class: 'error', role: 'alert', text: reasonOf(error).trim() });
}

/** Let the editor's grammar know the prefixes that queries need not declare here: it marks others as errors. */
function knowPrefixes(Yasqe, prefixes) {
  const modeOf = Yasqe.modes.sparql11;
  Yasqe.defineMode('sparql11', (...settings) => {
    const mode = modeOf(...settings);
    return { ...mode, startState: (...rest) => ({ ...mode.startState(...rest), prefixes: { ...prefixes } }) };
  });
}

/** Say what is wrong with a line in the title of its mark: YASQE's own note is markup with styles, which the policy forbids. */
function explainErrors(Yasqe) {
  const mark = Yasqe.prototype.setGutterMarker;
  Yasqe.prototype.setGutterMarker = function setGutterMarker(line, gutter, element) {
    if (element?.className === 'parseErrorIcon') {
      const { errorMsg, possibleCurrent } = this.getTokenAt({ line, ch: this.getLine(line).length }, true).state;
      element.onmouseover = null;
      element.onmouseout = null;
      element.title = errorMsg || `This line is not right. Expected: ${(possibleCurrent ?? []).join(' ')}`;
    }
    return mark.call(this, line, gutter, element);
  };
}

const NEW_QUERY = 'SELECT * WHERE {\n  ?s ?p ?o\n} LIMIT 50';

(async function start() {
  const { Yasqe, Yasr, Tab } = Yasgui;
  const given = byId('query').value;
  const isGiven = /[?&](?:query|example)=/.test(location.search);
  const status = make('p', { id: 'status', class: 'unseen', role: 'status', 'aria-live': 'polite' });
  const tell = (text) => { status.textContent = text; };
  let terms = { prefixes: JSON.parse(byId('ask').dataset.prefixes), words: [] };
  const asked = new Map(); // the query that each tab shows the answer to

  const completion = completer(() => terms);
  Yasqe.defaults.autocompleters.length = 0;
  Yasqe.registerAutocompleter(completion);
  Object.assign(Yasqe.defaults.extraKeys, {
    'Ctrl-Space': completion.ask,
    Tab: false, // it leaves the editor, as it does everywhere
    'Shift-Tab': false,
  });
  knowPrefixes(Yasqe, terms.prefixes);
  explainErrors(Yasqe);

  const queryOf = (yasr) => asked.get(yasr.rootEl.closest('.tabPanel').id) ?? '';
  for (const name of ['table', 'boolean']) delete Yasr.defaults.plugins[name];
  Yasr.registerPlugin('answer', answerView({ prefixes: () => terms.prefixes, say: tell, tell, queryOf }));
  Object.assign(Yasr.defaults, {
    pluginOrder: ['answer', 'response'],
    defaultPlugin: 'answer',
    maxPersistentResponseSize: 0, // an answer of yesterday would look like one of today
    errorRenderers: [errorView],
  });
  // A link that others can follow without YASGUI, and that names no endpoint.
  Tab.prototype.getShareableLink = function getShareableLink() {
    return `${location.origin}/sparql?${new URLSearchParams({ query: this.getYasqe().getValue(), format: 'html' })}`;
  };

  const place = make('div', { id: 'yasgui' });
  byId('ask').before(place, status);
  const yasgui = new Yasgui(place, {
    autofocus: false,
    persistenceId: 'provenkg',
    populateFromUrl: false,
    tabName: 'Query',
    autoAddOnInit: !isGiven,
    // Functions, so that they go before what was stored, also by another version.
    requestConfig: {
      endpoint: () => `${location.origin}/sparql`, method: () => 'POST', acceptHeaderGraph: () => 'text/turtle',
    },
    yasqe: { value: isGiven ? NEW_QUERY : given, editorHeight: '15rem' },
  });

  /** Show a query in a tab of its own, or in the one that has it. */
  function open(text, name) {
    const known = yasgui.persistentConfig.getTabs().find((id) => yasgui.persistentConfig.getTab(id).yasqe.value === text);
    if (known) yasgui.selectTabId(known);
    else yasgui.addTab(true, { name: yasgui.createTabName(name), yasqe: { value: text } });
    dress();
  }

  /** Give the editor of the tab that is seen what its makers left out: a name. */
  function dress() {
    const field = yasgui.getTab()?.getYasqe()?.getInputField();
    field?.setAttribute('aria-label', 'SPARQL');
    field?.setAttribute('aria-describedby', 'keys');
  }

  if (isGiven) open(given, new URLSearchParams(location.search).get('example') ?? 'Query');
  byId('choice').hidden = false;
  dress();
  byId('ask').hidden = true;
  yasgui.on('query', (_, tab) => {
    asked.set(tab.getId(), tab.getYasqe().getValue());
    byId('answer').replaceChildren(); // of the page as it came
    tell('Asking …');
  });
  yasgui.on('tabSelect', () => setTimeout(dress));
  yasgui.on('tabAdd', () => setTimeout(dress));
  yasgui.on('autocompletionClose', completion.closed);
  byId('examples').addEventListener('click', (event) => {
    const query = event.target.dataset?.query;
    if (!query || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(query, event.target.textContent);
    byId('examples').open = false;
    yasgui.getTab().getYasqe().focus();
  });
  window.kgQuery = yasgui; // for those who look
  document.documentElement.dataset.ready = 'true';

  const reply = await fetch('/terms.json');
  if (reply.ok) {
    terms = await reply.json();
    document.documentElement.dataset.terms = 'true';
  }
}());
