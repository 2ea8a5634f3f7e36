import { describe, expect, it } from 'vitest';
import { groupsOf } from '../../src/metrics/read_groups.ts';

describe('groupsOf', () => {
  it('puts together what has the same label and age, and nothing else', () => {
    const sections = [
      { name: 'memory_health' as const, section: { freshness: 'fresh' as const, computedAt: 5 } },
      { name: 'memory_behavior' as const, section: { freshness: 'fresh' as const, computedAt: 5 } },
      { name: 'personality_profile' as const, section: { freshness: 'stale' as const, computedAt: 5 } },
      { name: 'conversation_patterns' as const, section: { freshness: 'stale' as const, computedAt: null } },
    ];
    expect(groupsOf(sections)).toEqual([
      { names: ['memory_health', 'memory_behavior'], freshness: 'fresh', computedAt: 5 },
      { names: ['personality_profile'], freshness: 'stale', computedAt: 5 },
      { names: ['conversation_patterns'], freshness: 'stale', computedAt: null },
    ]);
    expect(groupsOf([])).toEqual([]);
  });
});
