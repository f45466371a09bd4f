import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { PostgresEventStore, START, type StoredEvent } from '#event-store';
import { contextOfStream, streamDigest } from '#messaging';
import { typeParsers } from '#postgres';
import type { Load, OpenedCase } from './load.js';
import { type Acknowledged, request, saysOf } from './requests.js';
import type { World } from './world.js';

const PAGE = 1_000;
const READERS = 8;
const TRIES = 15;

/**
 * Compares the acknowledged writes with the logs and the read model of cases after the load has ended. Each write must be there once, at the
 * acknowledged position. The logs are read without the hub. Returns the differences.
 */
export const lostIn = async (
  world: World,
  load: Load,
  canaries: readonly Acknowledged[],
  token: string,
): Promise<readonly string[]> => {
  const logs = await Promise.all(world.parts.map(({ postgresUrl }) => eventsIn(postgresUrl)));
  return [
    ...load.wrong,
    ...compareWithLog([...load.acknowledged, ...canaries], logs.flat()),
    ...checkHistory(load, logs.flat()),
    ...(await compareWithReadModel(world, load.cases, token)),
  ];
};

/** The compared properties of an event. */
export type LoggedEvent = Pick<StoredEvent, 'stream' | 'revision' | 'position'>;

/** Lists the acknowledged writes without an event at the acknowledged position. */
export const compareWithLog = (
  acknowledged: readonly Acknowledged[],
  events: readonly LoggedEvent[],
): readonly string[] => {
  const keyOf = (context: string, digest: string, revision: number, position: string): string =>
    [context, digest, revision, position].join(' ');
  const there = new Set(
    events.map(({ stream, revision, position }) =>
      keyOf(contextOfStream(stream), streamDigest(stream), revision, position),
    ),
  );
  return acknowledged
    .filter(({ context, digest, revision, position }) => !there.has(keyOf(context, digest, revision, position)))
    .map(({ name, revision, position }) => `${name} was acknowledged at ${revision}@${position} and is not in the log`);
};

/** Passes the events of the load to the history checker, with the names that the load gave to streams and commands. */
const checkHistory = ({ checker, acknowledged, pending }: Load, events: readonly StoredEvent[]): readonly string[] => {
  const streams = new Map(acknowledged.map(({ digest, name }) => [digest, name.split('/')[0]!]));
  const writes = new Map(acknowledged.map((write) => [`${write.digest} ${write.revision}`, write.name]));
  const ours = events.flatMap((event) => {
    const digest = streamDigest(event.stream);
    const stream = streams.get(digest);
    return stream ? [{ event, stream, name: writes.get(`${digest} ${event.revision}`) }] : [];
  });
  const commands = new Map(ours.flatMap(({ event, name }) => (name ? [[event.metadata.commandId, name]] : [])));
  for (const { event, stream } of ours) {
    const commandId = commands.get(event.metadata.commandId);
    // The event may belong to a write that was never acknowledged.
    if (!commandId && pending.size > 0) continue;
    const metadata = { ...event.metadata, commandId: commandId ?? event.metadata.commandId };
    checker.event({ ...event, stream, metadata });
  }
  return checker.finish();
};

const eventsIn = async (postgresUrl: string): Promise<readonly StoredEvent[]> => {
  const pool = new pg.Pool({ connectionString: postgresUrl, types: typeParsers, max: 2 });
  const store = new PostgresEventStore(pool);
  try {
    const events: StoredEvent[] = [];
    for (let after = START; ;) {
      const page = await store.readAll(after, PAGE);
      events.push(...page);
      if (page.length < PAGE) return events;
      after = page.at(-1)!.position;
    }
  } finally {
    await store.close();
    await pool.end();
  }
};

const compareWithReadModel = async (
  world: World,
  cases: readonly OpenedCase[],
  token: string,
): Promise<readonly string[]> => {
  const lost: string[] = [];
  const left = [...cases];
  const look = async (): Promise<void> => {
    for (let one = left.pop(); one; one = left.pop()) {
      const answer = await persistently(`${world.front}/v1/cases/${one.caseId}`, token);
      if (answer.status !== 200) {
        lost.push(`${one.name} is not in the read model: ${saysOf(answer)}`);
        continue;
      }
      const seen = (answer.body.commitments as readonly { what: string }[]).map(({ what }) => what);
      const twice = seen.filter((what, index) => seen.indexOf(what) < index);
      lost.push(
        ...one.commitments.filter((what) => !seen.includes(what)).map((what) => `${what} is not in the read model`),
        ...twice.map((what) => `${what} is in the read model twice`),
      );
    }
  };
  await Promise.all(Array.from({ length: READERS }, look));
  return lost;
};

const persistently = async (url: string, token: string): ReturnType<typeof request> => {
  for (let tries = 1; ; tries++, await sleep(1_000)) {
    const answer = await request(url, { token, withinMs: 20_000 });
    if ((answer.status > 0 && answer.status < 500) || tries === TRIES) return answer;
  }
};
