import { brusselsDate } from '#kernel';
import { type DatabaseRoles, rolesOn } from '#testing/database-roles';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { until } from '#testing/until';
import { loadDemonstration, tokenFor } from '../../apps/hub/src/demonstration/load.js';
import { Receiver } from '../../libs/partners/src/testing/receiver.js';
import { ACCEPTS_LATER, type Ask, EVERY_OPERATION } from '../journeys/every-operation.js';
import { type Build, lastRelease, removeBuild, thisRelease } from './builds.js';
import { addressFor, Fleet } from './fleet.js';
import { type ActorName, EXPECTED_REFUSALS, Journey } from './journey.js';
import { describeWithLastRelease } from './last-release.js';
import { type LoadResult, underLoad } from './load.js';
import { commandsIn, differences } from './log.js';
import { migrateTo } from './migrate-to.js';
import { ADDS_A_COLUMN, RENAMES_A_COLUMN } from './next-release.js';
import { Partners } from './partners.js';

const today = brusselsDate(new Date());
/** The longest answer during a migration, in ms. On a machine with nothing else to do it is some tenths of a second. */
const LONGEST_ANSWER_MS = 10_000;

describeWithLastRelease('a hub of the last release', () => {
  let postgres: TestPostgres;
  let database: string;
  let roles: DatabaseRoles;
  let fleet: Fleet;
  let last: Build;
  let now: Build;
  let adding: Build;
  let renaming: Build;
  let journey: Journey;
  let partners: Partners;
  /** the commands of the demonstration, before the journey */
  let before: ReadonlyMap<string, number>;

  beforeAll(async () => {
    postgres = await startPostgres();
    [last, now, adding, renaming] = await Promise.all([
      lastRelease(),
      thisRelease(),
      thisRelease('this', ADDS_A_COLUMN),
      thisRelease('broken', RENAMES_A_COLUMN),
    ]);
    database = await postgres.createDatabase();
    roles = await rolesOn(database);
    fleet = await Fleet.open(['hub'], (_, build) => addressFor(build, roles));
    await fleet.start('hub', last);
    await loadDemonstration(fleet.url, today, (person) => tokenFor(fleet.url, person));
    before = new Map([['hub', (await commandsIn(database)).length]]);
    journey = new Journey(fleet.url, today, last, now);
    partners = new Partners(journey);
    await partners.subscribe();
  }, 300_000);
  afterAll(async () => {
    await fleet.close();
    await partners.stop();
    await Promise.all([now, adding, renaming].map((build) => removeBuild(build)));
    await postgres.stop();
  });

  /**
   * Checks that all that was acknowledged is in the log once, in the feeds in order, and delivered once, and that
   * nothing was refused but what the main job expects.
   */
  const expectAllKept = async (): Promise<void> => {
    expect(differences(journey.exchanges, new Map([['hub', await commandsIn(database)]]), before)).toEqual({
      lost: [],
      unacknowledged: [],
    });
    expect(await partners.faults()).toEqual([]);
    expect(journey.disagreements).toEqual([]);
    expect(journey.exchanges.filter(({ status, code }) => status >= 400 && !EXPECTED_REFUSALS.includes(code!))).toEqual(
      [],
    );
  };
  const startUnderLoad = (build: Build): Promise<LoadResult> =>
    underLoad(journey, last, async () => {
      await migrateTo(fleet, 'hub', build, roles);
      await fleet.start('hub', build);
    });

  it('refuses no request while this release migrates and starts beside it', async () => {
    const { refused, requests, longestMs } = await startUnderLoad(now);
    expect(refused).toEqual([]);
    expect(requests).toBeGreaterThan(20);
    expect(longestMs).toBeLessThan(LONGEST_ANSWER_MS);
  }, 240_000);

  it('does the main job together with this release, which writes in turn and reads the same', async () => {
    await journey.round('15');
    await expectAllKept();
    const writes = journey.exchanges.filter(({ method, status }) => method === 'POST' && status < 300);
    expect(new Set(writes.map(({ release }) => release))).toEqual(new Set([last.name, now.name]));
  }, 240_000);

  it('serves every operation together with this release, but one whose event it cannot read', async () => {
    const receiver = await Receiver.start();
    const as = (who: ActorName): Promise<Ask> => Promise.resolve(journey.asking(who));
    // CHANGELOG.md excludes it while processes of the last release run.
    const { [ACCEPTS_LATER]: _, ...readable } = EVERY_OPERATION;
    for (const ask of Object.values(readable)) await ask({ today, as, asSystem: as, receiver });
    await receiver.stop();
    await expectAllKept();
  }, 240_000);

  it('stops, and this release keeps all and goes on alone', async () => {
    expect(await fleet.stop({ program: 'hub', build: last })).toBe(0);
    await journey.round('16');
    await expectAllKept();
  }, 240_000);

  it('starts again alone on the writes of this release, keeps all and goes on', async () => {
    expect(await fleet.stop({ program: 'hub', build: now })).toBe(0);
    await fleet.start('hub', last);
    await journey.round('17');
    await expectAllKept();
  }, 240_000);

  it('refuses no request while a release with a column, an index and a table more starts beside it', async () => {
    const { refused, longestMs } = await startUnderLoad(adding);
    expect(refused).toEqual([]);
    expect(longestMs).toBeLessThan(LONGEST_ANSWER_MS);
    await journey.round('18');
    await expectAllKept();
  }, 240_000);

  it('is seen to refuse requests when a migration renames a column that it reads', async () => {
    const failsToRead = { method: 'GET', path: '/v1/cases', status: 500, release: last.name };
    const { refused } = await underLoad(journey, last, async () => {
      await migrateTo(fleet, 'hub', renaming, roles);
      await until(() => journey.exchanges.some(({ path, status }) => path === '/v1/cases' && status === 500), 30_000);
    });
    expect(refused).toContainEqual(expect.objectContaining(failsToRead));
  }, 240_000);
});
