/* The words of SPARQL (SPARQL 1.1 Query Language, 19.8), and those that may stand where somebody types. */

const KINDS = [
  ['comment', /#[^\n]*/y],
  ['iri', /<[^<>"{}|^`\\\x00-\x20]*>/y],
  ['string', /"""(?:"{0,2}(?:[^"\\]|\\.))*"""|'''(?:'{0,2}(?:[^'\\]|\\.))*'''/ys],
  ['string', /"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'/y],
  ['variable', /[?$][\p{L}\p{N}_]+/uy],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['name', /(?:_|\p{L}[\p{L}\p{N}_.-]*)?:(?:[\p{L}\p{N}_:%\\.-]*[\p{L}\p{N}_:%-])?/uy],
  ['tag', /@[A-Za-z]+(?:-[A-Za-z0-9]+)*/y],
  ['word', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['space', /\s+/y],
  ['mark', /./suy],
];

const KEYWORDS = `ASK BASE BIND BY CONSTRUCT DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP HAVING IN LIMIT MINUS NAMED NOT
OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT UNDEF UNION VALUES WHERE`.split(/\s+/);
const FUNCTIONS = `ABS AVG BOUND COALESCE CONCAT CONTAINS COUNT DATATYPE DAY DESC GROUP_CONCAT IF ISBLANK ISIRI ISLITERAL LANG
LANGMATCHES LCASE MAX MIN MONTH NOW REGEX REPLACE ROUND SAMPLE STR STRDT STRENDS STRLEN STRSTARTS SUBSTR SUM UCASE
YEAR`.split(/\s+/);
const RESERVED = new Set([...KEYWORDS, 'AS', 'ASC', 'DESC', 'SEPARATOR', 'TRUE', 'FALSE']);

/** The parts of a query, each with its kind and where it begins; together they are the whole text. */
function partsOf(text) {
  const parts = [];
  for (let at = 0; at < text.length;) {
    for (const [kind, pattern] of KINDS) {
      pattern.lastIndex = at;
      const found = pattern.exec(text);
      if (!found) continue;
      const isKeyword = kind === 'word' && (found[0] === 'a' || RESERVED.has(found[0].toUpperCase()));
      parts.push({ kind: isKeyword ? 'keyword' : kind, text: found[0], at });
      at += found[0].length;
      break;
    }
  }
  return parts;
}

/** The prefixes that a query declares itself. */
function declaredIn(parts) {
  const told = parts.filter((part) => part.kind !== 'space' && part.kind !== 'comment');
  const found = {};
  told.forEach((part, k) => {
    const [name, iri] = [told[k + 1], told[k + 2]];
    if (part.text.toUpperCase() === 'PREFIX' && name?.kind === 'name' && iri?.kind === 'iri') {
      found[name.text.slice(0, -1)] = iri.text.slice(1, -1);
    }
  });
  return found;
}

/** What is expected behind some parts: a class, a property, or anything. Outside braces nothing is. */
function expectedBehind(told) {
  const last = told.at(-1)?.text;
  let depth = 0;
  for (const part of told) depth += part.text === '{' ? 1 : part.text === '}' ? -1 : 0;
  if (depth < 1) return 'nothing';
  if (last === 'a' || last === 'rdf:type') return 'class';
  if (['/', '|', '^', ';'].includes(last)) return 'property';
  const before = told.at(-2)?.text;
  const isTerm = /^(variable|name|iri)$/.test(told.at(-1)?.kind);
  return isTerm && ['{', '}', '.', undefined].includes(before) ? 'property' : 'any';
}

/** How well a word fits what is typed: 0 its name begins so, 1 its label does, 2 one of them has it within; none is -1. */
function fit(word, name, typed) {
  const wanted = typed.toLowerCase();
  const local = name.replace(/^[^:<]*:/, '').toLowerCase();
  const label = word.label.toLowerCase();
  if (local.startsWith(wanted)) return 0;
  if (label.startsWith(wanted)) return 1;
  return local.includes(wanted) || label.includes(wanted) ? 2 : -1;
}

const MOST = 60;

/**
 * What may stand at the caret: `from` where it replaces the text, the `items`, and whether the first is as good as
 * chosen (`isSure`). Null where nothing is to be offered. Unasked, only what is likely meant is.
 */
function suggestionsAt(text, caret, terms, isAsked) {
  const parts = partsOf(text.slice(0, caret));
  const told = parts.filter((part) => part.kind !== 'space' && part.kind !== 'comment');
  const last = parts.at(-1);
  if (last && ['comment', 'string', 'tag', 'number'].includes(last.kind)) return null;
  const isTyped = last && (['variable', 'name', 'word', 'keyword'].includes(last.kind) || /^[?$]$/.test(last.text));
  const typed = isTyped ? last.text : '';
  const from = caret - typed.length;
  const expected = expectedBehind(isTyped ? told.slice(0, -1) : told);
  const offer = (items, isSure) => {
    const isDone = items.some((item) => item.text === typed);
    const others = items.filter((item) => item.text !== typed);
    if (!others.length || (isDone && !isAsked)) return null;
    return { from, items: others.slice(0, MOST), isSure: isAsked || (isSure && !isDone) };
  };
  if (/^[?$]/.test(typed)) return offer(variablesLike(text, typed, caret), false);
  if (last?.kind === 'name') return offer(termsLike(parts, terms, expected, typed), true);
  if (isAsked) {
    const keywords = [...KEYWORDS, ...FUNCTIONS].filter((word) => typed && word.startsWith(typed.toUpperCase()))
      .map((word) => ({ text: word, label: KEYWORDS.includes(word) ? 'keyword' : 'function' }));
    return offer([...keywords, ...termsLike(parts, terms, expected === 'nothing' ? 'any' : expected, typed)], true);
  }
  const isAfterA = expected === 'class' && !typed && last?.kind === 'space';
  return isAfterA ? offer(termsLike(parts, terms, expected, typed), false) : null;
}

function variablesLike(text, typed, caret) {
  const found = partsOf(text).filter((part) => part.kind === 'variable' && part.at + part.text.length !== caret);
  const names = [...new Set(found.map((part) => part.text))].sort();
  return names.filter((name) => name.startsWith(typed)).map((name) => ({ text: name, label: 'variable' }));
}

function termsLike(parts, terms, expected, typed) {
  const prefixes = { ...terms.prefixes, ...declaredIn(parts) };
  const [, prefix, rest] = typed.match(/^([^:]*:)?(.*)$/s);
  const found = [];
  terms.words.forEach((word, order) => {
    if (['class', 'property'].includes(expected) && word.kind !== expected) return;
    const name = nameOf(word.iri, prefixes);
    if (prefix !== undefined && !name.startsWith(prefix)) return;
    const rank = fit(word, name, rest);
    if (rank >= 0) found.push({ text: name, label: word.label, about: word.comment, rank, order });
  });
  return found.sort((a, b) => a.rank - b.rank || a.order - b.order);
}
