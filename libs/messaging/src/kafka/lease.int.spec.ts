import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { until } from '#testing/until';
import type { Consume, Subscription } from '../bus-ports.js';
import { dataSource, type NoteFixture, openNoteFixture } from '../testing/note-projection.js';
import { TcpProxy } from '../testing/tcp-proxy.js';
import { endLease, leased, LeaseLost } from './lease.js';

let fixture: NoteFixture;
beforeAll(async () => {
  fixture = await openNoteFixture();
});
afterAll(() => fixture.close());

const nobody = {} as Subscription<never>;

/** Starts a process that requests the lease, and shows whether it has it. */
const ask = async (name = 'mandates.publisher', url = fixture.url) => {
  const db: DataSource = await dataSource(url);
  const stopping = new AbortController();
  const state = { has: false, ended: undefined as unknown };
  const consume: Consume<never> = async (_, signal) => {
    state.has = true;
    await once(signal, 'abort');
    state.has = false;
  };
  const running = leased(name, db, consume)(nobody, stopping.signal).catch((error: unknown) => (state.ended = error));
  const stop = async (): Promise<void> => {
    stopping.abort();
    await running;
    await db.destroy();
  };
  return { state, stop };
};

it('a lease belongs to one process, and to the next when that one stops', async () => {
  const first = await ask();
  await until(() => first.state.has);
  const second = await ask();
  const other = await ask('cases.publisher');
  await until(() => other.state.has);
  await pause(1_200);
  expect(second.state.has).toBe(false);
  await first.stop();
  await until(() => second.state.has, 2_000);
  await Promise.all([second.stop(), other.stop()]);
});

it('a lease ends with its session: its process stops, and another process gets it', async () => {
  const first = await ask();
  await until(() => first.state.has);
  const [second, other] = [await ask(), await ask('cases.publisher')];
  await until(() => other.state.has);
  await endLease('mandates.publisher', fixture.db);
  await until(() => first.state.ended instanceof LeaseLost && !first.state.has);
  await until(() => second.state.has, 2_000);
  expect(other.state.has).toBe(true);
  await Promise.all([first.stop(), second.stop(), other.stop()]);
});

it('a lease that was lost in a stall is free again, although the connections continue', async () => {
  const proxy = await TcpProxy.open();
  const first = await ask('mandates.publisher', proxy.before(fixture.url));
  await until(() => first.state.has);
  proxy.shut();
  await until(() => first.state.ended instanceof LeaseLost);
  const second = await ask();
  proxy.reopen();
  // sooner than a pool closes an idle connection
  await until(() => second.state.has, 4_000);
  await Promise.all([first.stop(), second.stop()]);
  await proxy.close();
});

it('a process that waits for a lease can be stopped', async () => {
  const first = await ask();
  await until(() => first.state.has);
  const second = await ask();
  await second.stop();
  expect(second.state).toEqual({ has: false, ended: undefined });
  await first.stop();
});

it('a lease is free again when the work of its process fails', async () => {
  const db = await dataSource(fixture.url);
  const failing: Consume<never> = () => Promise.reject(new Error('no leader for this partition'));
  await expect(leased('mandates.publisher', db, failing)(nobody, new AbortController().signal)).rejects.toThrow(
    'no leader',
  );
  const next = await ask();
  await until(() => next.state.has, 2_000);
  await next.stop();
  await db.destroy();
});
