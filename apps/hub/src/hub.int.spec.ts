import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannotStart, loadSettings, Shutdown } from '#runtime';
import { startHub } from './hub.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regie-demonstration-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Starts a hub whose database does not answer: a start that is not refused gets as far as that. */
const starting = (environment: Readonly<Record<string, string>>): Promise<void> =>
  startHub(
    loadSettings({
      REGIE_POSTGRES_URL: 'postgres://regie:secret@127.0.0.1:9/regie',
      REGIE_PORT: '0',
      REGIE_FOLDER: folder,
      ...environment,
    }),
    () => undefined,
    new Shutdown(),
  );

it('a hub that other machines can reach refuses its demonstration provider, before it touches its folder', async () => {
  const start = starting({ REGIE_HOST: '0.0.0.0' });
  await expect(start).rejects.toBeInstanceOf(CannotStart);
  await expect(start).rejects.toThrow(
    /REGIE_HOST 0\.0\.0\.0 can be reached from other machines.*REGIE_DEMONSTRATION_ON_NETWORK to yes/,
  );
  expect(await readdir(folder)).toEqual([]);
});

it.each<Readonly<Record<string, string>>>([
  { REGIE_DEMONSTRATION_ON_NETWORK: 'yes' },
  { REGIE_ISSUER: 'http://127.0.0.1:9/realms/regie' },
])('a hub that other machines can reach starts with %j', async (environment) => {
  await expect(starting({ REGIE_HOST: '0.0.0.0', ...environment })).rejects.toThrow(/PostgreSQL does not answer/);
});

it('a hub for other cities than that of the demonstration refuses its provider', async () => {
  await expect(starting({ REGIE_CITIES: '11002' })).rejects.toThrow('REGIE_CITIES contains 44021');
});
