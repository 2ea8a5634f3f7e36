import { readdirSync, readFileSync } from 'node:fs';

export interface Thread {
  name: string;
  nice: number;
}

/** The threads of a process, as Linux tells of them. */
export function threadsOf(pid: number): Thread[] {
  const directory = `/proc/${pid}/task`;
  return readdirSync(directory).map((id) => {
    // After the name, which is in parentheses: state is field 3 of stat(5), nice field 19.
    const [, name = '', rest = ''] = /\((.*)\) (.*)/su.exec(readFileSync(`${directory}/${id}/stat`, 'utf8')) ?? [];
    return { name, nice: Number(rest.split(' ')[16]) };
  });
}
