/* The query page: the form that works by itself gets an editor, examples at a click, and answers without a new page. */

(async function start() {
  const form = byId('ask');
  const run = byId('run');
  const status = make('p', { id: 'status', role: 'status', 'aria-live': 'polite' }); // what became of the query
  const spoken = make('p', { class: 'unseen', 'aria-live': 'polite' }); // what is plain to see, for those who do not see
  const stop = make('button', { type: 'button', id: 'stop', text: 'Give up', hidden: true, onclick: () => answer.giveUp() });
  const keys = make('span', { id: 'keys', class: 'quiet', text: 'Ctrl-Enter asks, Ctrl-Space completes.' });
  let terms = { prefixes: JSON.parse(form.dataset.prefixes), words: [] };

  const say = (text) => { spoken.textContent = text; };
  const tell = (text) => { status.textContent = text; };
  const answer = createAnswer(byId('answer'), {
    prefixes: () => terms.prefixes,
    say,
    tell,
    goTo: (line, column) => editor.goTo(line, column),
    busy: (isBusy) => {
      stop.hidden = !isBusy;
      byId('answer').setAttribute('aria-busy', String(isBusy));
    },
  });

  function submit() {
    const query = editor.text();
    const fields = new URLSearchParams(new FormData(form)); // with the choice of the editor
    fields.set('query', query);
    fields.set('format', 'html');
    const address = `/sparql?${fields}`;
    if (address.length <= LONGEST_ADDRESS) history.replaceState(null, '', address); // to pass on, and to come back to
    answer.ask(query);
  }

  byId('forms').remove(); // below the answer there are all of them
  run.after(' ', stop, ' ', keys);
  form.after(status, spoken);
  const editor = createEditor(byId('query'), { terms, run: submit, say });
  form.addEventListener('submit', (event) => { event.preventDefault(); submit(); });
  byId('examples').addEventListener('click', (event) => {
    const query = event.target.dataset?.query;
    if (!query || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    editor.setText(query);
    byId('examples').open = false;
    tell(`Example: ${event.target.textContent}.`);
  });
  document.documentElement.dataset.ready = 'true';

  const reply = await fetch('/terms.json');
  if (reply.ok) {
    terms = await reply.json();
    editor.setTerms(terms);
    document.documentElement.dataset.terms = 'true';
  }
}());
