import {
  agencyEnrolled,
  caseClosed,
  caseOpened,
  commitmentAccepted,
  commitmentProposed,
  coordinationLost,
  coordinationTakenOver,
  neighbourhoodRecorded,
  participantInvited,
  type PublicEvent,
  toPublicEvent,
} from '#contracts';
import { daysFromNow, today } from '#testing/days';
import type { Client } from '#testing/http';
import { type RebuildFixture, rebuildOf } from '#testing/rebuilds';
import { mandates, mandatesContext } from '../index.js';

const CITY = '44021';
const decision = { body: 'college', reference: '2026_CBS_00123', date: today };
const slot = { neighbourhood: '4', theme: 'leefbaarheid' as const };

let fixture: RebuildFixture;
let manager: Client;

let published = 0;
const origin = (days = 0) => ({
  id: `o${published++}`,
  stream: 's',
  revision: 0,
  recordedAt: new Date(Date.now() + days * 86_400_000).toISOString(),
  metadata: {},
});
const opened = (caseId: string, until?: string, city = CITY): PublicEvent =>
  toPublicEvent(caseOpened, origin(-40), city, {
    caseId,
    ...slot,
    openedBy: 'stad-gent',
    mandateId: 'm',
    holder: 'stad-gent',
    ...(until !== undefined && { until }),
  });
const lost = (caseId: string, on: string): PublicEvent =>
  toPublicEvent(coordinationLost, origin(-20), CITY, { caseId, mandateId: 'm', on });

/** Fills every read model of this context from a real log that also contains changes of earlier facts. */
beforeAll(async () => {
  fixture = await rebuildOf(mandates, mandatesContext, ['partners', 'teams', 'cases']);
  const { service, publish } = fixture;
  manager = await service.as({ role: 'manager' });
  await publish(
    'partners',
    toPublicEvent(agencyEnrolled, origin(), CITY, { agency: 'stad-gent', name: 'Stad Gent', kind: 'city-service' }),
    toPublicEvent(agencyEnrolled, origin(), CITY, { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw' }),
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
  await service.settled();

  const proposal = { slots: [slot], kind: 'hybrid', holder: 'ocmw-gent', executingFunction: 'wijkregisseur' };
  const path = (await manager.post('/v1/mandates', proposal)).headers.get('location')!;
  const period = { from: daysFromNow(-100), until: daysFromNow(700) };
  const dispatch = async (route: string, data: object): Promise<void> => {
    const { status, body } = await manager.post(`${path}/${route}`, data);
    expect({ route, done: status < 300, body }).toMatchObject({ route, done: true });
  };
  await dispatch('grant', {
    period,
    evaluateOn: daysFromNow(300),
    decision,
    provisional: { decisionDueOn: daysFromNow(30) },
  });
  for (const [level, body] of [
    ['political', 'college'],
    ['administrative', 'managementteam'],
  ])
    await dispatch('endorsements', { level, decision: { ...decision, body } });
  await dispatch('confirmation', { decision: { ...decision, reference: '2026_CBS_00200' } });
  await dispatch('suspension', { on: daysFromNow(10), reason: 'An inquiry.', decision });
  await dispatch('corrections', {
    fact: 2,
    instead: { period: { ...period, from: daysFromNow(-90) } },
    reason: 'It began later.',
  });

  const commitment = { caseId: 'taken-over', commitmentId: 'c-1', owner: 'ocmw-gent' };
  await publish(
    'cases',
    opened('without', daysFromNow(-10)),
    opened('taken-over'),
    opened('closed'),
    opened('without', undefined, '11002'),
    toPublicEvent(commitmentProposed, origin(), CITY, { ...commitment, proposedBy: 'stad-gent', dueOn: today }),
    toPublicEvent(commitmentAccepted, origin(), CITY, commitment),
    lost('taken-over', daysFromNow(-20)),
    toPublicEvent(participantInvited, origin(), CITY, {
      caseId: 'closed',
      agency: 'ocmw-gent',
      invitedBy: 'stad-gent',
    }),
    toPublicEvent(coordinationTakenOver, origin(-5), CITY, {
      caseId: 'taken-over',
      mandateId: 'm',
      holder: 'ocmw-gent',
      from: daysFromNow(-5),
      until: daysFromNow(90),
    }),
    lost('closed', daysFromNow(-20)),
    toPublicEvent(caseClosed, origin(), CITY, { caseId: 'closed', outcome: 'solved' }),
  );
  await service.settled();
});
afterAll(() => fixture.stop());

const gapsOn = async (days: number): Promise<unknown> =>
  (await manager.get(`/v1/mandates/gaps?on=${daysFromNow(days)}`)).body['cases'];

describe.each(mandatesContext.projections)('the read model $name, rebuilt from the log', (model) => {
  it('is equal to the live one (P5)', async () => {
    const { contentOf, rebuildFromEmpty } = fixture;
    const live = await contentOf(model);
    expect(live.every((rows) => rows.length > 0)).toBe(true);
    expect(await rebuildFromEmpty(model)).toBeGreaterThan(0);
    expect(await contentOf(model)).toEqual(live);
  });
});

it('rebuilt read models go on with new events', async () => {
  expect(await gapsOn(0)).toMatchObject([{ caseId: 'without', since: daysFromNow(-10), days: 11 }]);
  expect(await gapsOn(-6)).toMatchObject([
    { caseId: 'closed' },
    { caseId: 'taken-over', since: daysFromNow(-20), days: 15 },
    { caseId: 'without' },
  ]);
  await fixture.publish(
    'cases',
    toPublicEvent(coordinationLost, origin(), CITY, { caseId: 'taken-over', mandateId: 'm', on: today }),
  );
  await fixture.service.settled();
  expect(await gapsOn(0)).toMatchObject([{ caseId: 'without' }, { caseId: 'taken-over', since: today, days: 1 }]);
});
