import { describe, expect, it } from 'vitest';
import { studentQuantile } from '../../src/stats/student.ts';

describe('studentQuantile()', () => {
  it.each([
    [0.975, 5, 2.5706],
    [0.975, 10, 2.2281],
    [0.95, 20, 1.7247],
    [0.995, 30, 2.75],
    [0.05, 10, -1.8125],
    [0.975, 4, 2.776445],
    [0.95, 5, 2.015048],
    [0.995, 12, 3.05454],
    [0.9, 7, 1.414924],
    [0.9995, 30, 3.645959],
  ])('gives the tabulated t at %d with %d degrees of freedom', (probability, freedom, tabulated) => {
    expect(Math.abs(studentQuantile(probability, freedom) / tabulated - 1)).toBeLessThan(0.01);
  });
});
