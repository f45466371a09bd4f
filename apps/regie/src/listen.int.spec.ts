import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FaultProxy } from '#testing/fault-proxy';
import { HubProcess } from '../../../test/journeys/hub-process.js';

const BIN = join(import.meta.dirname, '../bin/regie.js');
let hub: HubProcess;

beforeAll(async () => {
  hub = await HubProcess.start({ environment: { REGIE_WEBHOOK_ALLOW: '127.0.0.0/8' } });
});
afterAll(() => hub.remove());

const environment = (): NodeJS.ProcessEnv => {
  const { REGIE_URL: _url, REGIE_TOKEN: _token, ...env } = process.env;
  return { ...env, REGIE_FOLDER: hub.folder };
};
const regie = (...args: readonly string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((done) => {
    execFile(process.execPath, [BIN, ...args], { env: environment() }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });

/** A running `regie listen`, with its output so far. */
class Listening {
  out = '';
  err = '';
  private constructor(private readonly child: ChildProcess) {
    child.stdout!.on('data', (chunk: Buffer) => (this.out += chunk.toString()));
    child.stderr!.on('data', (chunk: Buffer) => (this.err += chunk.toString()));
  }
  static start(...args: readonly string[]): Listening {
    return new Listening(
      spawn(process.execPath, [BIN, 'listen', ...args], { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] }),
    );
  }
  async until(pattern: RegExp): Promise<RegExpExecArray> {
    for (const deadline = Date.now() + 40_000; Date.now() < deadline && this.child.exitCode === null; await pause(50)) {
      const found = pattern.exec(this.out) ?? pattern.exec(this.err);
      if (found) return found;
    }
    throw new Error(`it never printed ${String(pattern)}, but:\n${this.out}${this.err}`);
  }
  /**
   * Sends Ctrl-C.
   * @returns the exit code
   */
  async interrupt(): Promise<number | null> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGINT');
    const [code] = (await ended) as [number | null];
    return code;
  }
}

const openCase = async (title: string): Promise<string> => {
  const { out, err } = await regie(
    'case',
    'open',
    '--title',
    title,
    '--neighbourhood',
    '4',
    '--theme',
    'leefbaarheid',
    '--why',
    'It is there.',
    '--scope',
    'The park.',
    '--invite',
    'woningent',
  );
  return /[0-9a-f-]{36}/.exec(out)?.[0] ?? err;
};
const asSystem = async (path: string): Promise<Record<string, unknown>> => {
  const { out } = await regie('token', '--client', 'woningent-api', '--secret', 'demo');
  return (await (await fetch(hub.url + path, { headers: { authorization: `Bearer ${out.trim()}` } })).json()) as Record<
    string,
    unknown
  >;
};

describe('regie listen', () => {
  it('prints verified events with their cursor, reports invalid deliveries, and ends the subscription', async () => {
    const listening = Listening.start();
    const [, url, id] = await listening.until(/Listening at (\S+)\. Subscription (\S+)/);
    await listening.until(/The hub delivers/);
    const caseId = await openCase('Litter');
    const [, cursor] = await listening.until(
      new RegExp(`^verified {2}be\\.regie\\.case\\.participant-invited\\.v1 {2}${caseId} {2}(\\S+)$`, 'm'),
    );
    expect(await asSystem(`/v1/feed?after=${cursor!}`)).toMatchObject({ events: [], next: cursor });

    const event = { specversion: '1.0', id: 'e', source: 's', type: 'be.regie.case.closed.v1' };
    const forged = {
      'webhook-id': 'msg_forged',
      'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
      'webhook-signature': 'v1,bm90IGl0',
    };
    const answer = await fetch(url!, {
      method: 'POST',
      headers: { ...forged, 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(event),
    });
    expect(answer.status).toBe(400);
    await listening.until(/^NOT VERIFIED {2}msg_forged {2}signature: /m);

    // The feed also contains the event of the subscription itself.
    expect(await listening.interrupt()).toBe(0);
    expect(listening.err).toMatch(
      /The subscription is ended\.\n {2}sent +(\d+) events: \1 delivered, 0 given up, 0 pending\n/,
    );
    expect(await asSystem(`/v1/subscriptions/${id!}`)).toMatchObject({ status: 'ended', cause: 'ended' });
  });

  it('begins after a cursor, with the requested types only', async () => {
    const { next } = await asSystem('/v1/feed?limit=1');
    const listening = Listening.start('--after', String(next), '--types', 'be.regie.mandate.granted.v1');
    await listening.until(/^verified {2}be\.regie\.mandate\.granted\.v1 {2}\S+ {2}(?!came)\S+$/m);
    expect(await listening.interrupt()).toBe(0);
    expect(listening.out).not.toContain('case');
  });

  it('ends within 20 s of Ctrl-C, and names the subscription, when the hub says nothing any more', async () => {
    const { proxy, url } = await FaultProxy.before(hub.url);
    try {
      const listening = Listening.start('--url', url);
      const [, , id] = await listening.until(/Listening at (\S+)\. Subscription (\S+)/);
      await listening.until(/The hub delivers/);
      proxy.inject({ kind: 'blackhole' });
      const interruptedAt = performance.now();
      expect(await listening.interrupt()).toBe(1);
      expect(performance.now() - interruptedAt).toBeLessThan(20_000);
      expect(listening.err).toContain(`The hub did not say in time that the subscription ${id!} is ended.`);
    } finally {
      await proxy.close();
    }
  }, 90_000);

  it('ends at once with 130 at a second Ctrl-C', async () => {
    const { proxy, url } = await FaultProxy.before(hub.url);
    try {
      const listening = Listening.start('--url', url);
      await listening.until(/The hub delivers/);
      proxy.inject({ kind: 'blackhole' });
      const ended = listening.interrupt();
      await pause(1_200);
      expect(await Promise.race([listening.interrupt(), ended])).toBe(130);
    } finally {
      await proxy.close();
    }
  }, 90_000);

  it('fails with a remedy when it cannot listen', async () => {
    const refused = await regie('listen', '--address', 'https://10.0.0.1/hook');
    expect(refused).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/address-refused[\s\S]*REGIE_WEBHOOK_ALLOW=127\.0\.0\.0\/8/),
    });
    expect(await regie('listen', '--port', 'eighty')).toMatchObject({ code: 2 });
    expect(await regie('--as', 'tom.maes', 'listen')).toMatchObject({
      code: 1,
      err: expect.stringContaining('access.role'),
    });
    const taken = new URL(hub.url).port;
    expect(await regie('listen', '--port', taken)).toMatchObject({ code: 1, err: expect.stringContaining('--port') });
  });
});
