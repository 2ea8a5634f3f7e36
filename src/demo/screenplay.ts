import { SCORE_METRICS } from '../domain/event.ts';
import type { EventInput } from '../domain/event.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const HEADER = /^## (?<count>\d+) (?<unit>days?|minutes?) ago(?:, (?<hour>\d\d):(?<minute>\d\d))?(?: - .+)?$/u;
const LINE =
  /^(?<who>[a-z]+) \+(?<seconds>\d+)(?: \{(?<emotion>[^}]+)\})?(?: \[(?<traits>[^\]]+)\])?(?: (?<words>[^:]+))?(?:: (?<text>.+))?$/u;

/** One line of a screenplay, taken apart. */
interface Line {
  who: string;
  emotion: string;
  traits: string;
  words: string[];
  text: string;
}

/** Who speaks in a screenplay. */
export interface Cast {
  user: string;
  bot: string;
}

type Fact = EventInput extends infer One
  ? One extends EventInput
    ? Omit<One, 'event_id' | 'occurred_at'>
    : never
  : never;

/**
 * Reads a conversation written as a screenplay, one event a line:
 *
 *     ## 42 days ago, 19:20 - a title for readers       a scene: days before the day of `now`, at a time in UTC
 *     ## 24 minutes ago                                 … or minutes before `now`
 *     sam +38 {joy 0.6}: what the user said             38 s after the line above; emotion and valence
 *     elena +6 [warm playful]: what the bot said        the traits it showed
 *     memory +2 dog-otto 0.9: what the bot remembers    memory id and importance
 *     recall +1 dog-otto                                `recall +1 dog-otto lost` when it did not remember
 *     score +2 engagement 0.6 coherence 0.8             one event a metric
 *     outreach +0 the topic: what the bot wrote first
 *
 * @returns the events in the order of the script, with the ids `sample-1`, `sample-2`, …
 * @throws Error that quotes a line which is none of these
 */
export function readScreenplay(script: string, cast: Cast, now: Date): EventInput[] {
  const events: EventInput[] = [];
  let at = Number.NaN;
  for (const line of script.split('\n').filter((text) => text.trim() !== '')) {
    if (line.startsWith('## ')) {
      at = startOf(line, now);
      continue;
    }
    const { seconds = '', who = '', emotion = '', traits = '', words = '', text = '' } = LINE.exec(line)?.groups ?? {};
    at += Number(seconds) * 1_000;
    const facts = factsOf({ who, emotion, traits, words: words.split(' '), text }, cast);
    if (facts.length === 0) throw new Error(`no line of a screenplay: "${line}"`);
    for (const fact of facts) {
      events.push({ event_id: `sample-${events.length + 1}`, occurred_at: new Date(at).toISOString(), ...fact });
    }
  }
  return events;
}

function startOf(header: string, now: Date): number {
  const { count, unit, hour = '', minute = '' } = HEADER.exec(header)?.groups ?? {};
  if (count === undefined) throw new Error(`no scene of a screenplay: "${header}"`);
  if (unit?.startsWith('minute') === true) return now.getTime() - Number(count) * MINUTE_MS;
  const midnight = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  return midnight - Number(count) * DAY_MS + (Number(hour) * 60 + Number(minute)) * MINUTE_MS;
}

function factsOf(line: Line, cast: Cast): Fact[] {
  const [first = '', second = ''] = line.words;
  switch (line.who) {
    case cast.user:
      return [{ kind: 'message', payload: { role: 'user', content: line.text, ...emotionOf(line.emotion) } }];
    case cast.bot:
      return [{ kind: 'message', payload: { role: 'bot', content: line.text, ...traitsOf(line.traits) } }];
    case 'memory':
      return [{ kind: 'memory', payload: { memory_id: first, content: line.text, importance: Number(second) } }];
    case 'recall':
      return [{ kind: 'recall', payload: { memory_id: first, recalled: second !== 'lost' } }];
    case 'score':
      return scoresOf(line.words);
    case 'outreach':
      return [{ kind: 'outreach', payload: { topic: line.words.join(' '), content: line.text } }];
    default:
      return [];
  }
}

function traitsOf(traits: string): { traits?: string[] } {
  return traits === '' ? {} : { traits: traits.split(' ') };
}

function emotionOf(emotion: string): { emotion?: { label: string; valence: number } } {
  const [label = '', valence] = emotion.split(' ');
  return label === '' ? {} : { emotion: { label, valence: Number(valence) } };
}

function scoresOf(words: readonly string[]): Fact[] {
  return SCORE_METRICS.flatMap((metric) => {
    const place = words.indexOf(metric);
    return place < 0 ? [] : [{ kind: 'score', payload: { metric, value: Number(words[place + 1]) } }];
  });
}
