import { describe, expect, it } from 'vitest';
import type { Analysis, Phrase } from '../../src/domain/analysis.ts';
import { EngagementOpportunitiesSchema } from '../../src/domain/engagement_opportunities.ts';
import type { AnnotatedEvent } from '../../src/engines/engine.ts';
import { proactiveEngagement } from '../../src/engines/proactive_engagement.ts';
import { dueDate } from '../../src/engines/proactive_engagement/due_date.ts';
import { presenceFeatures } from '../../src/engines/proactive_engagement/features.ts';
import { planOf } from '../../src/engines/proactive_engagement/plan.ts';
import { RETURN_HAZARD, USER_KINDS } from '../../src/engines/proactive_engagement/population.ts';
import { chancesByKind, predictHour } from '../../src/engines/proactive_engagement/predict_hour.ts';
import { addMessage, GAP_BUCKETS, initPresence } from '../../src/engines/proactive_engagement/presence.ts';
import type { Presence } from '../../src/engines/proactive_engagement/presence.ts';
import { followUser, MAX_KIND_LOG_ODDS } from '../../src/engines/proactive_engagement/user_kind.ts';
import { shortened } from '../../src/engines/proactive_engagement/sentences.ts';
import { testHours, timingTask } from '../eval/timing.ts';
import { seededUniform } from '../stats/seeded_noise.ts';
import { engineContract } from './engine.contract.ts';

engineContract(proactiveEngagement, EngagementOpportunitiesSchema);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday. */
const START = Date.UTC(2026, 0, 5);

function phrase(text: string): Phrase {
  return { text, key: text.toLowerCase(), kind: 'noun_phrase' };
}

function analysisOf(content: string, about: readonly string[], language: string): Analysis {
  const sentences = content.split(/[.!?]+/u).filter((part) => part.trim() !== '').length;
  return {
    language,
    characters: content.length,
    words: content.split(/\s+/u).length,
    sentences,
    questions: content.split('?').length - 1,
    exclamations: 0,
    emoji: 0,
    links: 0,
    sentiment: 0,
    formality: 0.5,
    part_of_speech: {},
    function_words: {},
    lemmas: about.flatMap((text) => text.toLowerCase().split(' ')),
    phrases: about.map((text) => phrase(text)),
  };
}

let count = 0;
function message(at: number, role: 'user' | 'bot', content: string, about: string[] = [], language = 'en') {
  const annotation = { analysis: analysisOf(content, about, language), embedding: null };
  return { at, eventId: `e${count++}`, kind: 'message', payload: { role, content }, annotation } as const;
}

function outreach(at: number): AnnotatedEvent {
  return { at, eventId: `e${count++}`, kind: 'outreach', payload: {} };
}

function rowAt(events: readonly AnnotatedEvent[], now: number) {
  const state = events.reduce((folded, event) => proactiveEngagement.fold(folded, event), proactiveEngagement.init());
  return proactiveEngagement.project(state, new Date(now));
}

/** A user who writes at these hours (UTC) of every day. */
function daily(days: number, hours: readonly number[]): AnnotatedEvent[] {
  return Array.from({ length: days }, (_, day) =>
    hours.map((hour) => message(START + day * DAY + hour * HOUR + 600_000, 'user', 'Hello there.')),
  ).flat();
}

describe('proactive_engagement: when the user is there', () => {
  it('says nothing of a user who never wrote', () => {
    const row = rowAt([message(START, 'bot', 'Welcome!')], START + HOUR);
    expect(row.receptivity_score).toBeNull();
    expect(row.last_engagement_gap_hours).toBeNull();
    expect(row.optimal_timing_hours).toEqual([]);
    expect(row.confidence).toBe(0);
  });

  it('expects a user more right after a message than in the days that follow', () => {
    const at = (ms: number) => rowAt([message(START, 'user', 'Hi.')], START + ms).receptivity_score ?? 0;
    expect(at(60_000)).toBeGreaterThan(at(6 * HOUR));
    expect(at(6 * HOUR)).toBeGreaterThan(at(5 * DAY));
    expect(at(5 * DAY)).toBeGreaterThan(at(40 * DAY));
  });

  it('expects a user of regular hours at those hours', () => {
    const events = daily(28, [19, 20]);
    const row = (hour: number) => rowAt(events, START + 28 * DAY + hour * HOUR).receptivity_score ?? 0;
    expect(row(19)).toBeGreaterThan(3 * row(9));
  });

  it('names the hours of a regular user, wherever their clock stands', () => {
    for (const shift of [0, 7, 15]) {
      const hours = [18, 19].map((hour) => (hour + shift) % 24).sort((a, b) => a - b);
      const row = rowAt(daily(28, hours), START + 28 * DAY);
      expect(row.optimal_timing_hours.slice(0, 2).sort((a, b) => a - b)).toEqual(hours);
      expect(row.best_windows.every(({ hour }) => hours.includes(hour))).toBe(true);
    }
  });

  it('tells a weekday that stands out, with Sunday as 0', () => {
    const sundays = Array.from({ length: 10 }, (_, week) => START + (6 + 7 * week) * DAY);
    const events = sundays.flatMap((day) => [15, 16].map((hour) => message(day + hour * HOUR, 'user', 'Hi.')));
    const best = rowAt(events, START + 70 * DAY).best_windows[0];
    expect(best?.weekday).toBe(0);
    expect([15, 16]).toContain(best?.hour);
  });

  it('names no hours after three days', () => {
    const row = rowAt(daily(3, [18, 19, 20]), START + 3 * DAY);
    expect(row.optimal_timing_hours).toEqual([]);
    expect(row.best_windows).toEqual([]);
  });

  it('grows surer with every day the user is there', () => {
    const sure = [1, 3, 10, 30].map((days) => rowAt(daily(days, [18, 20]), START + days * DAY).confidence);
    expect(sure).toEqual(sure.toSorted((a, b) => a - b));
    expect(sure[0]).toBeLessThan(0.2);
    expect(sure[3]).toBeGreaterThan(0.7);
  });

  it('has a coefficient for each feature and a hazard for each bucket', () => {
    const features = presenceFeatures(addMessage(initPresence(), START), START + HOUR);
    for (const { coefficients } of USER_KINDS) expect(coefficients).toHaveLength(features?.length ?? 0);
    expect(RETURN_HAZARD).toHaveLength(GAP_BUCKETS);
  });
});

/** The user who wrote in these hours, and what was said of each hour before it: as shipped, and of either kind of user. */
function follow(hours: readonly number[]): {
  presence: Presence;
  said: Record<'shipped' | 'first' | 'second', number>;
} {
  let presence = initPresence();
  const said = { shipped: 0, first: 0, second: 0 };
  const loss = (chance: number, there: boolean) => -Math.log(there ? chance : 1 - chance);
  for (let hour = 0; hour <= (hours.at(-1) ?? 0); hour++) {
    const at = START + hour * HOUR;
    const there = hours.includes(hour);
    const chances = chancesByKind(presence, at);
    if (chances !== null) {
      said.shipped += loss(predictHour(presence, at) ?? 0, there);
      said.first += loss(chances[0], there);
      said.second += loss(chances[1], there);
    }
    if (there) presence = followUser(presence, at + 600_000);
  }
  return { presence, said };
}

/** Hours at which a user with this chance of writing at each hour of the day did so, by a seeded draw. */
function drawn(days: number, seed: number, chance: (hourOfDay: number) => number): number[] {
  const uniform = seededUniform(seed);
  return Array.from({ length: days * 24 }, (_, hour) => hour).filter((hour) => uniform() < chance(hour % 24));
}

describe('proactive_engagement: what kind of user it is', () => {
  it('is open at first: everybody counts, both kinds alike', () => {
    const presence = followUser(initPresence(), START);
    const [first, second] = chancesByKind(presence, START + HOUR) ?? [0, 0];
    expect(predictHour(presence, START + HOUR)).toBeCloseTo((first + second) / 2, 12);
  });

  it('stays cautious with users of little history, whatever they began with', () => {
    // One burst of messages within an hour: no hour of the days after it is expected with more than one chance in ten.
    const burst = Array.from({ length: 30 }, (_, i) => message(START + i * 60_000, 'user', 'Hi.'));
    for (let hour = 6; hour < 96; hour++) expect(rowAt(burst, START + hour * HOUR).receptivity_score).toBeLessThan(0.1);
  });

  it('foretells no worse than the better kind alone, but for what telling them apart may cost: ln 2', () => {
    const users = [
      drawn(40, 1, (h) => (h > 16 && h < 22 ? 0.5 : 0.06)),
      drawn(40, 2, () => 0.03),
      drawn(9, 3, () => 0.3),
    ];
    for (const hours of users) {
      const near = hours.filter((hour, i) => i === 0 || hour - (hours[i - 1] ?? 0) < 48);
      const { said, presence } = follow(near);
      expect(Math.abs(presence.firstKind)).toBeLessThan(MAX_KIND_LOG_ODDS);
      expect(said.shipped).toBeLessThan(Math.min(said.first, said.second) + Math.LN2 + 0.01);
    }
  });
});

describe('proactive_engagement: when not to write', () => {
  const evenings = daily(28, [18, 19, 20]);

  it('waits until the quiet hours are over', () => {
    const until = rowAt(evenings, START + 28 * DAY + 3 * HOUR).hold_off_until;
    expect(new Date(until ?? 0).getUTCHours()).toBe(17);
    expect(rowAt(evenings, START + 28 * DAY + 18 * HOUR).hold_off_until).toBeNull();
  });

  it('knows no quiet hours of a user it hardly knows', () => {
    expect(rowAt(daily(5, [19]), START + 5 * DAY + 3 * HOUR).hold_off_until).toBeNull();
  });

  it('waits twice as long after each outreach that was ignored', () => {
    const first = START + 10 * HOUR;
    const events = [message(START, 'user', 'Hi.')];
    const holds = (sent: number[]) => {
      const until = rowAt([...events, ...sent.map((at) => outreach(at))], (sent.at(-1) ?? 0) + HOUR).hold_off_until;
      return (Date.parse(until ?? '') - (sent.at(-1) ?? 0)) / DAY;
    };
    expect(holds([first])).toBe(1);
    expect(holds([first, first + 2 * DAY])).toBe(2);
    expect(holds([first, first + 2 * DAY, first + 5 * DAY])).toBe(4);
  });

  it('needs no rest once the user answered', () => {
    const events = [message(START, 'user', 'Hi.'), outreach(START + DAY), message(START + DAY + HOUR, 'user', 'Hey.')];
    expect(rowAt(events, START + DAY + 2 * HOUR).hold_off_until).toBeNull();
  });

  it('tells how outreach went, shrunk towards one in three', () => {
    const sent = [outreach(START + DAY), message(START + DAY + HOUR, 'user', 'Hey.'), outreach(START + 3 * DAY)];
    expect(rowAt([outreach(START)], START + HOUR).proactive_success_rate).toBeNull();
    expect(rowAt(sent, START + 3 * DAY + HOUR).proactive_success_rate).toBeCloseTo(2 / 4);
    expect(rowAt(sent, START + 5 * DAY).proactive_success_rate).toBeCloseTo(2 / 5);
  });
});

describe('proactive_engagement: what was left open', () => {
  const at = START + 10 * HOUR;
  const exam = message(at, 'user', 'Tomorrow I have a chemistry exam.', ['chemistry exam']);

  it('comes back to a plan when its day has come, and not before', () => {
    expect(rowAt([message(at, 'user', 'I have an exam in 5 days.', ['exam'])], at + DAY).unresolved_topics).toEqual([]);
    const row = rowAt([exam], at + DAY);
    expect(row.unresolved_topics).toEqual([
      {
        topic: 'chemistry exam',
        text: 'Tomorrow I have a chemistry exam.',
        since: new Date(at).toISOString(),
        by: 'user',
      },
    ]);
    expect(row.suggested_topics[0]).toEqual({ topic: 'chemistry exam', reason: 'unresolved' });
  });

  it('lets a plan rest once somebody came back to it', () => {
    const told = message(at + 2 * DAY, 'user', 'The exam went well.', ['exam']);
    const asked = message(at + 2 * DAY, 'bot', 'How did it go?');
    expect(rowAt([exam, told], at + 3 * DAY).unresolved_topics).toEqual([]);
    expect(rowAt([exam, asked], at + 3 * DAY).unresolved_topics).toEqual([]);
  });

  it('forgets a plan weeks after its day', () => {
    expect(rowAt([exam], at + 30 * DAY).unresolved_topics).toEqual([]);
  });

  it('keeps a question of the user until the bot says something', () => {
    const asked = message(at, 'user', 'Do you know a good bakery?', ['good bakery']);
    const back = message(at + 1000, 'bot', 'Why do you ask?');
    const answer = message(at + 2000, 'bot', 'Try the one at the corner.');
    expect(rowAt([asked], at + 4 * HOUR).unresolved_topics[0]?.topic).toBe('good bakery');
    expect(rowAt([asked, back], at + 4 * HOUR).unresolved_topics.map(({ by }) => by)).toContain('user');
    expect(rowAt([asked, answer], at + 4 * HOUR).unresolved_topics).toEqual([]);
  });

  it('keeps a question of the bot that the user passed over with a greeting the next day', () => {
    const asked = message(at, 'bot', 'Which piano do you play?', ['piano']);
    const anew = message(at + DAY, 'user', 'Good morning! What a day.');
    const answer = message(at + DAY, 'user', 'An old upright one.');
    expect(rowAt([asked, anew], at + DAY + HOUR).unresolved_topics[0]?.by).toBe('bot');
    expect(rowAt([asked, answer], at + DAY + HOUR).unresolved_topics).toEqual([]);
  });

  it('keeps a question of the user that the bot passed over with a greeting the next day', () => {
    const asked = message(at, 'user', 'Which piano do you play?', ['piano']);
    const anew = message(at + DAY, 'bot', 'Good morning! A fine day.');
    expect(rowAt([asked, anew], at + DAY + HOUR).unresolved_topics[0]?.by).toBe('user');
  });

  it.each([
    ['Do you play the piano, or is it too loud for the house?', 1],
    ['Do you like it?', 0],
    ['Everybody needs a piano, right?', 0],
    ['The piano is lovely, is it not? No, really, is it?', 0],
  ])('opens a question that is one and can be understood alone: %s', (content, open) => {
    const asked = message(at, 'user', content, ['piano']);
    expect(rowAt([asked], at + 4 * HOUR).unresolved_topics).toHaveLength(open);
  });

  describe('of what somebody wants to hear later', () => {
    const topics = (content: string, role: 'user' | 'bot', about: string[]) =>
      rowAt([message(at, role, content, about)], at + DAY).unresolved_topics;

    it('keeps a request of either side, whatever is said at once', () => {
      const asked = message(at, 'bot', 'Let me know how the recital goes!', ['recital']);
      const promised = message(at + 1000, 'user', 'Will do, bye!');
      const row = rowAt([asked, promised], at + DAY);
      expect(row.unresolved_topics.map(({ topic, by }) => [topic, by])).toEqual([['recital', 'bot']]);
      expect(topics('Keep me posted on your garden.', 'user', ['garden'])).toHaveLength(1);
    });

    it('keeps a promise of the user with the sentence that says of what', () => {
      const [open] = topics("I'll bake that plum cake. I'll let you know how it turns out!", 'user', ['plum cake']);
      expect(open).toMatchObject({
        topic: 'plum cake',
        text: "I'll bake that plum cake. I'll let you know how it turns out!",
      });
    });

    it('lets it rest once it was told or asked', () => {
      const asked = message(at, 'bot', 'Let me know how the recital goes!', ['recital']);
      const told = message(at + DAY, 'user', 'The recital was a mess.', ['recital']);
      const back = message(at + DAY, 'bot', 'So how did it go?');
      expect(rowAt([asked, told], at + 2 * DAY).unresolved_topics).toEqual([]);
      expect(rowAt([asked, { ...back, at: at + 2 * DAY }], at + 3 * DAY).unresolved_topics).toEqual([]);
      expect(rowAt([asked], at + 15 * DAY).unresolved_topics).toEqual([]);
    });

    it.each([
      'Let me know if you need help with the garden.',
      'Let me know how I can help with the garden.',
      'If the garden needs more seeds, I will let you know.',
      'It is great to hear how the garden goes.',
      "I'd love to hear more about your garden.",
    ])('and not: %s', (content) => {
      expect(topics(content, 'user', ['garden'])).toEqual([]);
    });
  });

  it('finds open questions in other languages, and no plans there', () => {
    const german = [message(at, 'user', 'Kennst du den Englischen Garten?', ['Englischen Garten'], 'de')];
    expect(rowAt(german, at + 4 * HOUR).unresolved_topics).toHaveLength(1);
    const plan = [message(at, 'user', 'Tomorrow I have a Prüfung.', ['Prüfung'], 'de')];
    expect(rowAt(plan, at + DAY).unresolved_topics).toEqual([]);
  });

  it('shortens what it quotes without cutting a character in half', () => {
    const text = shortened('🎉'.repeat(90));
    expect(text.length).toBeLessThanOrEqual(160);
    expect(text.isWellFormed()).toBe(true);
  });

  it.each([
    "I'll visit my sister next week.",
    "We're going to Lisbon on Friday",
    'My piano recital is tomorrow!',
    "I've got a job interview in two days",
    "I'm repainting the kitchen this weekend",
    'Yay, flying to Oslo on Friday!',
    "I'm showing my pots next month, can't wait!",
    "I can't wait for our ferry trip next week",
    'I just signed up for a chess tournament next month.',
    'That talk inspired me and I will book a lesson tomorrow.',
    'I have some exams coming up.',
  ])('takes for a plan: %s', (sentence) => {
    expect(planOf(sentence, at)).not.toBeNull();
  });

  it.each([
    'I might go to Lisbon next week.',
    'If it rains tomorrow I will stay in.',
    "I won't go on Friday.",
    'I went to Lisbon last week.',
    'I will see you tomorrow!',
    'Are you going out tonight?',
    'My sister has an exam tomorrow.',
    'I am going to learn the piano.',
    "I'm hoping to get a tent next week.",
    "I couldn't wait for my tent last week.",
    'I was told that they will close tomorrow.',
  ])('takes for no plan: %s', (sentence) => {
    expect(planOf(sentence, at)).toBeNull();
  });

  it.each([
    ['tonight', 0, 1],
    ['tomorrow', 1, 2],
    ['on Monday', 7, 8],
    ['this weekend', 5, 7],
    ['next week', 7, 14],
    ['in three days', 3, 4],
    ['on January 9th', 4, 5],
    ['on the 9th of January', 4, 5],
  ])('dates "%s", said on a Monday', (words, from, to) => {
    expect(dueDate(words, at)).toEqual({ from: START + from * DAY, to: START + to * DAY });
  });
});

describe('proactive_engagement: what to speak of', () => {
  const hiking = (day: number) => message(START + day * DAY, 'user', 'I went hiking again.', ['hiking']);

  it('suggests what the user keeps coming back to, and says when it fades', () => {
    const events = [0, 2, 4, 7].map(hiking);
    expect(rowAt(events, START + 8 * DAY).suggested_topics).toEqual([{ topic: 'hiking', reason: 'recurring' }]);
    expect(rowAt(events, START + 60 * DAY).suggested_topics).toContainEqual({ topic: 'hiking', reason: 'fading' });
    expect(rowAt(events, START + 300 * DAY).suggested_topics).toEqual([]);
  });

  it('does not suggest what everybody speaks of', () => {
    const said = [0, 2, 4, 6].map((day) =>
      message(START + day * DAY, 'user', 'Work, friends, hiking.', ['work', 'friends', 'hiking']),
    );
    const everyday = said.map((event) => ({
      ...event,
      annotation: {
        ...event.annotation,
        analysis: {
          ...event.annotation.analysis,
          phrases: event.annotation.analysis.phrases.map((one) => ({ ...one, key: one.key.replace(/s$/u, '') })),
        },
      },
    }));
    expect(rowAt(everyday, START + 7 * DAY).suggested_topics).toEqual([{ topic: 'hiking', reason: 'recurring' }]);
  });

  it('does not suggest what was said twice', () => {
    expect(rowAt([0, 2].map(hiking), START + 3 * DAY).suggested_topics).toEqual([]);
  });

  it('marks a week in a row, the hundredth message and the anniversaries', () => {
    const week = rowAt(daily(7, [10]), START + 7 * DAY).milestones;
    expect(week.map(({ milestone }) => milestone)).toEqual(['7 days in a row']);
    const hundred = rowAt(daily(10, [8, 9, 10, 11, 12, 13, 14, 15, 16, 17]), START + 10 * DAY).milestones;
    expect(hundred.map(({ milestone }) => milestone)).toContain('100 messages');
    const year = rowAt([message(START, 'user', 'Hi.')], START + 363 * DAY).milestones;
    expect(year).toEqual([{ milestone: '1 year', at: '2027-01-05T00:00:00.000Z' }]);
  });
});

describe('the timing task', () => {
  it('scores the whole hours of the last 30 % of the span', () => {
    expect(testHours([0, 36_000])).toEqual([25_200, 28_800, 32_400, 36_000]);
  });

  it('predicts each hour from what came before it alone', () => {
    const early = [0, 3_600, 90_000, 100_000, 180_000];
    const predictions = (sentAt: number[]) => timingTask.predict({ id: 'u', sent_at: sentAt }).p;
    const one = predictions([...early, 200_100, 360_000]);
    const other = predictions([...early, 200_100, 300_100, 360_000]);
    const upTo = testHours([0, 360_000]).findIndex((hour) => hour > 300_100);
    expect(one.slice(0, upTo)).toEqual(other.slice(0, upTo));
    expect(one.slice(upTo)).not.toEqual(other.slice(upTo));
  });
});
