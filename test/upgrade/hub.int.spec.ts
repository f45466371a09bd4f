import { brusselsDate } from '#kernel';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { loadDemonstration, tokenFor } from '../../apps/hub/src/demonstration/load.js';
import { type Build, lastRelease, removeBuild, thisRelease } from './builds.js';
import { Fleet } from './fleet.js';
import { Journey } from './journey.js';

const today = brusselsDate(new Date());

describe('a hub', () => {
  let postgres: TestPostgres;
  let fleet: Fleet;
  let last: Build;
  let now: Build;
  let journey: Journey;

  beforeAll(async () => {
    const t = performance.now();
    postgres = await startPostgres();
    [last, now] = await Promise.all([lastRelease(), thisRelease()]);
    console.log('built', performance.now() - t);
    const database = await postgres.createDatabase();
    fleet = await Fleet.open(['hub'], () => ({ REGIE_POSTGRES_URL: database }));
    await fleet.start('hub', last);
    console.log('old', performance.now() - t);
    await loadDemonstration(fleet.url, today, (person) => tokenFor(fleet.url, person));
    console.log('loaded', performance.now() - t);
    journey = new Journey(fleet.url, today, last, now);
    await fleet.start('hub', now);
    console.log('new', performance.now() - t);
  });
  afterAll(async () => {
    await fleet.close();
    await removeBuild(now);
    await postgres.stop();
  });

  it('works', async () => {
    const t = performance.now();
    await journey.round('12');
    console.log('round', performance.now() - t, journey.exchanges.length);
    expect(journey.disagreements).toEqual([]);
    expect(journey.exchanges.filter(({ status }) => status >= 400)).toEqual([]);
  });
});
