import { defineConfig } from 'vitest/config';

/** Tests that break the database: in a Postgres cluster of their own, one after the other. */
export default defineConfig({
  test: {
    include: ['test/faults/*.fault.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
