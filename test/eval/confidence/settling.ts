import type { ToldSection } from './rows.ts';
import type { Told } from './told_values.ts';

/** A section's row from some messages of a conversation, beside the one from all of them at the same moment. */
export interface Sample {
  conversation: string;
  messages: number;
  part: ToldSection;
  whole: ToldSection;
}

export interface Settled {
  messages: number;
  /** Mean of the rows' confidences. */
  confidence: number;
  /** Mean over the section's values of 1 / (1 + e²), e being the root mean square distance in standard deviations. */
  reliability: number;
  /** Rows compared. */
  n: number;
}

interface Distance {
  sample: Sample;
  /** Squared distance of each value told by the whole, in variances between conversations. */
  squares: ReadonlyMap<string, number>;
}

/**
 * How far what is said from few messages lies from what is said from all. A value that is not told counts as the mean
 * of the conversations: what would be said of anyone.
 */
export function distancesOf(samples: readonly Sample[]): Distance[] {
  const scales = scalesOf(samples);
  return samples.flatMap((sample) => {
    const squares = new Map<string, number>();
    for (const [name, whole] of Object.entries(sample.whole.values)) {
      const scale = scales.get(name);
      if (whole === null || scale === undefined) continue;
      const part = sample.part.values[name] ?? scale.mean;
      squares.set(name, ((part - whole) / scale.deviation) ** 2);
    }
    return squares.size === 0 ? [] : [{ sample, squares }];
  });
}

/** The mean squared distance of a row. */
export function distanceOf({ squares }: Distance): number {
  return mean([...squares.values()]);
}

/** By number of messages. */
export function settledBy(distances: readonly Distance[]): Settled[] {
  const sizes = [...new Set(distances.map(({ sample }) => sample.messages))].sort((a, b) => a - b);
  return sizes.map((messages) => {
    const here = distances.filter(({ sample }) => sample.messages === messages);
    const names = [...new Set(here.flatMap(({ squares }) => [...squares.keys()]))];
    const reliabilities = names.map((name) => {
      const squares = here.flatMap((distance) => distance.squares.get(name) ?? []);
      return 1 / (1 + mean(squares));
    });
    const confidence = mean(here.map(({ sample }) => sample.part.confidence));
    return { messages, confidence, reliability: mean(reliabilities), n: here.length };
  });
}

/** Mean and standard deviation of each value between the conversations, from what all messages say. */
function scalesOf(samples: readonly Sample[]): Map<string, { mean: number; deviation: number }> {
  const byName = new Map<string, Map<string, number[]>>();
  for (const { conversation, whole } of samples)
    for (const [name, value] of Object.entries<Told[string]>(whole.values)) {
      if (value === null) continue;
      const conversations = byName.get(name) ?? new Map<string, number[]>();
      byName.set(name, conversations.set(conversation, [...(conversations.get(conversation) ?? []), value]));
    }
  const scales = new Map<string, { mean: number; deviation: number }>();
  for (const [name, conversations] of byName) {
    const means = [...conversations.values()].map(mean);
    const centre = mean(means);
    const variance = means.reduce((sum, value) => sum + (value - centre) ** 2, 0) / Math.max(1, means.length - 1);
    if (variance > 1e-9) scales.set(name, { mean: centre, deviation: Math.sqrt(variance) });
  }
  return scales;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
