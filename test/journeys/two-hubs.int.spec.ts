import { startPostgres, type TestPostgres } from '#testing/postgres';
import { until } from '#testing/until';
import { type Person, tokenFor } from '../../apps/hub/src/demonstration/load.js';
import { migratedForHub } from './databases.js';
import { HubProcess } from './hub-process.js';

let postgres: TestPostgres;
let [one, other]: HubProcess[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  const { runtimeUrl: REGIE_POSTGRES_URL } = await migratedForHub(await postgres.createDatabase());
  one = await HubProcess.start({ environment: { REGIE_POSTGRES_URL } });
  other = await HubProcess.start({ environment: { REGIE_POSTGRES_URL, REGIE_DEMONSTRATION: 'no' } });
}, 120_000);
afterAll(async () => {
  await Promise.all([one?.remove(), other?.remove()]);
  await postgres.stop();
});

/** A person at one of the hubs, whose provider signs the token. */
const at = async ({ url }: HubProcess, person: Person) => {
  const authorization = `Bearer ${await tokenFor(url, person)}`;
  const send = (path: string, method: string, headers: object, body?: object): Promise<Response> =>
    fetch(url + path, {
      method,
      headers: { authorization, ...(body && { 'content-type': 'application/json' }), ...headers },
      body: body && JSON.stringify(body),
    });
  return {
    /** Returns the status, with the code of the refusal. */
    read: async (path: string, after?: string): Promise<readonly unknown[]> => {
      const response = await send(path, 'GET', { ...(after && { 'regie-after': after }) });
      return [response.status, ((await response.json()) as { code?: string }).code];
    },
    /** Returns the position of the write. */
    write: async (path: string): Promise<string> => {
      const response = await send(path, 'POST', {}, { reason: 'A test of two processes.' });
      if (!response.ok) throw new Error(await response.text());
      return response.headers.get('regie-position')!;
    },
  };
};

const READ = '/v1/cases';
const POLICE = '/v1/agencies/politiezone-gent';
const ALLOWED = [200, undefined];
const REFUSED = [409, 'agency.not-active'];

describe('an agency that is suspended through one hub', () => {
  it('is refused by another hub on the same database, and taken again after it is resumed', async () => {
    const [manager, police] = [await at(one!, 'marc.claes'), await at(other!, 'lies.vos')];
    const answers = async (expected: readonly unknown[]) =>
      until(async () => JSON.stringify(await police.read(READ)) === JSON.stringify(expected));
    await answers(ALLOWED);
    await manager.write(`${POLICE}/suspension`);
    await answers(REFUSED);
    await manager.write(`${POLICE}/resumption`);
    await answers(ALLOWED);
  }, 60_000);

  it('is refused at once by another hub when the request waits for the suspension', async () => {
    const [manager, police] = [await at(one!, 'marc.claes'), await at(other!, 'lies.vos')];
    for (let times = 0; times < 5; times++) {
      const suspended = await manager.write(`${POLICE}/suspension`);
      expect(await police.read(READ, suspended)).toEqual(REFUSED);
      const resumed = await manager.write(`${POLICE}/resumption`);
      expect(await police.read(READ, resumed)).toEqual(ALLOWED);
    }
  }, 60_000);
});

it('a hub reports the age of each copy of the directory', async () => {
  const metrics = await (await fetch(`${other!.url}/metrics`)).text();
  const ages = [...metrics.matchAll(/^regie_directory_copy_age_seconds\{context="(\w+)"\} (\S+)$/gm)];
  expect(ages.map(([, context]) => context).toSorted()).toEqual(['cases', 'mandates', 'teams']);
  for (const [, , seconds] of ages) expect(Number(seconds)).toBeLessThan(5);
});
