import { describe, expect, it } from 'vitest';
import { isOneSubject } from '../../src/engines/context_switch/one_subject.ts';

describe('isOneSubject()', () => {
  it.each([
    ['dance', 'dancing'],
    ['dance', 'dancer'],
    ['dancing', 'dance studio'],
    ['book', 'books'],
    ['hair', 'blonde hair'],
    ['running', 'run'],
  ])('takes %s and %s for one', (a, b) => {
    expect(isOneSubject(a, b)).toBe(true);
    expect(isOneSubject(b, a)).toBe(true);
  });

  it.each([
    ['dance studio', 'dance school'],
    ['game', 'basketball game'],
    ['cat', 'catalogue'],
    ['', 'dance'],
  ])('takes %s and %s for two', (a, b) => {
    expect(isOneSubject(a, b)).toBe(false);
    expect(isOneSubject(b, a)).toBe(false);
  });
});
