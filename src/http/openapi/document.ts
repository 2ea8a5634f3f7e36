import { toJsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema';
import type { ConversionConfig } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import type { Content, Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { SCHEMAS } from './schemas.ts';

const VERSION = '0.1.0';
const DESCRIPTION = `coldpath keeps what a chat bot should know about a conversation off the path of its reply.
Post what happens; read what there is to know before each reply.

Names (bots, users, event ids) are 1 to 256 characters without control characters, percent-encoded in paths. Timestamps
are RFC 3339 with an offset. Unknown fields are refused. Errors are \`application/problem+json\` (RFC 9457) and name the
field and the limit. Posting events is safe to repeat: an \`event_id\` is accepted once.`;

const TAGS = {
  Insights: 'The hot reads: always answered, always labelled with how fresh they are.',
  Events: 'What happened, as it happens or as a history.',
  Conversations: 'One bot with one user: progress, refresh, cache, export, erasure.',
  Bots: 'Who there is.',
  Jobs: 'What failed for good. Takes an admin.',
  Keys: 'Keys to the API. Takes an admin.',
  Service: 'Liveness, readiness, metrics and this document.',
} as const satisfies Record<Operation['tag'], string>;

/** What each error status means; the body is a Problem. */
const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'Something sent is not valid; `errors` names each field.',
  401: 'A key is needed, or this one opens nothing here.',
  403: 'The key is for something else.',
  404: 'There is no such thing.',
  408: 'The body came too slowly.',
  409: 'Not in the state that it is in.',
  413: 'The body, or a line of it, is too large.',
  415: 'The body is compressed, or of another kind.',
  429: 'More requests than this key may make; see Retry-After.',
  503: 'The database cannot be reached, or too much is asked at once: try again.',
};
/** What any call that takes a key can answer. */
const COMMON = [400, 401, 403, 429, 503];

const CONVERSION: ConversionConfig = {
  target: 'draft-2020-12',
  typeMode: 'input',
  // Checks that JSON Schema cannot tell (well-formed Unicode, a date that exists) are told in words.
  errorMode: 'ignore',
  definitions: SCHEMAS,
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
};

/** The OpenAPI document: built once, from the schemas that validate. */
export function openApiDocument(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: described(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'coldpath',
      version: VERSION,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The server that this document came from' }],
    security: [{ key: [] }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description: 'A key of `coldpath keys create`. On loopback without COLDPATH_ADMIN_KEY none is needed.',
        },
      },
      responses: Object.fromEntries(
        Object.keys(PROBLEMS).map((status) => [`Problem${status}`, problem(Number(status))]),
      ),
      schemas: toJsonSchemaDefs(SCHEMAS, CONVERSION),
    },
  };
}

function described({ id, tag, summary, description, query, body, answers, problems, isOpen, path }: Operation) {
  const names = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name = '']) => name);
  const inPath = names.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: { $ref: '#/components/schemas/Name' },
    example: { bot: 'elena', user: '42', key: '0123456789ab' }[name],
  }));
  const inQuery = Object.entries(query?.entries ?? {}).map(([name, schema]) => queryParameter(name, schema));
  const failing = [...new Set([...problems, ...(isOpen === true ? [] : COMMON)])];
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(isOpen === true && { security: [] }),
    ...(inPath.length + inQuery.length > 0 && { parameters: [...inPath, ...inQuery] }),
    ...(body !== undefined && { requestBody: { required: true, content: contents([body]) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, { description: words, content }]) => [
          status,
          { description: words, ...(content !== undefined && { content: contents(content) }) },
        ]),
      ),
      ...Object.fromEntries(failing.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }])),
    },
  };
}

/** A query carries text; what the text stands for is told by the schema's own metadata where it is not text. */
function queryParameter(name: string, schema: GenericSchema) {
  const pipe = 'pipe' in schema && Array.isArray(schema.pipe) ? (schema.pipe as unknown[]) : [];
  const instead = pipe.map(insteadOf).find((found) => found !== undefined);
  const converted = instead ?? schemaOf(schema);
  const isList = typeof converted === 'object' && 'type' in converted && converted['type'] === 'array';
  return { name, in: 'query', required: false, ...(isList && { explode: false }), schema: converted };
}

function insteadOf(action: unknown): object | undefined {
  if (typeof action !== 'object' || action === null || !('metadata' in action)) return undefined;
  const { metadata } = action;
  if (typeof metadata !== 'object' || metadata === null || !('instead' in metadata)) return undefined;
  return metadata.instead as object;
}

function contents(all: readonly Content[]): Record<string, unknown> {
  return Object.fromEntries(
    all.map(({ type = 'application/json', schema, example }) => [type, { schema: schemaOf(schema), example }]),
  );
}

function schemaOf(schema: GenericSchema): Record<string, unknown> {
  const { $schema: _dialect, $defs: _definitions, ...converted } = toJsonSchema(schema, CONVERSION);
  return converted;
}

function problem(status: number) {
  const example = { type: 'about:blank', title: TITLES[status] ?? 'problem', status, detail: PROBLEMS[status] };
  return {
    description: PROBLEMS[status],
    ...((status === 429 || status === 503) && {
      headers: { 'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer', minimum: 0 } } },
    }),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, example } },
  };
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'invalid input',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not found',
  408: 'too slow',
  409: 'conflict',
  413: 'too large',
  415: 'unsupported',
  429: 'too many',
  503: 'unavailable',
};
