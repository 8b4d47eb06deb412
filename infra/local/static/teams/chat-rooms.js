// The list of conversations, with what was said last and what was not read yet.

/** @typedef {import('./chat-service.js').Room} Room */

const part = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const title = document.title;

export class RoomList {
  /** @param {(room: Room) => void} open */
  constructor(open) {
    this.open = open;
    /** @type {Room[]} */
    this.rooms = [];
  }

  /** The conversation of that title, else the first. @param {string} name */
  titled(name) {
    return this.rooms.find((room) => room.title === name) ?? this.rooms[0];
  }

  /** @param {Room[]} rooms @param {string} current the id of the one that is open */
  show(rooms, current) {
    this.rooms = rooms;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.room;
    part('rooms').replaceChildren(...rooms.map((room) => this.line(room, room.id === current)));
    if (focused) part('rooms').querySelector(`[data-room="${CSS.escape(focused)}"]`)?.focus();
    const unread = rooms.reduce((sum, room) => sum + (room.id === current ? 0 : room.unread), 0);
    part('chat-badge').hidden = unread === 0;
    part('chat-badge').replaceChildren(String(unread), hidden(unread === 1 ? ' unread message' : ' unread messages'));
    document.title = unread ? `(${unread}) ${title}` : title;
  }

  /** @param {Room} room @param {boolean} current */
  line(room, current) {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.room = room.id;
    if (current) button.setAttribute('aria-current', 'true');
    const face = document.createElement('span');
    face.className = `face ${room.kind}`;
    face.setAttribute('aria-hidden', 'true');
    face.textContent = room.title
      .split(' ')
      .filter((word) => /\w/.test(word))
      .slice(0, 2)
      .map((word) => word[0])
      .join('');
    const who = document.createElement('span');
    who.className = 'who';
    const name = document.createElement('span');
    name.className = 'name';
    name.textContent = room.title;
    const last = document.createElement('span');
    last.className = 'last';
    last.textContent = room.last ? room.last.text.replace(/\s+/g, ' ') : 'Nothing was said yet';
    who.append(name, last);
    button.append(face, who);
    if (room.unread && !current) {
      button.classList.add('unread');
      const badge = document.createElement('span');
      badge.className = 'badge';
      badge.append(String(room.unread), hidden(' unread'));
      button.append(badge);
    }
    button.addEventListener('click', () => this.open(room));
    const entry = document.createElement('li');
    entry.append(button);
    return entry;
  }
}

/** @param {string} text */
function hidden(text) {
  const span = document.createElement('span');
  span.className = 'visually-hidden';
  span.textContent = text;
  return span;
}
