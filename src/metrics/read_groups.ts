import type { SectionName } from '../domain/table.ts';
import type { ReadGroup } from './metrics.ts';

/** Sections put together with the one before where they have the same label and age, as those of one refresh do. */
export function groupsOf(
  sections: readonly { name: SectionName; section: Omit<ReadGroup, 'names'> }[],
): readonly ReadGroup[] {
  const groups: (ReadGroup & { names: SectionName[] })[] = [];
  for (const { name, section } of sections) {
    const { freshness, computedAt } = section;
    const last = groups.at(-1);
    if (last?.freshness === freshness && last.computedAt === computedAt) last.names.push(name);
    else groups.push({ names: [name], freshness, computedAt });
  }
  return groups;
}
