// The box in which a message is written: words, a mention of the bot, and at most one card that an app put there.

import { CardView } from './chat-card.js';

/**
 * @typedef {import('./chat-service.js').Card} Card
 * @typedef {{text: string, thread: string, card: Card | null}} Words
 */

const part = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const LINES_MAX_PX = 160;

export class Compose {
  /**
   * @param {{send: (words: Words) => Promise<unknown>, botName: () => string, preview: (url: string) => Promise<Card | null>,
   *   isOurs: (url: string) => boolean}} page
   */
  constructor(page) {
    this.page = page;
    this.thread = '';
    /** @type {Card | null} */
    this.card = null;
    this.text = part('compose-text');
    part('compose').addEventListener('submit', (/** @type {Event} */ event) => {
      event.preventDefault();
      void this.send();
    });
    this.text.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      void this.send();
    });
    this.text.addEventListener('input', () => this.grow());
    this.text.addEventListener('paste', (/** @type {ClipboardEvent} */ event) => {
      const url = (event.clipboardData?.getData('text/plain') ?? '').trim();
      if (page.isOurs(url)) void this.unfurl(url);
    });
    part('compose-mention').addEventListener('click', () => this.mention());
    part('compose-card-remove').addEventListener('click', () => this.attach(null));
    part('compose-thread-cancel').addEventListener('click', () => this.replyTo('', ''));
  }

  /** Another conversation. @param {boolean} mentions whether the bot must be named to hear */
  start(mentions) {
    part('compose-mention').hidden = !mentions;
    this.text.value = '';
    this.text.placeholder = mentions ? `Type a message; @${this.page.botName()} is heard by the bot` : 'Type a message';
    this.replyTo('', '');
    this.attach(null);
    this.say('');
    this.grow();
  }

  /** @param {string} thread @param {string} name */
  replyTo(thread, name) {
    this.thread = thread;
    part('compose-thread').hidden = !thread;
    part('compose-thread-text').textContent = `Reply to ${name}`;
    if (thread) this.text.focus();
  }

  /** @param {Card | null} card */
  attach(card) {
    this.card = card;
    part('compose-card').hidden = !card;
    const nothing = async () => undefined;
    // Before it is sent a card can only be looked at.
    const view = new CardView('', { me: () => '', ask: nothing, openUrl: () => undefined, submit: async () => '', say: () => undefined, dialog: () => undefined });
    view.element.inert = true;
    part('compose-card-place').replaceChildren(...(card ? [view.element] : []));
    if (card) void view.show(card).then(() => part('compose-card').scrollIntoView({ block: 'nearest' }));
  }

  mention() {
    const name = `@${this.page.botName()} `;
    if (!this.text.value.includes(name.trim())) this.text.value = name + this.text.value;
    this.text.focus();
  }

  /** @param {string} url */
  async unfurl(url) {
    const card = await this.page.preview(url).catch(() => null);
    if (card && this.text.value.includes(url)) this.attach(card);
  }

  async send() {
    const text = this.text.value.trim();
    if (!text && !this.card) return;
    const words = { text, thread: this.thread, card: this.card };
    this.text.value = '';
    this.grow();
    this.attach(null);
    this.replyTo('', '');
    try {
      this.say('');
      await this.page.send(words);
    } catch (error) {
      this.text.value = text;
      this.attach(words.card);
      this.say(error instanceof Error ? error.message : String(error));
    }
    this.text.focus();
  }

  /** @param {string} fault */
  say(fault) {
    part('compose-fault').hidden = !fault;
    part('compose-fault').textContent = fault;
  }

  /** As many lines as are written, up to some. */
  grow() {
    this.text.style.height = 'auto';
    this.text.style.height = `${Math.min(this.text.scrollHeight + 2, LINES_MAX_PX)}px`;
  }
}
