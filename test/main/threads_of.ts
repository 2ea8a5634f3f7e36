import { readdirSync, readFileSync } from 'node:fs';

export interface Thread {
  name: string;
  nice: number;
  /** As sched(7) numbers them: 0 for what is usual, 5 for SCHED_IDLE. */
  policy: number;
}

/** The threads of a process, as Linux tells of them. */
export function threadsOf(pid: number): Thread[] {
  const directory = `/proc/${pid}/task`;
  return readdirSync(directory).map((id) => {
    // After the name, which is in parentheses: state is field 3 of stat(5), nice field 19, policy field 41.
    const [, name = '', rest = ''] = /\((.*)\) (.*)/su.exec(readFileSync(`${directory}/${id}/stat`, 'utf8')) ?? [];
    const fields = rest.split(' ');
    return { name, nice: Number(fields[16]), policy: Number(fields[38]) };
  });
}
