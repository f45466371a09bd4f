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
import { statementsOf } from '#testing/statements';
import { Directory, directory, Directory1767222000001, DirectoryVersion1798000000300 } from './index.js';

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
    migrations: [Directory1767222000001, DirectoryVersion1798000000300],
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
const apply = (...events: readonly PublicEvent[]): Promise<void> => db.transaction((tx) => model.apply(events, tx));

const ocmw = { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw' } as const;
const enrolled = said(agencyEnrolled, ocmw);

const agency = async (code: string, city = '44021') =>
  (await known.facts(city, { agencies: [code] })).agencies.get(code);

describe('the directory', () => {
  it('returns the facts for a command in one statement, about some codes or about all', async () => {
    const recorded = (code: string) =>
      said(neighbourhoodRecorded, { code, name: code, version: 1, centre: { lon: 3.7, lat: 51.1 } });
    const police = { agency: 'politiezone-gent', name: 'Politiezone', kind: 'police' } as const;
    const policy = said(cooperationPolicySet, { agency: 'politiezone-gent', allows: ['joint-case'] });
    await apply(enrolled, said(agencyEnrolled, police), policy, recorded('4'), recorded('7'));
    const ocmwFacts = { kind: 'ocmw', status: 'active', allows: null };
    const policeFacts = { kind: 'police', status: 'active', allows: ['joint-case'] };
    const statements = await statementsOf(async () => {
      expect(await known.facts('44021', { agencies: ['ocmw-gent', 'nobody'], neighbourhoods: ['7', '99'] })).toEqual({
        agencies: new Map([['ocmw-gent', ocmwFacts]]),
        neighbourhoods: new Set(['7']),
      });
    });
    expect(statements).toHaveLength(1);
    expect(await known.facts('44021', { agencies: 'all', neighbourhoods: 'all' })).toEqual({
      agencies: new Map<string, object>([
        ['ocmw-gent', ocmwFacts],
        ['politiezone-gent', policeFacts],
      ]),
      neighbourhoods: new Set(['4', '7']),
    });
  });

  it('reads the topics of partners and teams', () => {
    expect([model.name, model.from, model.tables]).toEqual([
      'mandates.directory',
      { kind: 'public', topics: [TOPICS.partners, TOPICS.teams] },
      ['known_agency', 'known_neighbourhood', 'directory_version'],
    ]);
  });

  it('has an agency from its enrolment on, under its newest name', async () => {
    expect(await agency('ocmw-gent')).toBeUndefined();
    await apply(enrolled);
    expect(await agency('ocmw-gent')).toEqual({ kind: 'ocmw', status: 'active', allows: null });
    expect(await known.agencyNames('44021', ['ocmw-gent'])).toEqual(new Map([['ocmw-gent', 'OCMW Gent']]));
    await apply(said(agencyChanged, { ...ocmw, name: 'OCMW van Gent' }));
    expect(await known.agencyNames('44021', ['ocmw-gent', 'nobody'])).toEqual(
      new Map([['ocmw-gent', 'OCMW van Gent']]),
    );
  });

  it('returns the status of an agency, and the kind of an active one', async () => {
    await apply(enrolled, said(agencySuspended, { agency: 'ocmw-gent' }));
    expect(await agency('ocmw-gent')).toMatchObject({ status: 'suspended' });
    expect(await known.activeKind('44021', 'ocmw-gent')).toBeUndefined();
    await apply(said(agencyResumed, { agency: 'ocmw-gent' }));
    expect(await agency('ocmw-gent')).toMatchObject({ status: 'active' });
    expect(await known.activeKind('44021', 'ocmw-gent')).toBe('ocmw');
    await apply(said(agencyEnded, { agency: 'ocmw-gent' }));
    expect(await agency('ocmw-gent')).toMatchObject({ status: 'ended' });
    expect(await agency('nobody')).toBeUndefined();
    expect(await known.activeKind('44021', 'nobody')).toBeUndefined();
    expect((await known.agencyNames('44021', ['ocmw-gent'])).get('ocmw-gent')).toBe('OCMW Gent');
  });

  it('keeps an agency suspended when its facts change', async () => {
    await apply(
      enrolled,
      said(agencySuspended, { agency: 'ocmw-gent' }),
      said(agencyChanged, { ...ocmw, name: 'OCMW van Gent' }),
    );
    expect(await agency('ocmw-gent')).toMatchObject({ status: 'suspended' });
  });

  it('has neighbourhoods under their newest names, and refuses an unknown one by its code', async () => {
    const recorded = (name: string, version: number) =>
      said(neighbourhoodRecorded, { code: '4', name, version, centre: { lon: 3.7, lat: 51.1 } });
    await apply(recorded('Brugse Poort', 1), recorded('Brugse Poort - Rooigem', 2));
    expect(await known.knownNeighbourhoods('44021', ['4'])).toEqual(new Map([['4', 'Brugse Poort - Rooigem']]));
    await expect(known.knownNeighbourhoods('44021', ['4', '99'])).rejects.toMatchObject({
      code: 'neighbourhood.not-known',
      details: { neighbourhood: '99' },
    });
  });

  it('keeps the facts of cities separate', async () => {
    await apply(
      enrolled,
      said(agencySuspended, { agency: 'ocmw-gent' }, '11002'),
      said(agencyEnrolled, { ...ocmw, name: 'A namesake' }, '11002'),
    );
    expect(await agency('ocmw-gent')).toMatchObject({ status: 'active' });
    expect(await known.agencyNames('11002', ['ocmw-gent'])).toEqual(new Map([['ocmw-gent', 'A namesake']]));
    expect(await known.agencyNames('44021', ['ocmw-gent'])).toEqual(new Map([['ocmw-gent', 'OCMW Gent']]));
    expect(await agency('ocmw-gent', '21004')).toBeUndefined();
  });

  it('returns nothing for a question about no codes', async () => {
    expect(await known.facts('44021', { agencies: [] })).toEqual({ agencies: new Map(), neighbourhoods: new Set() });
    expect(await known.knownNeighbourhoods('44021', [])).toEqual(new Map());
  });

  it('ignores the policy of an agency that it does not have', async () => {
    await apply(said(cooperationPolicySet, { agency: 'ocmw-gent', allows: ['joint-case'] }));
    expect(await db.query('SELECT * FROM known_agency')).toEqual([]);
  });
});
