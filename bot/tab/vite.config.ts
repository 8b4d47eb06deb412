import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { compress } from './compress.ts';

export default defineConfig({
  plugins: [react(), compress()],
  build: {
    target: 'es2022',
    // The page's policy allows scripts from our own files alone; every browser that Teams supports preloads modules itself.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // React and Fluent UI are nearly all of it, and every view needs both.
    chunkSizeWarningLimit: 700,
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    testTimeout: 20_000,
  },
});
