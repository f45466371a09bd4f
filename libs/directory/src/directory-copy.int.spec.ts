import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import {
  agencyEnrolled,
  agencyResumed,
  agencySuspended,
  neighbourhoodRecorded,
  type PublicEvent,
  type PublicEventType,
  toPublicEvent,
} from '#contracts';
import { typeParsers } from '#postgres';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { statementsOf } from '#testing/statements';
import { until } from '#testing/until';
import { Directory, directory, Directory1767222000001, DirectoryCopy, DirectoryVersion1798000000300 } from './index.js';

const CITY = '44021';
const model = directory('cases');
let postgres: TestPostgres;
/** the connections of the process that applies the events, and those of another process */
let [db, other]: readonly [DataSource, DataSource] = [undefined!, undefined!];

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  const url = await postgres.createDatabase();
  const connect = () =>
    new DataSource({
      type: 'postgres',
      url,
      entities: [...model.entities],
      migrations: [Directory1767222000001, DirectoryVersion1798000000300],
      migrationsTransactionMode: 'all',
      extra: { types: typeParsers },
    }).initialize();
  [db, other] = [await connect(), await connect()];
  await db.runMigrations();
});
afterEach(() => Promise.all([db.destroy(), other.destroy()]));

let revision = 0;
const said = <Data>(eventType: PublicEventType<string, Data>, data: Data, city = CITY): PublicEvent => {
  const origin = { stream: `agencies-${city}`, recordedAt: '2026-02-01T10:00:00.000Z', metadata: {} };
  return toPublicEvent(eventType, { ...origin, id: `e-${revision}`, revision: revision++ }, city, data);
};
const apply = (...events: readonly PublicEvent[]): Promise<void> => db.transaction((tx) => model.apply(events, tx));
const ocmw = { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw' } as const;
const enrolled = () => said(agencyEnrolled, ocmw);
const suspended = () => said(agencySuspended, { agency: 'ocmw-gent' });
const neighbourhood = (code: string) =>
  said(neighbourhoodRecorded, { code, name: `Wijk ${code}`, version: 1, centre: { lon: 3.7, lat: 51.1 } });

/** A copy over a database, with a clock and notifications of its own, and the directory that uses it. */
const copyOf = (source: DataSource, listening = () => true) => {
  let time = 0;
  const copy = new DirectoryCopy(source, listening, () => time);
  const known = new Directory(source, copy);
  const status = async () => (await known.facts(CITY, { agencies: ['ocmw-gent'] })).agencies.get('ocmw-gent')?.status;
  const wait = (ms: number): void => void (time += ms);
  return { copy, known, status, wait };
};

describe('a confirmed copy', () => {
  it('gives every answer of the tables, without a statement', async () => {
    const suspendedToo = said(agencySuspended, { agency: 'ocmw-gent' }, '11002');
    await apply(enrolled(), said(agencyEnrolled, ocmw, '11002'), suspendedToo);
    await apply(neighbourhood('4'), neighbourhood('10'), neighbourhood('a'), neighbourhood('B'));
    const { copy, known } = copyOf(db);
    const answersOf = async (directoryToAsk: Directory) => {
      const answers: unknown[] = [];
      for (const city of [CITY, '11002', '21004']) {
        const nameAgency = await directoryToAsk.agencyNamer(city, ['ocmw-gent'], true);
        answers.push(
          await directoryToAsk.facts(city, { agencies: ['ocmw-gent', 'nobody'], neighbourhoods: ['4', '99'] }),
          await directoryToAsk.facts(city, { agencies: 'all', neighbourhoods: 'all' }),
          await directoryToAsk.activeKind(city, 'ocmw-gent'),
          await directoryToAsk.agencyNames(city, ['ocmw-gent', 'nobody']),
          [nameAgency('ocmw-gent'), nameAgency('nobody')],
          await directoryToAsk.knownNeighbourhoods(city, ['4', '10']).catch((error: unknown) => error),
          await directoryToAsk.neighbourhoods(city, { limit: 3 }),
          await directoryToAsk.neighbourhoods(CITY, { after: '10', limit: 2 }),
        );
      }
      return answers;
    };
    await copy.look();
    const answers = await answersOf(new Directory(db));
    expect(await statementsOf(async () => expect(await answersOf(known)).toEqual(answers))).toEqual([]);
  });

  it('leaves the place of a code that is no neighbourhood to the tables', async () => {
    await apply(neighbourhood('4'), neighbourhood('a'));
    const { copy, known } = copyOf(db);
    await copy.look();
    expect(await known.neighbourhoods(CITY, { after: '5', limit: 9 })).toEqual([{ code: 'a', name: 'Wijk a' }]);
  });

  it('of an empty directory knows nobody', async () => {
    const { copy, status } = copyOf(db);
    await copy.look();
    expect(await statementsOf(async () => expect(await status()).toBeUndefined())).toEqual([]);
  });
});

describe('a copy in another process', () => {
  it('has the change after one look, each time', async () => {
    await apply(enrolled());
    const { copy, status } = copyOf(other);
    await copy.look();
    const after = async (event: PublicEvent) => {
      await apply(event);
      await copy.look();
      let found: string | undefined;
      expect(await statementsOf(async () => (found = await status()))).toEqual([]);
      return found;
    };
    expect(await after(suspended())).toBe('suspended');
    expect(await after(said(agencyResumed, { agency: 'ocmw-gent' }))).toBe('active');
    expect(await after(suspended())).toBe('suspended');
  });

  it('reads only the version while nothing changes', async () => {
    await apply(enrolled());
    const { copy } = copyOf(other);
    await copy.look();
    // A change without an event is not seen.
    await db.query(`UPDATE known_agency SET status = 'ended'`);
    await copy.look();
    expect(await new Directory(other, copy).activeKind(CITY, 'ocmw-gent')).toBe('ocmw');
  });

  it('reads all rows again ten seconds after it read them, although the version is the same', async () => {
    await apply(enrolled());
    const { copy, status, wait } = copyOf(other);
    await copy.look();
    await db.query(`UPDATE known_agency SET status = 'ended'`);
    wait(9_999);
    await copy.look();
    expect(await status()).toBe('active');
    wait(1);
    await copy.look();
    expect(await statementsOf(status)).toEqual([]);
    expect(await status()).toBe('ended');
  });

  it('reads all rows again after a look that failed, although the version is the same', async () => {
    await apply(enrolled());
    const { copy, status } = copyOf(other);
    await copy.look();
    await db.query('ALTER TABLE directory_version RENAME TO away');
    await expect(copy.look()).rejects.toThrow('directory_version');
    await db.query('ALTER TABLE away RENAME TO directory_version');
    await db.query(`UPDATE known_agency SET status = 'ended'`);
    await copy.look();
    expect(await statementsOf(status)).toEqual([]);
    expect(await status()).toBe('ended');
  });

  it('has the rows of tables that a rebuild has replaced, although the last event is the same', async () => {
    await apply(enrolled());
    const { copy, status } = copyOf(other);
    await copy.look();
    await db.query('CREATE TABLE rebuilt (LIKE directory_version INCLUDING ALL)');
    await db.query('INSERT INTO rebuilt TABLE directory_version');
    await db.transaction(async (tx) => {
      await tx.query('DROP TABLE directory_version');
      await tx.query('ALTER TABLE rebuilt RENAME TO directory_version');
      await tx.query(`UPDATE known_agency SET status = 'ended'`);
    });
    await copy.look();
    expect(await status()).toBe('ended');
  });
});

describe('a copy that is not confirmed', () => {
  it('is not used before its first look, nor five seconds after its last one was sent', async () => {
    await apply(enrolled());
    const { copy, status, wait } = copyOf(other);
    expect(await status()).toBe('active');
    await copy.look();
    await apply(suspended());
    wait(5_000);
    expect(await status()).toBe('active');
    wait(1);
    expect(await status()).toBe('suspended');
    expect(copy.ageSeconds).toBeCloseTo(5.001);
  });

  it('is not used 1.5 seconds after its last look was sent while no notification can arrive', async () => {
    await apply(enrolled());
    let listening = true;
    const { copy, status, wait } = copyOf(other, () => listening);
    await copy.look();
    await apply(suspended());
    wait(1_501);
    expect(await status()).toBe('active');
    listening = false;
    expect(await status()).toBe('suspended');
  });

  it('counts its age from the moment when the look was sent', async () => {
    await apply(enrolled());
    const { copy, status, wait } = copyOf(other);
    const lock = db.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE directory_version IN ACCESS EXCLUSIVE MODE');
    const look = copy.look();
    await until(async () => (await db.query('SELECT FROM pg_locks WHERE NOT granted')).length > 0);
    wait(5_001);
    await lock.commitTransaction();
    await look;
    await apply(suspended());
    expect(await status()).toBe('suspended');
    await lock.release();
  });

  it('is used again after the next look that succeeds', async () => {
    await apply(enrolled());
    const { copy, status, wait } = copyOf(other);
    await copy.look();
    await db.query('ALTER TABLE directory_version RENAME TO away');
    wait(5_001);
    await expect(copy.look()).rejects.toThrow('directory_version');
    expect(await status()).toBe('active');
    await db.query('ALTER TABLE away RENAME TO directory_version');
    await copy.look();
    expect(await statementsOf(status)).toEqual([]);
  });
});

describe('a copy that is notified of a change', () => {
  it('is not used before a look that is sent afterwards', async () => {
    await apply(enrolled());
    const { copy, status } = copyOf(db);
    await copy.look();
    await apply(suspended());
    copy.notify();
    expect(await status()).toBe('suspended');
    await until(async () => (await statementsOf(status)).length === 0);
    expect(await status()).toBe('suspended');
  });

  it('does not take a look for confirmation that was sent before', async () => {
    await apply(enrolled());
    const { copy, status } = copyOf(other);
    const lock = db.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE directory_version IN ACCESS EXCLUSIVE MODE');
    const before = copy.look();
    await until(async () => (await db.query('SELECT FROM pg_locks WHERE NOT granted')).length > 0);
    copy.notify();
    await lock.commitTransaction();
    await before;
    expect((await statementsOf(status)).length).toBe(1);
    await lock.release();
    await copy.look();
    expect(await statementsOf(status)).toEqual([]);
  });

  it('looks once for all changes during a look', async () => {
    const { copy } = copyOf(other);
    const looks = await statementsOf(async () => {
      const first = copy.look();
      await pause(0);
      await Promise.all([first, copy.look(), copy.look(), copy.look()]);
    });
    expect(looks).toHaveLength(2);
  });
});
