import { agencyEnrolled, cooperationPolicySet, neighbourhoodRecorded, toPublicEvent } from '#contracts';
import { daysFromNow, today } from '#testing/days';
import type { Client } from '#testing/http';
import { type RebuildFixture, rebuildOf } from '#testing/rebuilds';
import { until } from '#testing/until';
import { cases, casesContext } from '../index.js';
import { CITY, mandateOver, origin } from '../testing/mandate-events.js';

const slot = { neighbourhood: '4', theme: 'leefbaarheid' as const };

let fixture: RebuildFixture;
let stad: Client;
let ocmw: Client;
let path: string;

const settled = async (): Promise<void> => {
  // The second round processes the events that cases append in the first one.
  for (let times = 0; times < 2; times++) await fixture.service.settled();
};

/** Fills every table of the read models of this context with events of a real log. */
beforeAll(async () => {
  fixture = await rebuildOf(cases, casesContext, ['mandates', 'partners', 'teams']);
  const { service, publish } = fixture;
  await publish(
    'partners',
    toPublicEvent(agencyEnrolled, origin(), CITY, { agency: 'stad-gent', name: 'Stad Gent', kind: 'city-service' }),
    toPublicEvent(agencyEnrolled, origin(), CITY, { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw' }),
    toPublicEvent(cooperationPolicySet, origin(), CITY, { agency: 'ocmw-gent', allows: ['joint-case'] }),
  );
  await publish(
    'teams',
    toPublicEvent(neighbourhoodRecorded, origin(), CITY, {
      code: '4',
      name: 'Brugse Poort',
      version: 1,
      centre: { lon: 3.7, lat: 51 },
    }),
  );
  const { inForce, transferred, ended } = mandateOver(slot, { steeringModel: 'commissioning' });
  await publish('mandates', ...inForce());
  await settled();
  stad = await service.as();
  ocmw = await service.as({ agency: 'ocmw-gent' });
  const open = async (title: string): Promise<string> => {
    const body = { title, ...slot, why: 'w', scope: 's', invite: ['ocmw-gent'] };
    return (await stad.post('/v1/cases', body)).headers.get('location')!;
  };
  path = await open('goes on');
  const closing = await open('is closed');
  await stad.post(`${closing}/closure`, { outcome: 'solved', reason: 'r' });
  await ocmw.post(`${path}/participants/ocmw-gent/acceptance`);
  for (const binding of [true, false])
    await stad.post(`${path}/commitments`, { what: 'w', owner: 'ocmw-gent', dueOn: daysFromNow(9), binding });
  await publish('mandates', transferred('stad-gent', 'ocmw-gent', daysFromNow(5)));
  await publish('mandates', ended('ocmw-gent', daysFromNow(90)));
  await settled();
  await open('waits for a day that is known');
  await settled();
});
afterAll(() => fixture.stop());

describe.each(casesContext.projections)('the read model $name, rebuilt from the log,', (model) => {
  it('equals the live one (P5), and dispatches no command again', async () => {
    const { contentOf, rebuildFromEmpty, service } = fixture;
    const live = await contentOf(model);
    expect(live.every((rows) => rows.length > 0)).toBe(true);
    const head = await service.store.head();
    expect(await rebuildFromEmpty(model)).toBeGreaterThan(0);
    expect(await contentOf(model)).toEqual(live);
    expect(await service.store.head()).toBe(head);
  });
});

it('rebuilt read models apply later events', async () => {
  // The copy of the directory in memory may be from the moment at which its table was empty.
  await until(async () => (await stad.get(path)).status === 200, 20_000);
  expect((await stad.get(path)).body).toMatchObject({
    view: 'full',
    holder: 'stad-gent',
    coordination: { until: daysFromNow(5) },
  });
  expect((await stad.post(`${path}/commitments`, { what: 'x', owner: 'stad-gent', dueOn: today })).status).toBe(201);
  expect((await stad.get(path)).body['commitments']).toHaveLength(3);
});
