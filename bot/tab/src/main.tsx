/** Puts the application into the page; the only place that hands in the real browser. */
import { createDOMRenderer, RendererProvider } from '@fluentui/react-components';
import { createRoot } from 'react-dom/client';
import { makeApi, readConfig } from './api';
import { App } from './components/App';
import { connect } from './host';
import './page.css';

// The page's policy lets no style in but those that carry the nonce which the service put into this very answer.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce } });

const fetchHere = (url: string, init: RequestInit) => fetch(url, init);
const patience = {
  pause: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  random: () => Math.random(),
};

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no place for the application.');
createRoot(root).render(
  <RendererProvider renderer={renderer} targetDocument={document}>
    <App
      connect={async () => connect(await readConfig(fetchHere))}
      apiFor={(host) => makeApi({ fetch: fetchHere, token: host.token, ...patience })}
      now={() => new Date()}
      newAsk={() => crypto.randomUUID()}
      reload={() => window.location.reload()}
    />
  </RendererProvider>,
);
