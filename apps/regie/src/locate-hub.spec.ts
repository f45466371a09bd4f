import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locateHub } from './locate-hub.js';

describe('locateHub', () => {
  let city: string;
  beforeEach(async () => {
    city = await mkdtemp(join(tmpdir(), 'regie-where-'));
  });
  afterEach(() => rm(city, { recursive: true }));

  const noted = async (note: object | string, folder = join(city, '.regie')): Promise<string> => {
    await mkdir(folder, { recursive: true });
    const file = join(folder, 'hub.json');
    await writeFile(file, typeof note === 'string' ? note : JSON.stringify(note), { mode: 0o600 });
    return file;
  };
  const running = {
    pid: 4242,
    startedAt: '2026-03-01T08:00:00Z',
    url: 'http://127.0.0.1:3000',
    postgresUrl: 'postgres://regie:secret@127.0.0.1:5455/regie',
  };

  it('takes --url before everything else', async () => {
    await noted(running);
    expect(
      await locateHub('https://regie.gent.example/hub/', { env: { REGIE_URL: 'http://elsewhere:1' }, folder: city }),
    ).toEqual({
      url: 'https://regie.gent.example/hub',
      source: '--url',
    });
  });
  it('takes REGIE_URL next, with the database of REGIE_POSTGRES_URL', async () => {
    await noted(running);
    expect(
      await locateHub(undefined, {
        env: { REGIE_URL: 'http://elsewhere:1', REGIE_POSTGRES_URL: 'postgres://elsewhere/regie' },
        folder: city,
      }),
    ).toEqual({
      url: 'http://elsewhere:1',
      postgresUrl: 'postgres://elsewhere/regie',
      source: 'REGIE_URL',
    });
  });
  it('takes the note of the hub in this folder last, with the database of that hub', async () => {
    const file = await noted(running);
    expect(
      await locateHub(undefined, { env: { REGIE_POSTGRES_URL: 'postgres://elsewhere/regie' }, folder: city }),
    ).toEqual({
      url: 'http://127.0.0.1:3000',
      postgresUrl: running.postgresUrl,
      source: file,
    });
  });
  it('finds the note from a folder below', async () => {
    await noted(running);
    const below = join(city, 'wijken', 'brugse-poort');
    await mkdir(below, { recursive: true });
    expect(await locateHub(undefined, { env: {}, folder: below })).toMatchObject({ url: 'http://127.0.0.1:3000' });
  });
  it('looks in REGIE_FOLDER only, when it is set', async () => {
    await noted(running);
    const file = await noted({ ...running, url: 'http://127.0.0.1:4000' }, join(city, 'other'));
    expect(await locateHub(undefined, { env: { REGIE_FOLDER: 'other' }, folder: city })).toMatchObject({
      url: 'http://127.0.0.1:4000',
      source: file,
    });
    await expect(locateHub(undefined, { env: { REGIE_FOLDER: 'nowhere' }, folder: city })).rejects.toMatchObject({
      message: `No hub runs in ${join(city, 'nowhere')}.`,
      remedy: expect.stringContaining('npm start'),
    });
  });
  it('fails when nothing names a hub', () =>
    expect(locateHub(undefined, { env: { REGIE_FOLDER: '' }, folder: city })).rejects.toMatchObject({
      message: expect.stringContaining('No hub was found'),
    }));
  it('fails while the hub starts', async () => {
    await noted({ pid: 4242, startedAt: '2026-03-01T08:00:00Z' });
    await expect(locateHub(undefined, { env: {}, folder: city })).rejects.toMatchObject({
      message: expect.stringContaining('still starting (process 4242)'),
    });
  });
  it('refuses a truncated note', async () => {
    await noted('{"pid":42');
    await expect(locateHub(undefined, { env: {}, folder: city })).rejects.toMatchObject({
      message: expect.stringContaining('cannot be read'),
    });
  });
  it('refuses a note of another user', async () => {
    const file = await noted(running);
    await chmod(file, 0o644);
    const { getuid } = process;
    process.getuid = () => getuid!() + 1;
    try {
      await expect(locateHub(undefined, { env: {}, folder: city })).rejects.toMatchObject({
        message: `${file} belongs to another user.`,
      });
    } finally {
      process.getuid = getuid;
    }
  });
  it.each(['localhost:3000', 'ftp://localhost', 'a hub'])('refuses %s as an address', (url) =>
    expect(locateHub(url, { env: {}, folder: city })).rejects.toMatchObject({
      message: `--url is not a web address: ${url}`,
    }),
  );
});
