// The messages of one conversation, in their order, each drawn anew when it changes.

import { BOT, CARD } from './chat-service.js';
import { CardView } from './chat-card.js';
import { markdown, words } from './markdown.js';

/**
 * @typedef {import('./chat-service.js').Message} Message
 * @typedef {import('./chat-service.js').Room} Room
 * @typedef {import('./chat-card.js').Surroundings} Surroundings
 * @typedef {{message: Message, element: HTMLElement, cards: CardView[]}} Shown
 */

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const NEAR_END_PX = 120;

export class MessageList {
  /**
   * @param {HTMLElement} place
   * @param {{oid: () => string, botName: () => string, around: (message: Message) => Surroundings, reply: (message: Message) => void}} page
   */
  constructor(place, page) {
    this.place = place;
    this.page = page;
    /** @type {Room | null} */
    this.room = null;
    /** @type {Map<string, Shown>} */
    this.shown = new Map();
    this.change = 0;
    // A card refreshes itself when it comes into sight, as in Teams; once each time its conversation is opened, and when it changes.
    this.sight = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        this.sight.unobserve(target);
        for (const card of this.shown.get(/** @type {HTMLElement} */ (target).dataset.message ?? '')?.cards ?? []) void card.look();
      }
    });
  }

  /** Another conversation, or the same one looked at anew. @param {Room} room */
  start(room) {
    this.room = room;
    this.change = 0;
    this.shown.clear();
    this.sight.disconnect();
    this.place.replaceChildren();
  }

  /** @param {Message[]} messages what changed */
  update(messages) {
    const atEnd = this.place.scrollHeight - this.place.scrollTop - this.place.clientHeight < NEAR_END_PX;
    const first = this.change === 0;
    for (const message of messages) {
      this.change = Math.max(this.change, message.change);
      const before = this.shown.get(message.id);
      if (message.deleted) {
        before?.element.remove();
        this.shown.delete(message.id);
      } else if (!before || before.message.change < message.change) {
        this.draw(message, before);
      }
    }
    this.order();
    if (first || atEnd) this.toEnd();
  }

  /** The last message of the conversation. */
  get last() {
    return [...this.shown.values()].map(({ message }) => message).sort(inTime).at(-1);
  }

  toEnd() {
    this.place.scrollTop = this.place.scrollHeight;
  }

  /** @param {Message} message @param {Shown | undefined} before */
  draw(message, before) {
    const element = before?.element ?? document.createElement('article');
    const contents = message.attachments.filter(({ contentType }) => contentType === CARD).map(({ content }) => content);
    const cards = contents.map((_, index) => before?.cards[index] ?? new CardView(message.id, this.page.around(message)));
    this.shown.set(message.id, { message, element, cards });
    element.dataset.message = message.id;
    element.className = `message ${message.sender === this.page.oid() ? 'own' : message.sender === BOT ? 'bot' : 'other'}`;
    if (message.thread !== message.id) element.classList.add('reply');
    const bubble = document.createElement('div');
    bubble.className = 'bubble';
    bubble.append(...this.textOf(message), ...cards.map((card) => card.element));
    element.replaceChildren(this.head(message), bubble, ...this.foot(message));
    this.sight.unobserve(element);
    cards.forEach((card, index) => void card.show(contents[index] ?? {}).then(() => this.settle(element)));
  }

  /** A card may have made its message longer; then it can be looked at. @param {HTMLElement} element */
  settle(element) {
    if (this.last && element.dataset.message === this.last.id) this.toEnd();
    this.sight.observe(element);
  }

  /** @param {Message} message */
  head(message) {
    const head = document.createElement('p');
    head.className = 'message-head';
    const author = document.createElement('strong');
    author.textContent = this.nameOf(message.sender);
    const sent = new Date(message.sent_s * 1000);
    const time = document.createElement('time');
    time.dateTime = sent.toISOString();
    time.textContent = TIME.format(sent);
    time.title = `${DAY.format(sent)}, ${TIME.format(sent)}`;
    head.append(author, ' ', time);
    if (message.edited) {
      const edited = document.createElement('span');
      edited.textContent = ' Edited';
      head.append(edited);
    }
    return head;
  }

  /** @param {Message} message */
  textOf(message) {
    if (!message.text) return [];
    const text = document.createElement('div');
    text.className = 'text';
    text.append(message.text_format === 'plain' ? words(message.text, this.page.botName()) : markdown(message.text));
    return [text];
  }

  /** @param {Message} message */
  foot(message) {
    const parts = [];
    if (message.fault) {
      const fault = document.createElement('p');
      fault.className = 'undelivered';
      fault.textContent = `Not delivered. ${message.fault}`;
      parts.push(fault);
    }
    if (this.room?.kind === 'channel' && message.thread === message.id) {
      const reply = document.createElement('button');
      reply.type = 'button';
      reply.className = 'quiet';
      reply.textContent = 'Reply';
      reply.setAttribute('aria-label', `Reply to ${this.nameOf(message.sender)}`);
      reply.addEventListener('click', () => this.page.reply(message));
      parts.push(reply);
    }
    return parts;
  }

  /** @param {string} sender */
  nameOf(sender) {
    if (sender === BOT) return this.page.botName();
    return this.room?.members.find((one) => one.oid === sender)?.name ?? 'Somebody';
  }

  /** Puts every message where it belongs; in a channel, answers below what they answer. */
  order() {
    const threads = this.room?.kind === 'channel';
    const sorted = [...this.shown.values()].sort(({ message: one }, { message: other }) =>
      threads ? Number(one.thread) - Number(other.thread) || inTime(one, other) : inTime(one, other),
    );
    sorted.forEach(({ element }, index) => {
      if (this.place.children[index] !== element) this.place.insertBefore(element, this.place.children[index] ?? null);
    });
  }
}

/** @param {Message} one @param {Message} other */
function inTime(one, other) {
  return Number(one.id) - Number(other.id);
}
