import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tokenFor } from '../../apps/hub/src/demonstration/load.js';
import { HubProcess } from './hub-process.js';

const get = async (hub: HubProcess, path: string, token?: string) => {
  const response = await fetch(hub.url + path, { headers: token ? { authorization: `Bearer ${token}` } : {} });
  return { status: response.status, body: (await response.json()) as Record<string, never> & Record<string, unknown> };
};
const holder = (hub: HubProcess, token: string) =>
  get(hub, '/v1/mandates/holder?neighbourhood=4&theme=leefbaarheid', token);
const postgresPid = async ({ folder }: HubProcess): Promise<number> =>
  Number((await readFile(join(folder, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0]);
const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('the hub in a box', () => {
  let hub: HubProcess;
  let token: string;

  beforeAll(async () => {
    hub = await HubProcess.start();
    token = await tokenFor(hub.url, 'an.peeters');
  });
  afterAll(() => hub.remove());

  it('prints its address, the command for a token of each person, and a request to try', () => {
    const said = hub.lines.join('\n');
    expect(said).toContain(`The regie hub runs at ${hub.url}`);
    for (const person of [
      'an.peeters',
      'marc.claes',
      'sofie.desmet',
      'karim.haddad',
      'fatma.yilmaz',
      'tom.maes',
      'lies.vos',
    ])
      expect(said).toContain(`npx regie token ${person}`);
    expect(said).toMatch(/curl -s -H "Authorization: Bearer \$\(npx regie token an\.peeters\)"/);
  });

  it('starts with the neighbourhoods, agencies and mandates of Ghent', async () => {
    expect((await get(hub, '/v1/neighbourhoods?limit=200', token)).body['neighbourhoods']).toHaveLength(25);
    expect((await get(hub, '/v1/agencies', token)).body['agencies']).toHaveLength(4);
    expect(await holder(hub, token)).toMatchObject({
      status: 200,
      body: { holder: { agency: 'stad-gent' }, neighbourhoodName: 'Brugse Poort - Rooigem' },
    });
  });

  it('answers only health, documentation and the identity provider without a token', async () => {
    for (const path of ['/health/live', '/health/ready', '/openapi.json', '/oidc/.well-known/openid-configuration'])
      expect((await get(hub, path)).status).toBe(200);
    for (const path of ['/v1/neighbourhoods', '/v1/agencies', '/v1/mandates', '/v1/cases', '/v1/teams', '/v1/feed']) {
      expect(await get(hub, path)).toMatchObject({ status: 401, body: { code: 'access.token-missing' } });
    }
  });

  it('makes a second start in its folder fail, which names the address of the running hub', async () => {
    await expect(HubProcess.start({ folder: hub.folder })).rejects.toThrow(
      `A hub is running here already, at ${hub.url}`,
    );
    expect((await holder(hub, token)).status).toBe(200);
  });

  it('names the remedy when its port is taken', async () => {
    const { port } = new URL(hub.url);
    await expect(HubProcess.start({ environment: { REGIE_PORT: port } })).rejects.toThrow(
      `Port ${port} is taken by another program: set REGIE_PORT`,
    );
  });

  it('continues after kill -9 with the database that was left running', async () => {
    const database = await postgresPid(hub);
    await hub.kill();
    hub = await hub.startAgain();
    expect(hub.lines.join('\n')).toContain('taking over the database that was left running');
    expect(await postgresPid(hub)).toBe(database);
    // The earlier token stays valid.
    expect(await holder(hub, token)).toMatchObject({ status: 200, body: { holder: { agency: 'stad-gent' } } });
  });

  it('continues after a power cut that leaves a stale lock file', async () => {
    const database = await postgresPid(hub);
    await hub.kill();
    process.kill(database, 'SIGKILL');
    for (let waited = 0; waited < 5_000 && isRunning(database); waited += 20) await sleep(20);
    // The lock file gets the id of a living process, as if the id of the dead server had been reused.
    const lock = join(hub.folder, 'postgres/data/postmaster.pid');
    await writeFile(lock, (await readFile(lock, 'utf8')).replace(/^\d+/, String(process.pid)));
    hub = await hub.startAgain();
    expect(await holder(hub, token)).toMatchObject({ status: 200, body: { holder: { agency: 'stad-gent' } } });
    expect((await get(hub, '/v1/agencies', token)).body['agencies']).toHaveLength(4);
  });

  it('stops with everything that it started when Ctrl-C comes twice', async () => {
    const database = await postgresPid(hub);
    expect(await hub.interrupt()).toBe(0);
    expect(isRunning(database)).toBe(false);
    hub = await hub.startAgain();
  });

  it('reports at its start an issuer that does not respond, and a demonstration that is in the way', async () => {
    await hub.stop();
    const issuer = 'http://127.0.0.1:9/realms/regie';
    hub = await hub.startAgain({ REGIE_ISSUER: issuer });
    const notes = hub.lines.filter((line) => line.startsWith('NOTE: '));
    expect(notes).toEqual([
      expect.stringMatching(`^NOTE: the keys of ${issuer} cannot be fetched: .*every token is refused`),
      expect.stringContaining(`the Ghent demonstration is in ${hub.folder}: stop the hub and remove that folder`),
    ]);
    expect((await get(hub, '/health/ready')).body).toMatchObject({
      status: 'ok',
      details: { 'identity-provider': { status: 'up', problems: [expect.stringContaining(issuer)] } },
    });
  });

  it('stops on SIGTERM with everything that it started', async () => {
    const database = await postgresPid(hub);
    await hub.stop();
    expect(isRunning(database)).toBe(false);
    await expect(readFile(join(hub.folder, 'hub.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

it('a hub names every invalid setting with the remedy, and does not start', async () => {
  const start = HubProcess.start({ environment: { REGIE_PORT: 'eighty', REGIE_LOG_LEVEL: 'loud', REGIE_PROT: '80' } });
  await expect(start).rejects.toThrow(
    /REGIE_PORT is a whole number[\s\S]*REGIE_LOG_LEVEL is fatal[\s\S]*REGIE_PROT is not a setting/,
  );
});

it('a hub states in one line the reason why it cannot use its database', async () => {
  const start = HubProcess.start({ environment: { REGIE_POSTGRES_URL: 'postgres://regie:secret@127.0.0.1:9/regie' } });
  await expect(start).rejects.toThrow(
    /PostgreSQL does not answer .* REGIE_POSTGRES_URL names the database regie at 127\.0\.0\.1:9, as regie\.$/,
  );
});

it('a hub in production refuses the secrets of the examples', async () => {
  const start = HubProcess.start({
    environment: {
      REGIE_ENVIRONMENT: 'production',
      REGIE_DEMONSTRATION: 'no',
      REGIE_ISSUER: 'https://login.example.be/realms/regie',
      REGIE_CITIES: '44021',
      REGIE_POSTGRES_URL: 'postgres://regie:development@127.0.0.1:9/regie',
    },
  });
  await expect(start).rejects.toThrow(/REGIE_POSTGRES_URL has a password that everybody can read in an example/);
});

it('a hub in production has no demonstration and does not start without an issuer', async () => {
  const start = HubProcess.start({ environment: { REGIE_ENVIRONMENT: 'production' } });
  await expect(start).rejects.toThrow(/REGIE_ISSUER is needed in production/);
});
