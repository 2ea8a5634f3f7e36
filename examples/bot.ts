// A bot in about 60 lines: before each reply it reads what coldpath knows, afterwards it tells what was said.
//   npm start                                     in one terminal
//   npm run build:client && node examples/bot.ts  in another; type, and end with Ctrl-D
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { createClient } from 'coldpath/client';
import type { EventInput } from 'coldpath/client';

const BOT = 'elena';
const USER = process.argv[2] ?? 'sam';

const coldpath = createClient({
  url: process.env['COLDPATH_URL'] ?? 'http://127.0.0.1:8787',
  ...(process.env['COLDPATH_KEY'] !== undefined && { key: process.env['COLDPATH_KEY'] }),
  onError: (error) => process.stderr.write(`without coldpath: ${String(error)}\n`),
});

/** Stands in for a language model: put the call of yours here. */
async function languageModel(prompt: string): Promise<string> {
  const said = prompt.split('\n').at(-1) ?? '';
  return prompt.includes('writes casually') ? `haha, "${said}"! tell me more` : `You said "${said}". Please go on.`;
}

function message(role: 'user' | 'bot', content: string): EventInput {
  // An id of your own (a Discord snowflake, say) makes it safe to send an event again.
  return { event_id: randomUUID(), kind: 'message', occurred_at: new Date().toISOString(), payload: { role, content } };
}

async function reply(said: string): Promise<string> {
  const asked = message('user', said);
  // Never throws: when coldpath is away the guidance is empty, and the bot replies all the same.
  const { guidance, freshness } = await coldpath.readInsights(BOT, USER, { maxTokens: 200 });
  const prompt = ['You are Elena, a marine biologist.', guidance, said].filter(Boolean).join('\n');
  process.stderr.write(`[${freshness}] ${guidance.replaceAll('\n', ' ')}\n`);
  const answer = await languageModel(prompt);
  // Not awaited: the reply does not wait for the log. It is tried again while the server is away.
  coldpath.postEvents(BOT, USER, [asked, message('bot', answer)]).catch((error: unknown) => {
    process.stderr.write(`not told: ${String(error)}\n`);
  });
  return answer;
}

for await (const said of createInterface({ input: process.stdin })) {
  if (said.trim() !== '') process.stdout.write(`${await reply(said)}\n`);
}
