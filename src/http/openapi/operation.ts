import type { GenericSchema, StrictObjectSchema } from 'valibot';

type ObjectSchema = StrictObjectSchema<Record<string, GenericSchema>, undefined>;

/** A body that is sent or answered. */
export interface Content {
  /** Media type; JSON when left out. */
  type?: string;
  schema: GenericSchema;
  example: unknown;
}

/** One call of the API as the document tells it. */
export interface Operation {
  method: 'get' | 'post' | 'delete';
  /** With parameters in braces: `/v1/bots/{bot}`. */
  path: string;
  id: string;
  tag: 'Insights' | 'Events' | 'Conversations' | 'Bots' | 'Jobs' | 'Keys' | 'Service';
  summary: string;
  description?: string;
  query?: ObjectSchema;
  body?: Content;
  /** Answers that are no errors, by status. */
  answers: Readonly<Record<number, { description: string; content?: readonly Content[] }>>;
  /** Statuses that are answered with a problem, beside those that every call has. */
  problems: readonly number[];
  /** Whether no key is needed. */
  isOpen?: boolean;
}
