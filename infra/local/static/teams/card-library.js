// Microsoft's renderer of Adaptive Cards, set up as Teams does. Colours are the page's own variables, so that a theme changes them at once.

import { markdown } from './markdown.js';

const colour = (/** @type {string} */ name) => ({ default: `var(--card-${name})`, subtle: `var(--card-${name}-subtle)` });
const style = (/** @type {string} */ ground) => ({
  backgroundColor: ground,
  borderColor: 'var(--line)',
  foregroundColors: {
    default: colour('ink'),
    dark: colour('ink'),
    light: colour('light'),
    accent: colour('accent'),
    attention: colour('attention'),
    good: colour('good'),
    warning: colour('warning'),
  },
});
const input = { size: 'Default', color: 'Default', isSubtle: false, weight: 'Bolder' };

const HOST_CONFIG = {
  supportsInteractivity: true,
  fontFamily: '"Segoe UI", system-ui, -apple-system, "Helvetica Neue", "Noto Sans", sans-serif',
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 200, default: 400, bolder: 600 },
  lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  imageSizes: { small: 32, medium: 52, large: 100 },
  imageSet: { imageSize: 'medium', maxImageHeight: 100 },
  factSet: {
    title: { size: 'Default', color: 'Default', isSubtle: false, weight: 'Bolder', wrap: true, maxWidth: 150 },
    value: { size: 'Default', color: 'Default', isSubtle: false, weight: 'Default', wrap: true },
    spacing: 16,
  },
  inputs: {
    label: { inputSpacing: 'small', requiredInputs: { ...input, suffix: ' *', suffixColor: 'attention' }, optionalInputs: input },
    errorMessage: { size: 'Small', color: 'Attention', weight: 'Default', spacing: 'small' },
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    preExpandSingleShowCardAction: false,
    showCard: { actionMode: 'inline', inlineTopMargin: 16, style: 'emphasis' },
  },
  adaptiveCard: { allowCustomStyle: true },
  containerStyles: {
    default: style('transparent'),
    emphasis: style('var(--card-emphasis)'),
    accent: style('var(--card-accent-ground)'),
    good: style('var(--card-good-ground)'),
    attention: style('var(--card-attention-ground)'),
    warning: style('var(--card-warning-ground)'),
  },
};

/** @type {Promise<any> | null} */
let loading = null;

/** The library; a classic script, which a module can only wait for. */
export function cardLibrary() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = '/adaptivecards.js';
    script.addEventListener('load', () => resolve(setUp(/** @type {any} */ (window).AdaptiveCards)));
    script.addEventListener('error', () => reject(new Error('Cards can’t be drawn: run `python3 dev.py setup`.')));
    document.head.append(script);
  });
  return loading;
}

/** @param {any} library */
function setUp(library) {
  library.AdaptiveCard.onProcessMarkdown = (/** @type {string} */ text, /** @type {any} */ result) => {
    const whole = document.createElement('div');
    whole.append(markdown(text));
    // The library takes HTML only; this HTML was elements before, so that nothing strange is in it.
    result.outputHtml = whole.innerHTML;
    result.didProcess = true;
  };
  return library;
}

/**
 * Draws a card.
 * @param {any} library
 * @param {Record<string, unknown>} content
 * @param {(action: any) => void} execute
 * @returns {HTMLElement}
 */
export function drawn(library, content, execute) {
  const card = new library.AdaptiveCard();
  card.hostConfig = new library.HostConfig(HOST_CONFIG);
  card.onExecuteAction = execute;
  const context = new library.SerializationContext();
  card.parse(content, context);
  const element = card.render();
  if (!element) throw new Error(String(content.fallbackText ?? 'This card can’t be shown.'));
  return element;
}
