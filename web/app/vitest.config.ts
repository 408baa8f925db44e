import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  test: { name: 'app', environment: 'happy-dom', include: ['test/**/*.test.{ts,tsx}'] },
});
