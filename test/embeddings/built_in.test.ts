import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { openBuiltInEmbedder } from '../../src/embeddings/built_in.ts';

const OFFLINE = fileURLToPath(new URL('no_network.ts', import.meta.url));
const EMBED_ONE = fileURLToPath(new URL('embed_one.ts', import.meta.url));

describe('the built-in embedder', () => {
  const embedder = openBuiltInEmbedder();
  afterAll(() => embedder.close());

  it('puts sentences of one subject closer together than sentences of two', async () => {
    const [dog, puppy, train] = await Promise.all([
      embedder.embed('My dog ran after the ball in the park.'),
      embedder.embed('The puppy loves to fetch in the garden.'),
      embedder.embed('The train to Lisbon leaves at eight.'),
    ]);
    expect(dog).toHaveLength(512);
    expect(cosine(dog, puppy)).toBeGreaterThan(cosine(dog, train) + 0.1);
  });

  it('gives the same text the same vector, whatever else is asked at the time', async () => {
    const text = 'Could you water the tomatoes while we are away?';
    const alone = await embedder.embed(text);
    const among = await Promise.all([`ok`, text, 'a'.repeat(5_000), text].map((each) => embedder.embed(each)));
    expect(among[1]).toEqual(alone);
    expect(among[3]).toEqual(alone);
  });

  it('works on after its thread was ended', async () => {
    const before = await embedder.embed('Good morning!');
    await embedder.close();
    expect(await embedder.embed('Good morning!')).toEqual(before);
  });

  it('fails what is waiting when its thread ends, rather than leave it waiting', async () => {
    const asked = embedder.embed('Will there be an answer?');
    await Promise.all([embedder.close(), expect(asked).rejects.toMatchObject({ code: 'unavailable' })]);
  });

  it('asks the network for nothing, starts its thread with the first text, and lets the process end', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', OFFLINE, EMBED_ONE]);
    expect(JSON.parse(stdout)).toEqual({ threadBefore: false, threadAfter: true, dimensions: 512 });
  });

  it('names the package that is missing and what to do', () => {
    const resolve = (name: string): string => {
      throw new Error(`Cannot find module '${name}'`);
    };
    expect(() => openBuiltInEmbedder(resolve)).toThrow(
      /COLDPATH_EMBEDDINGS=builtin needs @energetic-ai\/embeddings, which is missing: .*COLDPATH_EMBEDDINGS=none/u,
    );
  });
});

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, d) => sum + value * (y[d] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
