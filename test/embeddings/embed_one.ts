// Embeds one text and tells in JSON whether a thread ran before and after.
import { openBuiltInEmbedder } from '../../src/embeddings/built_in.ts';

const hasThread = (): boolean => process.getActiveResourcesInfo().includes('MessagePort');
const embedder = openBuiltInEmbedder();
const threadBefore = hasThread();
const asked = embedder.embed('I planted tomatoes.');
const threadAfter = hasThread();
const { length: dimensions } = await asked;
process.stdout.write(`${JSON.stringify({ threadBefore, threadAfter, dimensions })}\n`);
