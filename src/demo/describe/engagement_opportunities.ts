import type { EngagementOpportunities } from '../../domain/engagement_opportunities.ts';
import { list, quote, span } from '../../guidance/sentence.ts';
import type { Entry } from '../layout.ts';
import { ago, clockHour, percent } from '../words.ts';

const SHOWN_HOURS = 4;
const SHOWN_WINDOWS = 3;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

export function describeEngagementOpportunities(row: EngagementOpportunities, now: string): Entry[] {
  const gap = row.last_engagement_gap_hours;
  const success = row.proactive_success_rate;
  return [
    ['Last here', gap === null ? 'Never.' : `${span(gap)} ago.`],
    [
      'Likely to be there',
      [
        `Within the next hour: ${row.receptivity_score === null ? 'cannot be told' : percent(row.receptivity_score)}.`,
        `Best hours of the day (UTC): ${list(row.optimal_timing_hours.slice(0, SHOWN_HOURS).map(clockHour)) || 'cannot be told'}.`,
        `Best hours of the week: ${windowsOf(row)}.`,
      ],
    ],
    [
      'Writing first',
      [
        success === null ? 'Never tried.' : `Answered within a day: ${percent(success)} (cautious estimate).`,
        row.hold_off_until === null
          ? 'Nothing speaks against it now.'
          : `Better not before ${ago(row.hold_off_until, now)}.`,
      ],
    ],
    [
      'Left open',
      row.unresolved_topics.length === 0
        ? 'Nothing.'
        : row.unresolved_topics.map(({ text, by, since }) => `${by}: ${quote(text)} (${ago(since, now)})`),
    ],
    [
      'Worth talking about',
      row.suggested_topics.length === 0
        ? 'Nothing in particular.'
        : row.suggested_topics.map(({ topic, reason }) => `${quote(topic)} (${reason})`),
    ],
    ['Milestones', list(row.milestones.map(({ milestone, at }) => `${milestone} (${ago(at, now)})`)) || 'None.'],
  ];
}

function windowsOf({ best_windows: windows }: EngagementOpportunities): string {
  const best = windows.slice(0, SHOWN_WINDOWS);
  return (
    list(
      best.map(({ weekday, hour, probability }) => `${WEEKDAYS[weekday]} ${clockHour(hour)} (${percent(probability)})`),
    ) || 'cannot be told'
  );
}
