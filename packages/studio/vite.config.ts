/**
 * How the studio is built: one page, its first chunk small, Observable Plot and dagre loaded where they are drawn.
 */
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    target: 'es2023',
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 1024,
    reportCompressedSize: false,
  },
});
