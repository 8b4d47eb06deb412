// The part of Markdown that Teams shows, made into elements one by one: whatever is not known stays text, so that no text becomes code.

/** What stands in the middle of a line; the first that fits wins. */
const SPANS = [
  { at: /\\([\\`*_{}[\]()#+\-.!~>|@<])/, make: (/** @type {RegExpExecArray} */ found) => document.createTextNode(found[1] ?? '') },
  { at: /`([^`]+)`/, make: (/** @type {RegExpExecArray} */ found) => plain('code', found[1] ?? '') },
  { at: /<at>(.*?)<\/at>/, make: (/** @type {RegExpExecArray} */ found) => mention(found[1] ?? '') },
  { at: /\[((?:[^\]\\]|\\.)*)\]\((https?:\/\/[^\s)]+|mailto:[^\s)]+)\)/, make: (/** @type {RegExpExecArray} */ found) => link(found[1] ?? '', found[2] ?? '') },
  { at: /https?:\/\/[^\s<>()]+[^\s<>().,;:!?]/, make: (/** @type {RegExpExecArray} */ found) => bareLink(found[0]) },
  { at: /\*\*(?=\S)(.+?)(?<=[^\s\\])\*\*/, make: (/** @type {RegExpExecArray} */ found) => nested('strong', found[1] ?? '') },
  { at: /(?<![\w*])\*(?=\S)([^*]+?)(?<=[^\s\\])\*(?!\*)/, make: (/** @type {RegExpExecArray} */ found) => nested('em', found[1] ?? '') },
  { at: /(?<!\w)_(?=\S)([^_]+?)(?<=[^\s\\])_(?!\w)/, make: (/** @type {RegExpExecArray} */ found) => nested('em', found[1] ?? '') },
  { at: /~~(?=\S)(.+?)~~/, make: (/** @type {RegExpExecArray} */ found) => nested('s', found[1] ?? '') },
  { at: /<br\s*\/?>/i, make: () => document.createElement('br') },
  { at: /&(lt|gt|amp|quot|nbsp|#\d{1,6});/, make: (/** @type {RegExpExecArray} */ found) => document.createTextNode(letter(found[1] ?? '')) },
];

/** @param {string} text */
export function markdown(text) {
  const whole = document.createDocumentFragment();
  for (const block of text.replace(/\r\n?/g, '\n').split(/\n\s*\n/)) whole.append(...blockOf(block.split('\n')));
  return whole;
}

/** Plain words, in which only mentions mean something. @param {string} text @param {string} botName */
export function words(text, botName) {
  const paragraph = document.createElement('p');
  text.split('\n').forEach((line, number) => {
    if (number) paragraph.append(document.createElement('br'));
    line.split(`@${botName}`).forEach((part, index) => {
      if (index) paragraph.append(mention(botName));
      paragraph.append(...linked(part));
    });
  });
  return paragraph;
}

/** @param {string} text */
function linked(text) {
  return text.split(/(https?:\/\/[^\s<>()]+[^\s<>().,;:!?])/).map((part, index) => (index % 2 ? bareLink(part) : part));
}

/** @param {string[]} lines */
function blockOf(lines) {
  /** @type {HTMLElement[]} */
  const blocks = [];
  for (const line of lines) {
    const item = /^\s*(?:([-*+•])|(\d+)[.)])\s+(.*)$/.exec(line);
    const quote = /^\s*>\s?(.*)$/.exec(line);
    const kind = item ? (item[1] ? 'ul' : 'ol') : quote ? 'blockquote' : 'p';
    let block = blocks.at(-1);
    if (!block || block.localName !== kind) {
      block = document.createElement(kind);
      if (kind === 'ol') block.setAttribute('start', item?.[2] ?? '1');
      blocks.push(block);
    } else if (!item) {
      block.append(document.createElement('br'));
    }
    if (item) {
      const entry = document.createElement('li');
      entry.append(...spans(item[3] ?? ''));
      block.append(entry);
    } else {
      block.append(...spans((quote ? quote[1] : line.replace(/^#{1,6}\s+/, '')) ?? ''));
    }
  }
  return blocks;
}

/** @param {string} text @returns {(Node | string)[]} */
function spans(text) {
  const first = SPANS.map((span) => ({ span, found: span.at.exec(text) }))
    .filter(({ found }) => found)
    .sort((one, other) => (one.found?.index ?? 0) - (other.found?.index ?? 0))[0];
  if (!first?.found) return text ? [text] : [];
  const { found, span } = first;
  return [...(found.index ? [text.slice(0, found.index)] : []), span.make(found), ...spans(text.slice(found.index + found[0].length))];
}

/** @param {string} name @param {string} text */
function plain(name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

/** @param {string} name @param {string} text */
function nested(name, text) {
  const element = document.createElement(name);
  element.append(...spans(text));
  return element;
}

/** The letter that HTML writes in a way of its own; in an element's text it is only a letter. @param {string} name */
function letter(name) {
  const named = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: '\u00a0' }[name];
  return named ?? String.fromCodePoint(Math.min(Number(name.slice(1)), 0x10ffff));
}

/** @param {string} name */
function mention(name) {
  const element = plain('span', name);
  element.className = 'mention';
  return element;
}

/** @param {string} text @param {string} href */
function link(text, href) {
  const element = nested('a', text);
  element.setAttribute('href', href);
  element.setAttribute('target', '_blank');
  element.setAttribute('rel', 'noopener');
  return element;
}

/** An address as it stands: nothing in it is Markdown. @param {string} href */
function bareLink(href) {
  const element = link('', href);
  element.textContent = href;
  return element;
}
