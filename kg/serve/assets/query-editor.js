/*
 * An editor in the textarea of the form: colours in a layer behind it, completion in a list below the caret.
 *
 * It stays a textarea, so that undo, spelling, the system's input methods and screen readers work as they do everywhere, and
 * Tab leaves it. HTML allows a textarea no role of combobox, so it stays a textbox with `aria-activedescendant`, which
 * that has as well (WAI-ARIA 1.2, textbox).
 */

/** Characters up to which a text has colours and completion: to colour 40,000 anew took 0.1 s at each key. */
const MOST_COLOURED = 20000;

/** Return the editor: `text`, `setText`, `goTo`, `focus`. `run` is called by Ctrl-Enter. */
function createEditor(input, { terms, run, say }) {
  const layer = make('pre', { class: 'layer', 'aria-hidden': 'true' });
  const list = make('ul', { id: 'completions', role: 'listbox', 'aria-label': 'Completions', hidden: true });
  const frame = make('div', { class: 'editor' });
  const scroller = make('div', { class: 'scroller' });
  input.before(frame);
  scroller.append(layer, input);
  frame.append(scroller, list);
  for (const [name, value] of Object.entries({
    'aria-autocomplete': 'list', 'aria-haspopup': 'listbox', 'aria-controls': 'completions', 'aria-describedby': 'keys',
  })) input.setAttribute(name, value);

  let offered = null; // what the list shows
  let current = -1;

  const isLong = () => input.value.length > MOST_COLOURED;

  function paint() {
    if (isLong()) {
      layer.textContent = `${input.value}\n`;
      return;
    }
    const parts = partsOf(input.value).map((part) =>
      (part.kind === 'space' ? part.text : make('span', { class: `t-${part.kind}`, text: part.text })));
    layer.replaceChildren(...parts, '\n'); // so that an empty last line has its height
  }

  /** Where the caret stands in the window: measured in the layer, whose text lies exactly below the textarea's. */
  function caretBox() {
    let left = input.selectionStart;
    const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() && left > walker.currentNode.length) left -= walker.currentNode.length;
    const range = document.createRange();
    range.setStart(walker.currentNode, left);
    const box = range.getClientRects()[0];
    if (box) return box;
    range.setEnd(walker.currentNode, Math.min(left + 1, walker.currentNode.length));
    return range.getBoundingClientRect();
  }

  /** Replace a part of the text so that undo brings it back: there is no other way than this old command. */
  function replace(from, to, text) {
    input.focus();
    input.setSelectionRange(from, to);
    if (!document.execCommand('insertText', false, text)) {
      input.setRangeText(text, from, to, 'end');
      input.dispatchEvent(new Event('input'));
    }
    paint();
  }

  function close() {
    offered = null;
    list.hidden = true;
    input.removeAttribute('aria-activedescendant');
  }

  function choose(k) {
    current = k;
    [...list.children].forEach((item, n) => item.setAttribute('aria-selected', String(n === k)));
    if (k < 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', `completion-${k}`);
    list.children[k]?.scrollIntoView({ block: 'nearest' });
  }

  function take(k) {
    const { from, items } = offered;
    close();
    replace(from, input.selectionStart, items[k].text);
  }

  function optionOf(item, k) {
    const option = make('li', { id: `completion-${k}`, role: 'option', title: item.about, 'aria-selected': 'false' },
      make('code', { text: item.text }), ' ', make('small', { text: item.about || item.label }));
    option.addEventListener('mousedown', (event) => { event.preventDefault(); take(k); });
    return option;
  }

  function offer(isAsked) {
    const isCaret = input.selectionStart === input.selectionEnd;
    offered = isCaret && !isLong() ? suggestionsAt(input.value, input.selectionStart, terms, isAsked) : null;
    if (!offered) {
      close();
      if (isAsked) say('Nothing to complete here.');
      return;
    }
    list.replaceChildren(...offered.items.map(optionOf));
    list.hidden = false;
    choose(offered.isSure ? 0 : -1);
    place();
    say(plural(offered.items.length, 'completion'));
  }

  function place() {
    const caret = caretBox();
    const around = frame.getBoundingClientRect();
    list.style.left = `${Math.max(0, Math.min(caret.left - around.left, around.width - list.offsetWidth))}px`;
    list.style.top = `${caret.bottom - around.top + 2}px`;
  }

  /** Keys of an open list; what it does not use goes to the textarea. */
  function inList(event) {
    const { length } = offered.items;
    if (event.key === 'ArrowDown') choose((current + 1) % length);
    else if (event.key === 'ArrowUp') choose((Math.max(current, 0) - 1 + length) % length);
    else if (event.key === 'Enter' && current >= 0) take(current);
    else if (event.key === 'Escape') close();
    else return false;
    return true;
  }

  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && event.key === 'Enter') { close(); run(); }
    else if (isCommand && event.key === ' ') offer(true);
    else if (isCommand || event.altKey || !offered || !inList(event)) return;
    event.preventDefault();
  });
  input.addEventListener('input', (event) => {
    paint();
    if (!event.isComposing && /^(insertText|deleteContentBackward)$/.test(event.inputType)) offer(false);
    else close();
  });
  // The caret has gone elsewhere: what was offered was for another place.
  input.addEventListener('keyup', (event) => {
    if (/^(ArrowLeft|ArrowRight|Home|End|PageUp|PageDown)$/.test(event.key)) close();
  });
  input.addEventListener('mousedown', close);
  input.addEventListener('blur', close);
  paint();

  return {
    text: () => input.value,
    setText: (text) => { close(); replace(0, input.value.length, text); input.setSelectionRange(0, 0); },
    goTo: (line, column) => {
      const lines = input.value.split('\n');
      const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
      const at = before + [...(lines[line - 1] ?? '')].slice(0, column - 1).join('').length; // columns are code points
      input.focus();
      input.setSelectionRange(at, at);
    },
    focus: () => input.focus(),
    setTerms: (found) => { terms = found; },
  };
}
