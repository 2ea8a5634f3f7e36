import { once } from 'node:events';
import { Agent, get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { AppError } from '../../../src/domain/errors.ts';
import { userName } from '../backlog.ts';

/** Reads under way at any time. */
const AT_ONCE = 16;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** Reads user `first` to `end` - 1, each once. @throws AppError when one is not answered with 200 */
export async function readUsers(url: string, botName: string, first: number, end: number): Promise<void> {
  let next = first;
  const reader = async (): Promise<void> => {
    while (next < end) {
      const request = get(`${url}/v1/bots/${botName}/users/${userName(next++)}/insights`, { agent });
      const [answer] = (await once(request, 'response')) as [IncomingMessage];
      answer.resume();
      await once(answer, 'end');
      if (answer.statusCode !== 200) throw new AppError('unavailable', `a read was answered ${answer.statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
}
