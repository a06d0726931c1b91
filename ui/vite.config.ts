import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { budget } from './scripts/budget.ts';

export default defineConfig({
  plugins: [react(), budget('src/page/Overview.tsx')],
  server: { port: 5173, proxy: { '/api': process.env.VOXPOP_API ?? 'http://127.0.0.1:8000' } },
  build: {
    outDir: '../internal/serve/web/dist',
    // The folder holds a committed .gitkeep; scripts in package.json clear the rest.
    emptyOutDir: false,
    target: 'es2022',
    // Inlined assets would need data: in the page's content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
});
