import { quantileSorted } from 'simple-statistics';

/** Reads before the clock starts, so that code and connection are warm. */
const WARM_UP = 20;

/** Milliseconds from sending the request to having the whole body. */
export interface ReadLatency {
  reads: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
}

/** Reads a URL again and again over one connection, one read after the other. */
export async function measureReads(url: string, reads: number, signal: AbortSignal): Promise<ReadLatency> {
  for (let i = 0; i < WARM_UP; i++) await read(url, signal);
  const times: number[] = [];
  for (let i = 0; i < reads; i++) times.push(await read(url, signal));
  times.sort((a, b) => a - b);
  const at = (share: number): number => quantileSorted(times, share);
  return { reads, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}

async function read(url: string, signal: AbortSignal): Promise<number> {
  const start = performance.now();
  const response = await fetch(url, { signal });
  await response.text();
  const took = performance.now() - start;
  if (!response.ok) throw new Error(`${response.status} from ${url}`);
  return took;
}
