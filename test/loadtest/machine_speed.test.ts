import { expect, it } from 'vitest';
import { measureWorkMs } from '../../loadtest/machine_speed.ts';

it('measureWorkMs() tells how long one of several times took, not all of them', () => {
  const started = performance.now();
  const ms = measureWorkMs();
  expect(ms).toBeGreaterThan(0);
  expect(ms).toBeLessThan((performance.now() - started) / 2);
});
