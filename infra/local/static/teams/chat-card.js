// A card in a message: its buttons, and the view of it that only the one who looks has.

import { cardLibrary, drawn } from './card-library.js';
import { CARD } from './chat-service.js';

/**
 * @typedef {import('./chat-service.js').Card} Card
 * @typedef {{me: () => string, ask: (question: Record<string, unknown>) => Promise<any>, openUrl: (url: string) => void,
 *   submit: (button: {value?: unknown, text?: string}) => Promise<string>, say: (text: string) => void,
 *   dialog: (data: Card) => void}} Surroundings what a card may do to the chat around it
 */

/** A card that was refreshed a moment ago is not again, or a bot that updates cards when they are looked at would do so for ever. */
const REFRESH_PAUSE_MS = 2000;

export class CardView {
  /**
   * @param {string} message the id of its message; empty before it is sent
   * @param {Surroundings} around
   */
  constructor(message, around) {
    this.message = message;
    this.around = around;
    this.refreshedAt = -REFRESH_PAUSE_MS;
    /** @type {Card} */
    this.content = {};
    this.element = document.createElement('div');
    this.element.className = 'card-frame';
    this.element.tabIndex = -1;
    this.place = document.createElement('div');
    this.note = document.createElement('p');
    this.note.className = 'card-note';
    this.note.setAttribute('role', 'alert');
    this.note.hidden = true;
    this.element.append(this.place, this.note);
  }

  /** Shows a card as everybody has it. @param {Card} content */
  async show(content) {
    this.content = content;
    this.element.classList.toggle('full', /** @type {any} */ (content.msteams)?.width === 'Full');
    try {
      const library = await cardLibrary();
      const hadFocus = this.element.contains(document.activeElement);
      this.place.replaceChildren(drawn(library, content, (action) => void this.execute(action)));
      // The button that was pressed is gone: whoever uses the keyboard stays at the card.
      if (hadFocus) this.element.focus();
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error), true);
    }
  }

  /** Whether the card refreshes itself for whoever looks: for those it names, or for everybody where it names none. */
  get refreshes() {
    const refresh = /** @type {any} */ (this.content.refresh);
    if (!refresh?.action || !this.message) return false;
    return refresh.userIds === undefined || refresh.userIds.includes(this.around.me());
  }

  /** The card is looked at. */
  async look() {
    if (!this.refreshes || performance.now() - this.refreshedAt < REFRESH_PAUSE_MS) return;
    this.refreshedAt = performance.now();
    await this.refresh(true);
  }

  /** @param {boolean} automatic */
  async refresh(automatic) {
    const shown = this.content;
    try {
      const { title, verb, data, id } = /** @type {any} */ (this.content.refresh).action;
      const answer = await this.around.ask({ kind: 'press', action: { title, verb, data, id }, automatic });
      // Somebody pressed a button or the message was changed meanwhile: that is newer.
      if (this.content === shown && answer?.type === CARD && answer.value) await this.show(answer.value);
    } catch {
      // As in Teams: what can't be refreshed stays as it is.
    }
  }

  /** A button. @param {any} action */
  async execute(action) {
    this.say('');
    switch (action.getJsonTypeName()) {
      case 'Action.Execute':
        return this.busily(() => this.press(action));
      case 'Action.Submit':
        return this.busily(() => this.send(action));
      case 'Action.OpenUrl':
        return this.around.openUrl(action.url);
      default:
        this.say(`Teams knows no ${action.getJsonTypeName()}.`, true);
    }
  }

  /** @param {any} action */
  async press(action) {
    const { title, verb, data, id } = action;
    const answer = await this.around.ask({ kind: 'press', action: { title, verb, data: data ?? {}, id } });
    const good = answer?.statusCode >= 200 && answer?.statusCode < 300;
    if (good && answer.type === CARD && answer.value) {
      // What was pressed is newer than what a refresh would bring.
      this.refreshedAt = performance.now();
      await this.show(answer.value);
    } else if (good && answer.type === 'application/vnd.microsoft.activity.message') {
      this.say(String(answer.value));
    } else {
      this.say(String(answer?.value?.message ?? 'Something went wrong. Please try again.'), true);
    }
  }

  /** @param {any} action */
  async send(action) {
    const data = action.data ?? {};
    const teams = data.msteams ?? {};
    if (teams.type === 'task/fetch' || (teams.type === 'invoke' && teams.value?.type === 'task/fetch')) return this.around.dialog(data);
    if (teams.type === 'imBack') return this.around.say(String(teams.value ?? ''));
    const { msteams: _, ...own } = data;
    const button = teams.type === 'messageBack' ? { value: teams.value ?? own, text: String(teams.text ?? '') } : { value: own };
    const fault = await this.around.submit(button);
    if (fault) this.say(fault, true);
  }

  /** The card's buttons rest until there is an answer. @param {() => unknown} deed */
  async busily(deed) {
    if (this.element.hasAttribute('aria-busy')) return;
    this.element.setAttribute('aria-busy', 'true');
    try {
      await deed();
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error), true);
    } finally {
      this.element.removeAttribute('aria-busy');
    }
  }

  /** @param {string} text @param {boolean} [fault] */
  say(text, fault = false) {
    this.note.hidden = !text;
    this.note.textContent = text;
    this.note.classList.toggle('fault', fault);
    if (text) this.note.scrollIntoView({ block: 'nearest' });
  }
}
