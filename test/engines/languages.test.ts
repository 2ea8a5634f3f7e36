import { describe, expect, it } from 'vitest';
import { contextSwitch } from '../../src/engines/context_switch.ts';
import type { AnnotatedEvent } from '../../src/engines/engine.ts';
import { CONVERSATION_ENGINES, projectRows } from '../../src/engines/registry.ts';
import { annotate, annotationOf } from '../../src/pipeline/annotate.ts';
import { analyzeMessage, ANALYZER_VERSION } from '../../src/text/analyze.ts';

const START = Date.UTC(2026, 4, 4, 18);
const MINUTE = 60_000;

/** Two subjects each; the talk turns in the middle, after a farewell and a night. */
const GERMAN = [
  ['Meine Tomaten im Gewächshaus haben braune Flecken.', 'Sind die Tomaten sehr nass?'],
  ['Ja, im Gewächshaus ist es feucht.', 'Dann lüfte das Gewächshaus am Morgen und schneide die Blätter ab.'],
  ['Das mache ich, danke dir!', 'Gern geschehen, viel Erfolg mit den Tomaten!'],
  ['Ich brauche einen Zug nach Lissabon.', 'An welchem Tag möchtest du nach Lissabon fahren?'],
  ['Am Freitag, mit einem Platz am Fenster.', 'Der Zug fährt um acht Uhr. Soll ich ihn buchen?'],
  ['Ja, bitte buche den Zug.', 'Der Platz im Zug ist reserviert.'],
];
const JAPANESE = [
  ['温室のトマトに茶色い斑点があります。', 'トマトは濡れていますか？'],
  ['はい、温室はとても湿っています。', '朝に温室を開けて、葉を切ってください。'],
  ['そうします、ありがとう！', 'トマトがうまく育ちますように。'],
  ['リスボン行きの電車に乗りたいです。', '何曜日にリスボンへ行きますか？'],
  ['金曜日です。窓側の席をお願いします。', '電車は八時に出ます。予約しますか？'],
  ['はい、電車を予約してください。', '電車の席を予約しました。'],
];
const EMOJI = [
  ['🍅😢', '💧❓'],
  ['🌧️🍅', '✂️🍃'],
  ['👍🙏', '🍀'],
  ['🚂🇵🇹', '📅❓'],
  ['🪟💺', '🕗🚂❓'],
  ['✅🚂', '🎫🎉'],
];
const ENGLISH = [
  ['My tomatoes in the greenhouse have brown spots.', 'Are the tomatoes very wet?'],
  ['Yes, the greenhouse is damp.', 'Then open the greenhouse in the morning and cut off the leaves.'],
  ['I will do that, thank you!', 'You are welcome, good luck with the tomatoes!'],
  ['I need a train to Lisbon.', 'Which day do you want to go to Lisbon?'],
  ['On Friday, with a seat by the window.', 'The train leaves at eight. Shall I book it?'],
  ['Yes, please book the train.', 'Your seat on the train is reserved.'],
];

async function talk(turns: readonly string[][], rounds = 4): Promise<AnnotatedEvent[]> {
  const messages = Array.from({ length: rounds }, () => turns)
    .flat(2)
    .map((content, i) => ({ role: i % 2 === 0 ? ('user' as const) : ('bot' as const), content }));
  const stored = await annotate({ version: ANALYZER_VERSION, analyze: analyzeMessage }, messages);
  return messages.flatMap((payload, i) => {
    const annotation = stored[i];
    // The third pair of each round ends a subject; the next begins the morning after.
    const at = START + i * MINUTE + Math.floor(i / 6) * 720 * MINUTE;
    if (annotation === undefined) return [];
    const position = { at, eventId: `e${i}` };
    return [{ ...position, kind: 'message' as const, payload, annotation: annotationOf(payload, annotation) }];
  });
}

async function rowsOf(turns: readonly string[][]) {
  const events = await talk(turns);
  const engines = CONVERSATION_ENGINES.map((engine) => engine.run());
  for (const event of events) for (const engine of engines) engine.fold(event);
  const rows = projectRows(engines, new Date((events.at(-1)?.at ?? START) + 30 * MINUTE));
  return { rows, topics: topicsOf(events) };
}

function topicsOf(events: readonly AnnotatedEvent[]) {
  const state = events.reduce((before, event) => contextSwitch.fold(before, event), contextSwitch.init());
  return contextSwitch.project(state, new Date((events.at(-1)?.at ?? START) + MINUTE));
}

describe.each([
  ['German', GERMAN, 'de'],
  ['Japanese', JAPANESE, 'ja'],
  ['emoji-only', EMOJI, 'und'],
] as const)('a %s conversation', (_, turns, language) => {
  it('is cut where its subjects change, and says in which language it was heard', async () => {
    const { topics } = await rowsOf(turns);
    expect(topics.recent_topics.length).toBeGreaterThanOrEqual(4);
    expect(topics.recent_topics.map((topic) => topic.language)).toEqual(topics.recent_topics.map(() => language));
    const starts = topics.recent_topics.map(({ start_time }) => Date.parse(start_time));
    const turnsAt = Array.from({ length: 8 }, (__, k) => START + k * 726 * MINUTE);
    expect(turnsAt.filter((at) => starts.includes(at)).length).toBeGreaterThanOrEqual(6);
  });

  it('has labels that can be read, taken from what was said', async () => {
    const { topics } = await rowsOf(turns);
    const said = turns.flat().join('\n');
    for (const { topic } of topics.recent_topics) {
      expect(topic.trim()).not.toBe('');
      expect(said).toContain(topic.replace(/\.\.\.$/u, ''));
    }
  });

  it('gets a row from every engine, none of which is surer of how the user talks than in English', async () => {
    const [there, here] = [(await rowsOf(turns)).rows, (await rowsOf(ENGLISH)).rows];
    expect([...there.keys()]).toEqual([...here.keys()]);
    const least = (table: string) =>
      expect(there.get(table)?.confidence).toBeLessThanOrEqual(here.get(table)?.confidence ?? 0);
    least('strategic_conversation_patterns');
    least('strategic_personality_profiles');
    const style = there.get('strategic_conversation_patterns')?.['communication_style'];
    expect(style).toMatchObject({ languages: language === 'und' ? [] : [{ language, share: 1 }] });
  });

  it('says by how much less its topics can be relied on', async () => {
    const [other, english] = [await rowsOf(turns), await rowsOf(ENGLISH)];
    expect(other.topics.confidence).toBeLessThanOrEqual(0.51);
    expect(other.topics.confidence).toBeLessThan(english.topics.confidence);
  });
});

describe('a language that no words are known of', () => {
  it('has no sentiment but that of its pictures, and no phrases', () => {
    const [japanese, glad] = ['本当に最高です', '最高です😍🎉'].map((text) => analyzeMessage(text));
    expect(japanese).toMatchObject({ language: 'ja', sentiment: 0, phrases: [], part_of_speech: {} });
    expect(glad?.sentiment).toBeGreaterThan(0.3);
  });
});
