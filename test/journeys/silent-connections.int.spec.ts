import { randomUUID } from 'node:crypto';
import { FaultProxy } from '#testing/fault-proxy';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { until } from '#testing/until';
import { tokenFor } from '../../apps/hub/src/demonstration/load.js';
import { migratedForHub } from './databases.js';
import { HubProcess } from './hub-process.js';

describe('a hub whose connections to PostgreSQL all become silent', () => {
  let postgres: TestPostgres;
  let proxy: FaultProxy;
  let hub: HubProcess;

  beforeAll(async () => {
    postgres = await startPostgres();
    const { runtimeUrl } = await migratedForHub(await postgres.createDatabase());
    const before = await FaultProxy.before(runtimeUrl);
    proxy = before.proxy;
    hub = await HubProcess.start({ environment: { REGIE_POSTGRES_URL: before.url } });
  });
  afterAll(async () => {
    await hub.remove();
    await proxy.close();
    await postgres.stop();
  });

  it('records a command and shows its effects, over new connections', async () => {
    const token = await tokenFor(hub.url, 'an.peeters');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    proxy.forget();
    const key = randomUUID();
    const opened = await until(async () => {
      const response = await fetch(`${hub.url}/v1/cases`, {
        method: 'POST',
        headers: { ...headers, 'idempotency-key': key },
        body: JSON.stringify({
          neighbourhood: '4',
          theme: 'leefbaarheid',
          title: 'Litter around the Pierkespark',
          why: 'People meet in that square; its users live around it.',
          scope: 'The square and the streets around it.',
          invite: [],
        }),
      });
      return response.status === 201 && ((await response.json()) as { caseId: string });
    }, 90_000);
    await until(async () => (await fetch(`${hub.url}/v1/cases/${opened.caseId}`, { headers })).status === 200, 90_000);
    const ready = await until(async () => {
      const response = await fetch(`${hub.url}/health/ready`);
      const text = await response.text();
      return response.status === 200 && !text.includes('stuck') && text;
    }, 90_000);
    expect(ready).toContain('"status":"ok"');
    const list = (await (await fetch(`${hub.url}/v1/cases`, { headers })).json()) as { cases: unknown[] };
    expect(list.cases.filter((each) => JSON.stringify(each).includes(opened.caseId))).toHaveLength(1);
  }, 400_000);
});
