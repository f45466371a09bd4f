import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { handle, PostgresEventStore, StateCache, type StoredEvent } from '#event-store';
import { brusselsDate, DomainError } from '#kernel';
import { typeParsers } from '#postgres';
import { databaseOptions, prepareSchema } from '#runtime';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import type { RegisterEvent } from '../domain/mandate-events.js';
import type { Register } from '../domain/mandate-history.js';
import { mandateRegister, type RegisterCommand } from '../domain/mandate-register.js';
import { mandatesContext } from '../mandates.module.js';
import { holders } from '../queries/holders.js';
import { Chance, dayAfter, someCommand, THEMES } from '../testing/histories.js';
import { usual } from '../testing/mandate-fixtures.js';
import { type RecordedFact, referenceModel } from '../testing/reference-model.js';

const STREAM = 'mandates-44021';
const PROCESSES = 3;
const WRITERS = 12;
const COMMANDS = 60;

let postgres: TestPostgres;
let url: string;
let pools: Pool[];

beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.createDatabase();
  pools = Array.from({ length: PROCESSES }, () => new Pool({ connectionString: url, max: 4, types: typeParsers }));
});
afterAll(async () => {
  for (const pool of pools) await pool.end();
  await postgres.stop();
});

it('concurrent writers in several processes never give one slot to two holders (P9)', async () => {
  const stores = pools.map((pool) => new PostgresEventStore(pool));
  await stores[0]!.migrate();
  const caches = stores.map(() => new StateCache());
  const slots = THEMES.slice(0, 3).map((theme) => ({ neighbourhood: '4', theme }));
  const today = brusselsDate(new Date());
  let accepted = 0;
  const refusals = new Map<string, number>();
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      const chance = new Chance(writer);
      const process = writer % PROCESSES;
      let seen: Register = mandateRegister.initialState;
      for (let n = 0; n < COMMANDS; n++) {
        const random = someCommand(chance, seen, slots, today, () => `${writer}-${n}-${chance.whole(0, 1e6)}`);
        const command = { ...random, by: { ...random.by, city: '44021' } } as RegisterCommand;
        try {
          const options = { commandId: randomUUID(), retries: 200 };
          const result = await handle(
            stores[process]!,
            caches[process]!,
            mandateRegister,
            STREAM,
            command,
            options,
            usual,
          );
          accepted += result.events.length;
          seen = result.state ?? seen;
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          refusals.set(error.code, (refusals.get(error.code) ?? 0) + 1);
        }
      }
    }),
  );
  const events: StoredEvent<RegisterEvent>[] = [];
  for (let page; (page = await stores[0]!.read<RegisterEvent>(STREAM, events.length, 500)).length > 0;)
    events.push(...page);
  expect(events).toHaveLength(accepted);
  // Without conflicts between the writers, this test would prove nothing.
  expect(refusals.get('mandate.slot-taken')).toBeGreaterThan(20);
  expect(events.filter(({ type }) => type === 'MandateGranted').length).toBeGreaterThan(1);

  // The exclusion constraint of the table refuses two versions that share a slot, a day and a moment.
  const db = await prepared();
  try {
    await db.transaction((tx) => holders.apply(events, tx));
  } finally {
    await db.destroy();
  }
  // The reference model throws when two mandates have a slot on one day. The index of a fact in the log serves as its
  // moment.
  const facts: RecordedFact[] = events.map((event, at) => ({ event, at, day: today }));
  let held = 0;
  for (let at = 0; at < facts.length; at += 3)
    for (const slot of slots)
      for (let days = -220; days < 400; days += 31)
        held += referenceModel(facts, slot, dayAfter(today, days), at) ? 1 : 0;
  expect(held).toBeGreaterThan(20);
}, 120_000);

const prepared = async (): Promise<DataSource> => {
  await prepareSchema(mandatesContext, url);
  return new DataSource(databaseOptions(mandatesContext, url)).initialize();
};
