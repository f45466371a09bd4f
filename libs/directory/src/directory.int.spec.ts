import { DataSource } from 'typeorm';
import {
  agencyChanged,
  agencyEnded,
  agencyEnrolled,
  agencyResumed,
  agencySuspended,
  cooperationPolicySet,
  neighbourhoodRecorded,
  type PublicEvent,
  type PublicEventType,
  TOPICS,
  toPublicEvent,
} from '#contracts';
import { typeParsers } from '#postgres';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { Directory, directory, Directory1767222000001 } from './index.js';

const model = directory('mandates');
let postgres: TestPostgres;
let db: DataSource;
let known: Directory;

beforeAll(async () => {
  postgres = await startPostgres();
  const url = await postgres.createDatabase();
  db = await new DataSource({
    type: 'postgres',
    url,
    entities: [...model.entities],
    migrations: [Directory1767222000001],
    migrationsTransactionMode: 'all',
    extra: { types: typeParsers },
  }).initialize();
  known = new Directory(db);
});
afterAll(async () => {
  await db.destroy();
  await postgres.stop();
});
beforeEach(async () => {
  await db.undoLastMigration({ transaction: 'all' }).catch(() => undefined);
  await db.runMigrations();
});

let revision = 0;
const said = <Data>(eventType: PublicEventType<string, Data>, data: Data, city = '44021'): PublicEvent => {
  const origin = {
    id: `e-${revision}`,
    stream: `agencies-${city}`,
    revision: revision++,
    recordedAt: '2026-02-01T10:00:00.000Z',
    metadata: {},
  };
  return toPublicEvent(eventType, origin, city, data);
};
const hear = (...events: readonly PublicEvent[]): Promise<void> => db.transaction((tx) => model.apply(events, tx));

const ocmw = { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw' } as const;
const enrolled = said(agencyEnrolled, ocmw);

describe('the directory', () => {
  it('hears of agencies and neighbourhoods', () => {
    expect([model.name, model.from, model.tables]).toEqual([
      'mandates.directory',
      { kind: 'public', topics: [TOPICS.partners, TOPICS.teams] },
      ['known_agency', 'known_neighbourhood'],
    ]);
  });

  it('knows an agency from its enrolment, with its newest name', async () => {
    await expect(known.activeAgencies('44021', ['ocmw-gent'])).rejects.toMatchObject({
      code: 'agency.not-known',
      details: { agency: 'ocmw-gent' },
    });
    await hear(enrolled);
    expect((await known.activeAgencies('44021', ['ocmw-gent'])).get('ocmw-gent')).toMatchObject({
      name: 'OCMW Gent',
      kind: 'ocmw',
    });
    await hear(said(agencyChanged, { ...ocmw, name: 'OCMW van Gent' }));
    expect(await known.agencyNames('44021', ['ocmw-gent', 'nobody'])).toEqual(
      new Map([['ocmw-gent', 'OCMW van Gent']]),
    );
  });

  it('lets take part who is active, and says what the others are', async () => {
    await hear(enrolled, said(agencySuspended, { agency: 'ocmw-gent' }));
    await expect(known.activeAgencies('44021', ['ocmw-gent'])).rejects.toMatchObject({
      code: 'agency.not-active',
      details: { agency: 'ocmw-gent', state: 'suspended' },
    });
    await hear(said(agencyResumed, { agency: 'ocmw-gent' }));
    await known.activeAgencies('44021', ['ocmw-gent']);
    await hear(said(agencyEnded, { agency: 'ocmw-gent' }));
    await expect(known.activeAgencies('44021', ['ocmw-gent'])).rejects.toMatchObject({
      code: 'agency.not-active',
      details: { state: 'ended' },
    });
    expect([await known.hasEnded('44021', 'ocmw-gent'), await known.hasEnded('44021', 'nobody')]).toEqual([
      true,
      false,
    ]);
    expect((await known.agencyNames('44021', ['ocmw-gent'])).get('ocmw-gent')).toBe('OCMW Gent');
  });

  it('does not wake a suspended agency by a change of its facts', async () => {
    await hear(
      enrolled,
      said(agencySuspended, { agency: 'ocmw-gent' }),
      said(agencyChanged, { ...ocmw, name: 'OCMW van Gent' }),
    );
    await expect(known.activeAgencies('44021', ['ocmw-gent'])).rejects.toMatchObject({ code: 'agency.not-active' });
  });

  it('knows neighbourhoods by their newest name, and names the one that it does not know', async () => {
    const recorded = (name: string, version: number) =>
      said(neighbourhoodRecorded, { code: '4', name, version, centre: { lon: 3.7, lat: 51.1 } });
    await hear(recorded('Brugse Poort', 1), recorded('Brugse Poort - Rooigem', 2));
    expect(await known.knownNeighbourhoods('44021', ['4'])).toEqual(new Map([['4', 'Brugse Poort - Rooigem']]));
    await expect(known.knownNeighbourhoods('44021', ['4', '99'])).rejects.toMatchObject({
      code: 'neighbourhood.not-known',
      details: { neighbourhood: '99' },
    });
  });

  it('keeps cities apart', async () => {
    await hear(
      enrolled,
      said(agencySuspended, { agency: 'ocmw-gent' }, '11002'),
      said(agencyEnrolled, { ...ocmw, name: 'A namesake' }, '11002'),
    );
    expect((await known.activeAgencies('44021', ['ocmw-gent'])).get('ocmw-gent')?.name).toBe('OCMW Gent');
    await expect(known.activeAgencies('21004', ['ocmw-gent'])).rejects.toMatchObject({ code: 'agency.not-known' });
  });

  it('is asked about nobody without ado', async () => {
    expect(await known.activeAgencies('44021', [])).toEqual(new Map());
    expect(await known.knownNeighbourhoods('44021', [])).toEqual(new Map());
  });

  it('passes over what is not its business', async () => {
    await hear(said(cooperationPolicySet, { agency: 'ocmw-gent', allows: ['joint-case'] }));
    expect(await db.query('SELECT * FROM known_agency')).toEqual([]);
  });
});
