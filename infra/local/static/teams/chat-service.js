// What the chat asks of this page's own server, always for the person who looks.

/**
 * @typedef {Record<string, unknown>} Card
 * @typedef {{oid: string, name: string, id: string}} Member
 * @typedef {{id: string, kind: 'personal' | 'groupChat' | 'channel', title: string, members: Member[], installed: boolean | null,
 *   unread: number, last: {text: string, sent: number, bot: boolean} | null}} Room
 * @typedef {{id: string, conversation: string, thread: string, sender: string, text: string, text_format: string,
 *   attachments: {contentType: string, content: Card}[], mentions: string[], summary: string,
 *   suggestions: {type: string, title: string, value: string}[], sent_s: number, change: number, edited: boolean, deleted: boolean,
 *   fault: string}} Message
 * @typedef {{me: string, bot: {id: string, name: string}, rooms: Room[]}} Rooms
 */

export const CARD = 'application/vnd.microsoft.card.adaptive';
export const BOT = 'bot';

const locale = new URLSearchParams(location.search).get('locale') ?? navigator.language;
const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export class Service {
  /** @param {string} oid whose chat it is */
  constructor(oid) {
    this.oid = oid;
    /** @type {EventSource | null} */
    this.source = null;
  }

  /** @returns {Promise<Rooms>} */
  async rooms() {
    return (await fetch(`/chat/rooms?${new URLSearchParams({ person: this.oid })}`)).json();
  }

  /**
   * @param {string} conversation
   * @param {number} since the last change that is known
   * @returns {Promise<Message[]>}
   */
  async messages(conversation, since) {
    const asked = new URLSearchParams({ person: this.oid, conversation, since: String(since) });
    return (await fetch(`/chat/messages?${asked}`)).json();
  }

  /**
   * @param {{changed: (conversation: string) => void, typing: (conversation: string) => void, hello: () => void}} hear
   */
  listen(hear) {
    this.source = new EventSource(`/chat/news?${new URLSearchParams({ person: this.oid })}`);
    const on = (/** @type {string} */ name, /** @type {(conversation: string) => void} */ then) =>
      this.source?.addEventListener(name, (event) => then(JSON.parse(event.data).conversation));
    on('changed', hear.changed);
    on('typing', hear.typing);
    on('hello', hear.hello);
  }

  close() {
    this.source?.close();
  }

  /** @param {string} conversation */
  open(conversation) {
    return this.post('open', { conversation });
  }

  /**
   * @param {string} conversation
   * @param {{text: string, thread: string, card: Card | null}} words
   */
  say(conversation, words) {
    return this.post('say', { conversation, ...words });
  }

  /**
   * @param {string} conversation
   * @param {boolean} there
   */
  install(conversation, there) {
    return this.post('install', { conversation, there });
  }

  /**
   * The button of a card that is a message.
   * @param {string} conversation
   * @param {{message: string, value?: unknown, text?: string}} button
   */
  async submit(conversation, button) {
    return (await (await this.post('submit', { conversation, ...button })).json()).fault;
  }

  /**
   * A question that the bot answers at once; rejects with a sentence when it does not.
   * @param {string} conversation
   * @param {Record<string, unknown>} question
   * @param {string} [thread]
   */
  async ask(conversation, question, thread = '') {
    const answer = await this.post('ask', { conversation, question, thread });
    const { body, fault } = await answer.json();
    if (fault) throw new Error(fault);
    return body;
  }

  /**
   * @param {string} path
   * @param {object} body
   */
  async post(path, body) {
    const answer = await fetch(`/chat/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ person: this.oid, locale, timezone, ...body }),
    });
    if (!answer.ok) throw new Error((await answer.text()).trim());
    return answer;
  }
}
