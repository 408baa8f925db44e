import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: ['sdk', 'app'],
    reporters: ['default', 'junit'],
    outputFile: { junit: 'test-results/web.xml' },
  },
});
