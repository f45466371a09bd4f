import { randomUUID } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { type EventStore, MemoryEventStore } from '#event-store';
import { dataSourceOptions } from '#postgres';
import { startPostgres } from '#testing/postgres';
import { PLATFORM_MIGRATIONS } from '../index.js';

/** A schema with a table of the applied events, and a log for a processor. */
export type NoteFixture = Readonly<{
  db: DataSource;
  url: string;
  store: EventStore;
  /** Appends notes to the register of a city, an event each; returns the position of the last one. */
  write(...notes: readonly string[]): Promise<string>;
  /** Appends to a stream of another context. */
  writeElsewhere(count?: number): Promise<string>;
  /** Returns the applied notes, in order. */
  notes(): Promise<readonly string[]>;
  checkpoint(processor: string): Promise<string | undefined>;
  close(): Promise<void>;
}>;

export type Note = Readonly<{ id: string; type: string; data: unknown }>;

/** Stores the applied notes. The table has no key: an event that is applied twice is there twice. */
export const noteProjection = async (events: readonly { id: string }[], tx: EntityManager): Promise<void> => {
  for (const { data } of events as readonly Note[])
    await tx.query('INSERT INTO note (text) VALUES ($1)', [(data as { text: string }).text]);
};

export const openNoteFixture = async (store: EventStore = new MemoryEventStore()): Promise<NoteFixture> => {
  const postgres = await startPostgres();
  const url = await postgres.createDatabase();
  const db = await dataSource(url);
  await db.query('CREATE SCHEMA mandates');
  await db.runMigrations();
  await db.query('CREATE TABLE note (nr bigint GENERATED ALWAYS AS IDENTITY, text text NOT NULL)');
  const append = async (stream: string, texts: readonly string[]): Promise<string> => {
    const events = texts.map((text) => ({ type: 'Noted', data: { text } }));
    return (await store.append(stream, 'any', events, { commandId: randomUUID() })).position;
  };
  return {
    db,
    url,
    store,
    write: (...notes) => append('mandates-44021', notes),
    writeElsewhere: (count = 1) => append('case-44021-1', Array<string>(count).fill('elsewhere')),
    notes: async () =>
      (await db.query<{ text: string }[]>('SELECT text FROM note ORDER BY nr')).map(({ text }) => text),
    checkpoint: async (processor) =>
      (await db.query<{ position: string }[]>('SELECT position FROM checkpoints WHERE processor = $1', [processor]))[0]
        ?.position,
    close: async () => {
      await store.close();
      await db.destroy();
      await postgres.stop();
    },
  };
};

/** Opens a separate connection to the schema of a {@link NoteFixture}. */
export const dataSource = (url: string): Promise<DataSource> =>
  new DataSource({
    ...dataSourceOptions(url, { purpose: 'processors', name: 'spec', schema: 'mandates', max: 5 }),
    migrations: PLATFORM_MIGRATIONS,
    migrationsTransactionMode: 'all',
  }).initialize();
