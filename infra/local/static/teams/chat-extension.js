// The message extension: search what can be put into a message, or fill in a form that becomes one.

import { CARD } from './chat-service.js';

/** @typedef {import('./chat-service.js').Card} Card */

const part = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const PAUSE_MS = 300;

export class Extension {
  /**
   * @param {{ask: (question: Record<string, unknown>) => Promise<any>, pick: (card: Card) => void, act: (command: string) => void}} page
   */
  constructor(page) {
    this.page = page;
    this.command = 'bookings';
    this.turn = 0;
    this.timer = 0;
    part('compose-extension').addEventListener('click', () => (part('extension').hidden ? this.open() : this.close()));
    part('extension-close').addEventListener('click', () => this.close());
    part('extension').addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') this.close();
    });
    for (const tab of this.tabs) tab.addEventListener('click', () => this.choose(tab.dataset.command ?? ''));
    part('extension-tabs').addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => this.step(event));
    part('extension-action').addEventListener('click', (/** @type {Event} */ event) => {
      this.close();
      page.act(/** @type {HTMLElement} */ (event.currentTarget).dataset.command ?? '');
    });
    part('extension-words').addEventListener('input', () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.search(), PAUSE_MS);
    });
  }

  /** @returns {HTMLElement[]} */
  get tabs() {
    return [...part('extension-tabs').querySelectorAll('[role=tab]')];
  }

  open() {
    part('extension').hidden = false;
    part('compose-extension').setAttribute('aria-expanded', 'true');
    this.choose(this.command);
    part('extension-words').focus();
  }

  close() {
    this.turn += 1;
    clearTimeout(this.timer);
    part('extension').hidden = true;
    part('compose-extension').setAttribute('aria-expanded', 'false');
    if (document.activeElement === document.body || part('extension').contains(document.activeElement)) part('compose-extension').focus();
  }

  /** @param {string} command */
  choose(command) {
    this.command = command;
    for (const tab of this.tabs) {
      const chosen = tab.dataset.command === command;
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      if (chosen) part('extension-found').setAttribute('aria-labelledby', tab.id);
    }
    part('extension-words').value = '';
    void this.search();
  }

  /** @param {KeyboardEvent} event */
  step(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = this.tabs.findIndex((tab) => tab.dataset.command === this.command);
    const next = this.tabs[(at + step + this.tabs.length) % this.tabs.length];
    this.choose(next?.dataset.command ?? '');
    next?.focus();
  }

  async search() {
    const turn = ++this.turn;
    const words = part('extension-words').value.trim();
    this.say('Searching …');
    try {
      const answer = await this.page.ask({ kind: 'search', command: this.command, words, first: !words });
      if (turn === this.turn) this.show(answer?.composeExtension);
    } catch (error) {
      if (turn === this.turn) this.say(error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {any} extension */
  show(extension) {
    if (extension?.type === 'message') return this.say(String(extension.text));
    const found = cardsOf(extension);
    if (!found.length) return this.say('Nothing was found.');
    part('extension-found').replaceChildren(...found.map((one) => this.line(one)));
  }

  /** @param {{title: string, text: string, card: Card}} one */
  line({ title, text, card }) {
    const button = document.createElement('button');
    button.type = 'button';
    const strong = document.createElement('strong');
    strong.textContent = title;
    const span = document.createElement('span');
    span.textContent = text;
    button.append(strong, span);
    button.addEventListener('click', () => {
      this.close();
      this.page.pick(card);
    });
    return button;
  }

  /** @param {string} sentence */
  say(sentence) {
    const paragraph = document.createElement('p');
    paragraph.setAttribute('role', 'status');
    paragraph.textContent = sentence;
    part('extension-found').replaceChildren(paragraph);
  }
}

/** What an extension's answer offers. @param {any} extension @returns {{title: string, text: string, card: Card}[]} */
export function cardsOf(extension) {
  if (extension?.type !== 'result' || !Array.isArray(extension.attachments)) return [];
  return extension.attachments
    .filter((/** @type {any} */ one) => one?.contentType === CARD && one.content)
    .map((/** @type {any} */ one) => ({
      title: String(one.preview?.content?.title ?? one.name ?? 'Card'),
      text: String(one.preview?.content?.text ?? one.preview?.content?.subtitle ?? ''),
      card: one.content,
    }));
}
