import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://localhost:3000';

// No inline script, style or data: asset leaves this build, so that a strict Content-Security-Policy holds.
export default defineConfig({
  plugins: [react()],
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: { input: { chat: 'index.html', rooms: 'main-rooms/index.html' } },
  },
  server: { proxy: { '/socket.io': { target: server, ws: true }, '/ws': { target: server, ws: true }, '/v1': server, '/api': server } },
});
