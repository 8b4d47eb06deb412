// The host side of the teams-js protocol: what a tab may ask of Teams, and what Teams tells it.

/**
 * @typedef {{id?: number, uuidAsString?: string, func: string, args?: unknown[]}} Message
 * @typedef {(args: unknown[]) => unknown[] | Promise<unknown[]> | undefined} Answer
 */

/** The newest teams-js that this host speaks with. */
export const SDK_VERSION = '2.58.0';

/** What the tab may use beyond the basics; teams-js refuses the rest by itself. */
const RUNTIME = { apiVersion: 4, isNAAChannelRecommended: false, hostVersionsInfo: {}, isLegacyTeams: false, supports: { app: {}, pages: { backStack: {} } } };

export class Host {
  /**
   * @param {string} origin whose messages count, and the only one that gets any
   * @param {() => HTMLIFrameElement} frame the frame on show
   * @param {{context: () => Record<string, unknown>, token: () => Promise<string>, open: (url: string) => void,
   *   leave: () => void, onState: (state: 'ready' | 'loaded' | 'failed', reason?: string) => void}} page
   */
  constructor(origin, frame, page) {
    this.origin = origin;
    this.frame = frame;
    /** @type {Record<string, Answer>} */
    this.answers = {
      initialize: () => {
        page.onState('ready');
        return ['content', 'web', JSON.stringify(RUNTIME), SDK_VERSION];
      },
      getContext: () => [page.context()],
      'authentication.getAuthToken': () => page.token().then((token) => [true, token], () => [false, 'InternalError']),
      'appInitialization.appLoaded': () => [true],
      'appInitialization.success': () => {
        page.onState('loaded');
        return [true];
      },
      'appInitialization.failure': ([reason, message]) => {
        page.onState('failed', String(message || reason || ''));
        return [true];
      },
      'appInitialization.expectedFailure': () => [true],
      executeDeepLink: ([url]) => {
        page.open(String(url));
        return [true];
      },
      returnFocus: () => {
        page.leave();
        return [true];
      },
      navigateBack: () => [false],
      'settings.getSettings': () => [{ entityId: page.context().entityId, contentUrl: `${origin}/` }],
      getTabInstances: () => [{ teamTabs: [] }],
      getMruTabInstances: () => [{ teamTabs: [] }],
    };
    addEventListener('message', (event) => void this.receive(event));
  }

  /** Tells the tab of a new theme. */
  changeTheme(/** @type {string} */ theme) {
    this.send({ func: 'themeChange', args: [theme] });
  }

  /** @param {MessageEvent} event */
  async receive(event) {
    const source = this.frame().contentWindow;
    if (event.source !== source || event.origin !== this.origin) return;
    const message = /** @type {Message | null} */ (event.data);
    if (!message || typeof message !== 'object' || typeof message.func !== 'string') return;
    if (!Object.hasOwn(this.answers, message.func)) return;
    const args = await this.answers[message.func]?.(Array.isArray(message.args) ? message.args : []);
    // The frame may show somebody else by now: nothing made for one person goes to the page of another.
    if (args && typeof message.id === 'number' && source === this.frame().contentWindow) {
      this.send({ id: message.id, uuidAsString: message.uuidAsString, args, monotonicTimestamp: performance.now() });
    }
  }

  /** @param {object} message */
  send(message) {
    this.frame().contentWindow?.postMessage(message, this.origin);
  }
}
