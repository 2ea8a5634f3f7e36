import { span } from '../guidance/sentence.ts';

const HOUR_MS = 3_600_000;

/** `83 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** Two digits after the point; `unknown` for null. */
export function figure(value: number | null): string {
  return value === null ? 'unknown' : value.toFixed(2);
}

/** `3 days ago`, `in 2 hours`. */
export function ago(time: string, now: string): string {
  const hours = (Date.parse(now) - Date.parse(time)) / HOUR_MS;
  return hours < 0 ? `in ${span(-hours)}` : `${span(hours)} ago`;
}

/** `1 message`, `2 messages`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount} ${amount === 1 ? one : many}`;
}

/** `20:00`. */
export function clockHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** A confidence of 0 to 1 in a word. */
export function sureness(confidence: number): string {
  if (confidence < 0.3) return 'little to go by';
  return confidence < 0.7 ? 'fairly sure' : 'sure';
}
