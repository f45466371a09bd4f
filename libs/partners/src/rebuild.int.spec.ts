import { caseOpened, mandateProposed, participantAccepted, participantInvited } from '#contracts';
import { type RebuildFixture, rebuildOf } from '#testing/rebuilds';
import { until } from '#testing/until';
import { partners, partnersContext } from './index.js';
import { CITY, day, publicEvent } from './testing/histories.js';
import { Receiver } from './testing/receiver.js';

let fixture: RebuildFixture;
let receiver: Receiver;

/** Fills every table of the read models of this context, with changes and repeats. */
beforeAll(async () => {
  fixture = await rebuildOf(partners, partnersContext, ['mandates', 'cases'], {
    REGIE_WEBHOOK_ALLOW: '127.0.0.0/8',
    REGIE_PUBLIC_URL: 'https://regie.example.be',
  });
  const { service, publish } = fixture;
  const as = (agency: string, role: 'manager' | 'agency-admin' | 'partner-api') => service.as({ agency, role });
  const manager = await as('stad-gent', 'manager');
  const must = async (answer: ReturnType<typeof manager.post>, status: number) => {
    const { status: actual, body, headers } = await answer;
    expect({ ...body, status: actual }).toMatchObject({ status });
    return headers.get('location')!;
  };
  for (const [agency, kind, ovo] of [
    ['stad-gent', 'city-service', 'OVO000001'],
    ['ocmw-gent', 'ocmw', 'OVO000002'],
    ['woningent', 'social-housing', 'OVO000003'],
    ['caw-gent', 'welfare', 'OVO000004'],
  ])
    await must(manager.post('/v1/agencies', { agency, name: agency, kind, ovo }), 201);
  await must(
    manager.put('/v1/agencies/woningent', { name: 'WoninGent', kind: 'social-housing', ovo: 'OVO000003' }),
    200,
  );
  await must(manager.post('/v1/agencies/woningent/suspension', { reason: 'no contract' }), 200);
  await must(manager.post('/v1/agencies/woningent/resumption'), 200);
  await must(manager.post('/v1/agencies/caw-gent/end', { reason: 'merged' }), 200);

  const ocmw = await as('ocmw-gent', 'partner-api');
  receiver = await Receiver.start();
  const url = `${receiver.url}/hook`;
  const subscription = await must(ocmw.post('/v1/subscriptions', { url, types: [] }), 201);
  await until(async () => ((await ocmw.get(subscription)).body as Record<string, unknown>).status === 'active');
  await must(ocmw.patch(subscription, { mode: 'link' }), 200);
  await must(ocmw.post(`${subscription}/pause`), 200);

  const { city: _, ...proposing } = mandateProposed.sample;
  const { city: __, ...opening } = caseOpened.sample;
  const about = { caseId: 'k1', agency: 'ocmw-gent' };
  await publish('mandates', publicEvent(mandateProposed, proposing, 1, day(1), CITY));
  await publish(
    'cases',
    publicEvent(caseOpened, { ...opening, caseId: 'k1', openedBy: 'stad-gent', holder: 'stad-gent' }, 2, day(1), CITY),
    publicEvent(participantInvited, { ...about, invitedBy: 'stad-gent', past: 'all' }, 3, day(1), CITY),
    publicEvent(participantAccepted, about, 4, day(2), CITY),
  );
  await service.settled();
});
afterAll(async () => {
  await fixture.stop();
  await receiver.stop();
});

describe.each(partnersContext.projections)('the read model $name', (model) => {
  it('has the same rows after a rebuild from the log (P5)', async () => {
    const { contentOf, rebuildFromEmpty } = fixture;
    const live = await contentOf(model);
    expect(live.map((rows) => rows.length > 0)).toEqual(model.tables.map(() => true));
    await rebuildFromEmpty(model);
    expect(await contentOf(model)).toEqual(live);
  });
});
