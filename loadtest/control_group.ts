import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';

const SETTING = '/proc/sys/kernel/sched_autogroup_enabled';
/** Of the second version, only where processes get their share of CPU by it. */
const HIERARCHIES = ['/sys/fs/cgroup/cpu', '/sys/fs/cgroup'];
const NAME = `coldpath-loadtest-${process.pid}`;

/**
 * Puts this process, and with it all that it starts, into a control group, as containers are. Linux may otherwise make a
 * group of every session (sched_autogroup): each connection of Postgres, which is a session of its own, then gets as much
 * of the CPU as web, worker and load generator together, and what they say of themselves by nice(1) counts only among them.
 * @returns what leaves it in the end, or undefined when it cannot be had; nothing is done where Linux makes no such groups
 */
export function joinControlGroup(): Disposable | undefined {
  if (textOf(SETTING) !== '1' || isInOne()) return new DisposableStack();
  for (const hierarchy of HIERARCHIES) {
    const parent = `${hierarchy}/cgroup.procs`;
    const handsOut = textOf(`${hierarchy}/cgroup.subtree_control`);
    if (textOf(parent) === undefined || handsOut?.split(' ').includes('cpu') === false) continue;
    try {
      mkdirSync(`${hierarchy}/${NAME}`);
      writeFileSync(`${hierarchy}/${NAME}/cgroup.procs`, String(process.pid));
    } catch {
      continue; // not root
    }
    return {
      [Symbol.dispose]() {
        writeFileSync(parent, String(process.pid));
        rmdirSync(`${hierarchy}/${NAME}`);
      },
    };
  }
  return undefined;
}

/** Whether this process is in one already that is not everybody's. */
function isInOne(): boolean {
  const groups = textOf('/proc/self/cgroup') ?? '';
  return /^\d+:([^:]*,)?cpu(,[^:]*)?:\/./mu.test(groups);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
