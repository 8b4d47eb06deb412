// The chat of whoever looks: their conversations, the one that is open, and what comes while it is.

import { TaskDialog } from './chat-dialog.js';
import { Compose } from './chat-compose.js';
import { Extension, cardsOf } from './chat-extension.js';
import { MessageList } from './chat-messages.js';
import { RoomList } from './chat-rooms.js';
import { BOT, Service } from './chat-service.js';

/**
 * @typedef {import('./chat-service.js').Card} Card
 * @typedef {import('./chat-service.js').Message} Message
 * @typedef {import('./chat-service.js').Room} Room
 * @typedef {{service: string | null, theme: () => string, openUrl: (url: string) => void, remember: () => void}} Page
 */

const part = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const TYPING_MS = 5000;
/** What a person who is new to the bot may try. */
const PROMPTS = ['What can you do?', 'Book tomorrow', 'My bookings', 'Who is in tomorrow?'];

export class ChatPane {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.visible = false;
    this.oid = '';
    this.me = '';
    this.botName = 'Office Booker';
    /** @type {Service | null} */
    this.service = null;
    /** @type {Room | null} */
    this.room = null;
    this.typingTimer = 0;
    this.pulling = false;
    this.again = false;
    this.rooms = new RoomList((room) => void this.open(room));
    this.list = new MessageList(part('messages'), {
      oid: () => this.oid,
      botName: () => this.botName,
      around: (message) => this.around(message),
      reply: (message) => this.compose.replyTo(message.thread, this.list.nameOf(message.sender)),
    });
    this.compose = new Compose({
      send: async (words) => this.service?.say(this.room?.id ?? '', words),
      botName: () => this.botName,
      preview: async (url) => cardsOf((await this.ask({ kind: 'paste', url }))?.composeExtension)[0]?.card ?? null,
      isOurs: (url) => Boolean(page.service) && url.startsWith(`${page.service}/`),
    });
    this.task = new TaskDialog();
    this.extension = new Extension({ ask: (question) => this.ask(question), pick: (card) => this.put(card), act: (command) => this.act(command) });
    part('room-install').addEventListener('click', () => void this.install(!this.room?.installed));
    part('add-app').addEventListener('click', () => void this.install(true));
    part('rooms-back').addEventListener('click', () => this.backToRooms());
    part('messages').addEventListener('click', (/** @type {MouseEvent} */ event) => this.follow(event));
  }

  /** Somebody else looks. @param {string} oid */
  async become(oid) {
    this.service?.close();
    this.oid = oid;
    this.room = null;
    this.extension.close();
    const service = new Service(oid);
    this.service = service;
    await this.readRooms();
    if (service !== this.service) return;
    service.listen({
      changed: (conversation) => void this.changed(conversation),
      typing: (conversation) => this.typing(conversation),
      hello: () => void this.changed(this.room?.id ?? ''),
    });
  }

  /** The chat is brought to the front. @param {string} title of the conversation to open; else the one that was, or the first */
  async show(title) {
    this.visible = true;
    const room = title ? this.rooms.titled(title) : (this.room ?? this.rooms.titled(''));
    if (room) await this.open(room);
  }

  hide() {
    this.visible = false;
  }

  async readRooms() {
    const service = this.service;
    const { me, bot, rooms } = await /** @type {Service} */ (service).rooms();
    if (service !== this.service) return;
    this.me = me;
    this.botName = bot.name;
    this.room = rooms.find((one) => one.id === this.room?.id) ?? this.room;
    this.rooms.show(rooms, this.visible ? (this.room?.id ?? '') : '');
    this.showRoom();
  }

  /** @param {Room} room */
  async open(room) {
    const other = this.room?.id !== room.id;
    this.room = room;
    part('chat').classList.add('talking');
    this.list.start(room);
    if (other) {
      this.compose.start(room.kind !== 'personal');
      this.extension.close();
      this.stopTyping();
    }
    this.showRoom();
    this.page.remember();
    await this.service?.open(room.id);
    await this.pull();
    await this.readRooms();
  }

  /** On a narrow screen the conversations take the place of the one that was open. */
  backToRooms() {
    part('chat').classList.remove('talking');
    part('rooms').querySelector('button')?.focus();
  }

  showRoom() {
    const room = this.room;
    part('talk').hidden = !room;
    if (!room) return;
    const personal = room.kind === 'personal';
    const away = room.installed === false;
    part('room-title').textContent = room.title;
    part('room-members').textContent = personal ? 'App' : room.members.map(({ name }) => name).join(', ');
    part('room-install').textContent = `${away ? 'Add' : 'Remove'} ${this.botName}`;
    part('not-installed').hidden = !away;
    part('compose').hidden = away && personal;
    part('compose-extension').hidden = away;
    part('compose-mention').hidden = personal || away;
    this.showPrompts();
  }

  /** Reads what is new; what happens meanwhile is read right after. */
  async pull() {
    this.again = true;
    if (this.pulling) return;
    this.pulling = true;
    try {
      while (this.again && this.room) {
        this.again = false;
        const room = this.room;
        const messages = await /** @type {Service} */ (this.service).messages(room.id, this.list.change);
        if (room.id !== this.room.id || this.list.room?.id !== room.id) continue;
        if (messages.some((message) => message.sender === BOT)) this.stopTyping();
        this.list.update(messages);
        this.showPrompts();
      }
    } finally {
      this.pulling = false;
    }
  }

  /** @param {string} conversation */
  async changed(conversation) {
    if (this.visible && !document.hidden && conversation === this.room?.id) await this.pull();
    await this.readRooms();
  }

  /** @param {string} conversation */
  typing(conversation) {
    if (conversation !== this.room?.id) return;
    part('typing').textContent = `${this.botName} is typing …`;
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.stopTyping(), TYPING_MS);
  }

  stopTyping() {
    clearTimeout(this.typingTimer);
    part('typing').textContent = '';
  }

  /** What the bot suggests to say next, else what a newcomer may try. */
  showPrompts() {
    const last = this.list.last;
    const suggested = last?.sender === BOT ? last.suggestions.map(({ title, value }) => ({ title, value: value ?? title })) : [];
    const said = [...this.list.shown.values()].some(({ message }) => message.sender === this.oid);
    const fresh = this.room?.kind === 'personal' && this.room.installed && !said;
    const prompts = suggested.length ? suggested : fresh ? PROMPTS.map((title) => ({ title, value: title })) : [];
    const buttons = prompts.map(({ title, value }) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = title;
      button.addEventListener('click', () => void this.say(value));
      return button;
    });
    part('prompts').replaceChildren(...buttons);
  }

  /** @param {Record<string, unknown>} question @param {string} [thread] */
  async ask(question, thread) {
    return this.service?.ask(this.room?.id ?? '', question, thread);
  }

  /** @param {string} text @param {string} [thread] */
  async say(text, thread = '') {
    await this.service?.say(this.room?.id ?? '', { text, thread, card: null });
  }

  /** What a card of this message may do. @param {Message} message */
  around(message) {
    const room = message.conversation;
    return {
      me: () => this.me,
      ask: async (/** @type {Record<string, unknown>} */ question) => this.service?.ask(room, { ...question, message: message.id }, message.thread),
      openUrl: this.page.openUrl,
      submit: async (/** @type {{value?: unknown, text?: string}} */ button) => this.service?.submit(room, { ...button, message: message.id }),
      say: (/** @type {string} */ text) => void this.say(text, this.room?.kind === 'channel' ? message.thread : ''),
      dialog: (/** @type {Card} */ data) => void this.dialog({ message: message.id }, data, message.thread),
    };
  }

  /** @param {string} command */
  act(command) {
    void this.dialog({ command }, null, '');
  }

  /** @param {{command: string} | {message: string}} of @param {Card | null} opening @param {string} thread */
  async dialog(of, opening, thread) {
    const theme = this.page.theme();
    await this.task.open({
      question: (data) => (data ? { kind: 'send', ...of, data, theme } : { kind: 'open', ...of, ...(opening ? { data: opening } : {}), theme }),
      ask: (question) => this.ask(question, thread),
      result: (extension) => {
        const card = cardsOf(extension)[0]?.card;
        if (card) this.put(card);
        else if (extension?.text) this.compose.say(String(extension.text));
      },
    });
  }

  /** @param {Card} card */
  put(card) {
    this.compose.attach(card);
    this.compose.text.focus();
  }

  /** @param {boolean} there */
  async install(there) {
    part('room-menu').open = false;
    if (!this.room) return;
    await this.service?.install(this.room.id, there);
    await this.readRooms();
    (there ? this.compose.text : part('add-app')).focus();
  }

  /** Links in messages are opened like those of cards. @param {MouseEvent} event */
  follow(event) {
    const link = /** @type {HTMLElement} */ (event.target).closest('a[href]');
    if (!link) return;
    event.preventDefault();
    this.page.openUrl(/** @type {HTMLAnchorElement} */ (link).href);
  }
}
