import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const NodeSchema = v.object({
  id: v.number(),
  callFrame: v.object({ functionName: v.string(), url: v.string() }),
  children: v.optional(v.array(v.number()), []),
});
type CallNode = v.InferOutput<typeof NodeSchema>;

const ProfileSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ nodes: v.array(NodeSchema), samples: v.array(v.number()), timeDeltas: v.array(v.number()) }),
);

/** Milliseconds of a process's main thread, by what it did itself (not what it called). */
export type SelfTimes = Map<string, number>;

/** Reads the V8 profiles of a directory and adds up the self time per part of the code. */
export async function readSelfTimes(directory: string): Promise<SelfTimes> {
  const times: SelfTimes = new Map();
  for (const file of await readdir(directory)) {
    if (!file.endsWith('.cpuprofile')) continue;
    const { nodes, samples, timeDeltas } = v.parse(ProfileSchema, await readFile(join(directory, file), 'utf8'));
    const parts = partsOf(nodes);
    for (const [index, id] of samples.entries()) {
      const part = parts.get(id) ?? '(unknown)';
      times.set(part, (times.get(part) ?? 0) + (timeDeltas[index] ?? 0) / 1_000);
    }
  }
  return times;
}

/** The part of the code that each node of the call tree belongs to; what is built in belongs to who called it. */
function partsOf(nodes: readonly CallNode[]): Map<number, string> {
  const parts = new Map<number, string>();
  // V8 lists a node before its children.
  for (const { id, callFrame, children } of nodes) {
    const part = partOf(callFrame, parts.get(id));
    parts.set(id, part);
    for (const child of children) parts.set(child, part);
  }
  return parts;
}

/** A package, a folder of ours, or what V8 calls the rest: (idle), (garbage collector), (program). */
function partOf({ functionName, url }: CallNode['callFrame'], caller: string | undefined): string {
  const [, dependency] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//u.exec(url) ?? [];
  if (dependency !== undefined) return dependency;
  const [, ours] = /\/((?:src\/[^/]+|tasks)\/[^/]+?)(?:\.ts)?(?:\/|$)/u.exec(url) ?? [];
  if (ours !== undefined) return ours;
  if (url.startsWith('node:')) return 'node';
  return functionName.startsWith('(') ? functionName : (caller ?? functionName);
}
