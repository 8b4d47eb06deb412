// The dialogs that a bot opens: a card with fields, or a sentence.

import { cardLibrary, drawn } from './card-library.js';

/**
 * @typedef {import('./chat-service.js').Card} Card
 * @typedef {{question: (data: Card | null) => Record<string, unknown>, ask: (question: Record<string, unknown>) => Promise<any>,
 *   result: (extension: any) => void}} Talk how to open a dialog (without data) and to send it off, and what to do with a result
 */

const part = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

export class TaskDialog {
  constructor() {
    this.turn = 0;
    part('task-close').addEventListener('click', () => part('task').close());
    part('task').addEventListener('close', () => {
      this.turn += 1;
    });
  }

  /** @param {Talk} talk */
  async open(talk) {
    part('task-title').textContent = 'Office Booker';
    part('task-place').replaceChildren();
    this.say('');
    part('task').showModal();
    await this.busily(talk, talk.question(null));
  }

  /** @param {Talk} talk @param {Record<string, unknown>} question */
  async busily(talk, question) {
    const turn = this.turn;
    if (part('task').hasAttribute('aria-busy')) return;
    part('task').setAttribute('aria-busy', 'true');
    this.say('');
    try {
      const answer = await talk.ask(question);
      if (turn === this.turn) await this.take(talk, answer);
    } catch (error) {
      if (turn === this.turn) this.say(error instanceof Error ? error.message : String(error));
    } finally {
      part('task').removeAttribute('aria-busy');
    }
  }

  /** What the bot answered: the next card, a sentence, a card for the message, or nothing more. @param {Talk} talk @param {any} answer */
  async take(talk, answer) {
    const task = answer?.task;
    if (task?.type === 'continue' && task.value?.card?.content) return this.show(talk, task.value);
    if (task?.type === 'message') {
      const sentence = document.createElement('p');
      sentence.textContent = String(task.value);
      part('task-place').replaceChildren(sentence);
      part('task-close').focus();
      return;
    }
    part('task').close();
    if (answer?.composeExtension) talk.result(answer.composeExtension);
  }

  /** @param {Talk} talk @param {any} value */
  async show(talk, value) {
    part('task-title').textContent = value.title ?? '';
    part('task').style.setProperty('--task-width', sized(value.width, 'px'));
    part('task').style.setProperty('--task-height', sized(value.height, 'px'));
    const library = await cardLibrary();
    const card = drawn(library, value.card.content, (action) => {
      const name = action.getJsonTypeName();
      if (name === 'Action.OpenUrl') return void window.open(action.url, '_blank', 'noopener');
      if (name === 'Action.Submit') return void this.busily(talk, talk.question(action.data ?? {}));
      this.say(`Teams passes over ${name} in a dialog.`);
    });
    part('task-place').replaceChildren(card);
    card.querySelector('input, select, textarea, button')?.focus();
  }

  /** @param {string} fault */
  say(fault) {
    part('task-fault').hidden = !fault;
    part('task-fault').textContent = fault;
  }
}

/** Pixels, or one of Teams' words. @param {unknown} size @param {string} unit */
function sized(size, unit) {
  const named = { small: 300, medium: 500, large: 700 }[String(size)];
  return typeof size === 'number' ? `${size}${unit}` : `${named ?? 400}${unit}`;
}
