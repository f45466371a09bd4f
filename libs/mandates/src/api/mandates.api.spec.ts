import { randomUUID } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { agencyEnrolled, agencyResumed, agencySuspended, neighbourhoodRecorded, toPublicEvent } from '#contracts';
import { DirectoryCopy } from '#directory';
import { databaseOptions } from '#runtime';
import { daysFromNow, today } from '#testing/days';
import { type Answer, type Client, startTestService, type TestService } from '#testing/http';
import { publishing } from '#testing/published-events';
import { statementsOf } from '#testing/statements';
import { HandleMandate } from '../commands/mandate.handler.js';
import { MandateDeadlinesWorker } from '../commands/mandate-deadlines.worker.js';
import type { RegisterCommand } from '../domain/mandate-register.js';
import { mandates, mandatesContext } from '../index.js';

const CITY = '44021';
const decision = { body: 'college', reference: '2026_CBS_00123', date: today };
const endorsedBy = {
  political: decision,
  administrative: { body: 'managementteam', reference: '2026_MAT_00007', date: today },
};
const period = { from: today, until: daysFromNow(700) };

let service: TestService;
let publish: ReturnType<typeof publishing>;
let manager: Client;
let coordinator: Client;
let ocmw: Client;
let slots = 0;

const origin = (id: string) => ({ id, stream: 's', revision: 0, recordedAt: new Date().toISOString(), metadata: {} });

beforeAll(async () => {
  service = await startTestService([mandates]);
  publish = publishing(service, ['partners', 'teams']);
  for (const [agency, name, kind, kbo] of [
    ['stad-gent', 'Stad Gent', 'city-service', '0207451227'],
    ['ocmw-gent', 'OCMW Gent', 'ocmw', '0212214125'],
    ['woningent', 'WoninGent', 'social-housing', '0400032156'],
  ] as const) {
    await publish(
      'partners',
      toPublicEvent(agencyEnrolled, origin(`enrolled/${agency}`), CITY, { agency, name, kind, kbo }),
    );
  }
  const hundred = Array.from({ length: 100 }, (_, index) => String(index + 1));
  const centre = { lon: 3.69277, lat: 51.05922 };
  await publish(
    'teams',
    ...hundred.map((code) =>
      toPublicEvent(neighbourhoodRecorded, origin(`recorded/${code}`), CITY, {
        code,
        name: `Wijk ${code}`,
        version: 1,
        centre,
      }),
    ),
  );
  await service.settled();
  [manager, coordinator, ocmw] = await Promise.all([
    service.as({ role: 'manager' }),
    service.as({ role: 'coordinator' }),
    service.as({ agency: 'ocmw-gent', role: 'coordinator' }),
  ]);
});
afterAll(() => service.stop());

/** A slot that no other test uses. */
const freshSlot = () => ({ neighbourhood: String(++slots), theme: 'leefbaarheid' });
const terms = (over: object = {}) => ({
  kind: 'hybrid',
  holder: 'stad-gent',
  executingFunction: 'gebiedsregisseur',
  ...('slots' in over ? {} : { slots: [freshSlot()] }),
  ...over,
});
const grantOf = (over: object = {}) => ({ period, evaluateOn: daysFromNow(300), decision, ...over });

const id = ({ status, body }: Answer): string => {
  expect({ status, body }).toMatchObject({ status: 201 });
  return body['mandateId'] as unknown as string;
};
const endorsedMandate = async (over: object = {}): Promise<string> => {
  const mandateId = id(await coordinator.post('/v1/mandates', terms(over)));
  for (const level of ['political', 'administrative'] as const)
    await manager.post(`/v1/mandates/${mandateId}/endorsements`, { level, decision: endorsedBy[level] });
  return mandateId;
};
const inForce = async (slot = freshSlot(), over: object = {}) => {
  const mandateId = await endorsedMandate({ slots: [slot], ...over });
  expect(await manager.post(`/v1/mandates/${mandateId}/grant`, grantOf())).toMatchObject({ status: 200 });
  return { mandateId, slot };
};
const holderOf = ({ neighbourhood, theme }: { neighbourhood: string; theme: string }, on = today) =>
  manager.get(`/v1/mandates/holder?neighbourhood=${neighbourhood}&theme=${theme}&on=${on}`);

const refused = (answer: Answer, status: number, code: string, facts: object = {}): void => {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body).toMatchObject({
    status,
    code,
    type: `urn:be:regie:problem:${code}`,
    title: expect.any(String),
    ...facts,
  });
  expect(answer.status).toBe(status);
};

describe('the query for the holder of a slot', () => {
  it('answers null before a grant', async () => {
    expect(await holderOf({ neighbourhood: '99', theme: 'jeugd' })).toMatchObject({
      status: 200,
      body: { neighbourhood: '99', theme: 'jeugd', on: today, holder: null },
    });
  });

  it('answers the holder with the decision and the period', async () => {
    const { mandateId, slot } = await inForce();
    const { body } = await holderOf(slot);
    expect(body).toEqual({
      ...slot,
      neighbourhoodName: `Wijk ${slot.neighbourhood}`,
      on: today,
      holder: { agency: 'stad-gent', name: 'Stad Gent' },
      mandateId,
      decision,
      since: period.from,
      until: period.until,
      recordedAt: expect.any(String),
    });
    expect((await holderOf(slot, daysFromNow(-1))).body['holder']).toBeNull();
    expect((await holderOf(slot, daysFromNow(699))).body['holder']).toMatchObject({ agency: 'stad-gent' });
    expect((await holderOf(slot, period.until)).body['holder']).toBeNull();
  });

  it('refuses the neighbourhoods of another city', async () => {
    const { slot } = await inForce();
    const elsewhere = await service.as({ city: '11002', agency: 'stad-antwerpen', role: 'manager' });
    refused(
      await elsewhere.get(`/v1/mandates/holder?neighbourhood=${slot.neighbourhood}&theme=leefbaarheid`),
      422,
      'neighbourhood.not-known',
    );
  });
});

describe('a mandate', () => {
  it('takes effect when both levels have endorsed it and it is granted', async () => {
    const mandateId = id(await coordinator.post('/v1/mandates', terms()));
    refused(await manager.post(`/v1/mandates/${mandateId}/grant`, grantOf()), 409, 'mandate.not-endorsed', {
      missing: ['political', 'administrative'],
    });
    await manager.post(`/v1/mandates/${mandateId}/endorsements`, { level: 'political', decision });
    refused(await manager.post(`/v1/mandates/${mandateId}/grant`, grantOf()), 409, 'mandate.not-endorsed', {
      missing: ['administrative'],
    });
    await manager.post(`/v1/mandates/${mandateId}/endorsements`, {
      level: 'administrative',
      decision: endorsedBy.administrative,
    });
    expect(await manager.post(`/v1/mandates/${mandateId}/grant`, grantOf())).toMatchObject({
      status: 200,
      body: { mandateId, outcome: 'granted' },
    });
    expect((await manager.get(`/v1/mandates/${mandateId}`)).body).toMatchObject({
      mandateId,
      version: 4,
      status: 'granted',
      steeringModel: 'coordination',
      period,
      endorsements: endorsedBy,
    });
  });

  it('moves to another agency when that one accepts, and not before', async () => {
    const { mandateId, slot } = await inForce();
    const on = daysFromNow(30);
    const path = `/v1/mandates/${mandateId}/transfers`;
    const proposed = await coordinator.post(path, {
      to: 'ocmw-gent',
      on,
      decision,
      reason: 'Most of the work is welfare work.',
    });
    expect(proposed).toMatchObject({ status: 201, body: { outcome: 'transfer-proposed' } });
    const transferId = proposed.body['transferId'] as unknown as string;
    expect((await holderOf(slot, on)).body['holder']).toMatchObject({ agency: 'stad-gent' });
    refused(await coordinator.post(`${path}/${transferId}/acceptance`), 403, 'access.not-the-receiver', {
      receiver: 'ocmw-gent',
    });
    expect(await ocmw.post(`${path}/${transferId}/acceptance`)).toMatchObject({ status: 200 });
    expect((await holderOf(slot, daysFromNow(29))).body['holder']).toMatchObject({ agency: 'stad-gent' });
    expect((await holderOf(slot, on)).body).toMatchObject({
      holder: { agency: 'ocmw-gent' },
      since: on,
      until: period.until,
      decision,
    });
    expect((await manager.get(`/v1/mandates/${mandateId}`)).body).toMatchObject({
      holder: 'ocmw-gent',
      transfers: [{ transferId, status: 'accepted', on }],
    });
  });

  it('is granted and handed over with one SQL statement at most before each append', async () => {
    const mandateId = await endorsedMandate();
    const statementsFor = async (type: RegisterCommand['type'], data: object, agency = 'stad-gent') => {
      const by = { city: CITY, agency, role: 'manager' as const, subject: 's' };
      const command = { type, data: { mandateId, ...data }, by, now: new Date().toISOString(), today };
      await service.app.get(DirectoryCopy, { strict: false }).look();
      return statementsOf(() =>
        service.app
          .get(CommandBus)
          .execute(new HandleMandate(command as unknown as RegisterCommand, { commandId: randomUUID() })),
      );
    };
    const transferId = randomUUID();
    const transfer = { transferId, to: 'ocmw-gent', on: daysFromNow(5), decision, reason: 'r' };
    const acceptance = { transferId, previewed: { version: 5, cases: 0 } };
    expect(await statementsFor('GrantMandate', grantOf())).toEqual([]);
    expect(await statementsFor('ProposeTransfer', transfer)).toEqual([]);
    expect(await statementsFor('AcceptTransfer', acceptance, 'ocmw-gent')).toEqual([
      expect.stringContaining('FROM handover_change'),
    ]);
    expect((await manager.get(`/v1/mandates/${mandateId}`)).body).toMatchObject({ version: 6 });
  });

  it('stays with its holder when the receiver declines', async () => {
    const { mandateId, slot } = await inForce();
    const path = `/v1/mandates/${mandateId}/transfers`;
    const { body } = await coordinator.post(path, { to: 'ocmw-gent', on: daysFromNow(10), decision, reason: 'r' });
    expect(
      await ocmw.post(`${path}/${String(body['transferId'])}/refusal`, { reason: 'No staff for it.' }),
    ).toMatchObject({ status: 200 });
    refused(await ocmw.post(`${path}/${String(body['transferId'])}/acceptance`), 409, 'mandate.transfer-answered', {
      state: 'declined',
    });
    expect((await holderOf(slot, daysFromNow(10))).body['holder']).toMatchObject({ agency: 'stad-gent' });
  });

  it('ends by decision', async () => {
    const { mandateId, slot } = await inForce();
    refused(
      await ocmw.post(`/v1/mandates/${mandateId}/end`, { on: daysFromNow(5), reason: 'r', decision }),
      403,
      'access.role',
    );
    expect(
      await manager.post(`/v1/mandates/${mandateId}/end`, {
        on: daysFromNow(5),
        reason: 'Merged with another one.',
        decision,
      }),
    ).toMatchObject({ status: 200 });
    expect((await holderOf(slot, daysFromNow(4))).body['holder']).toMatchObject({ agency: 'stad-gent' });
    expect((await holderOf(slot, daysFromNow(5))).body['holder']).toBeNull();
  });

  it('is listed, a page at a time, by slot, holder and status', async () => {
    const made = [];
    for (let n = 0; n < 5; n++) made.push(id(await coordinator.post('/v1/mandates', terms({ holder: 'woningent' }))));
    const first = (await manager.get('/v1/mandates?holder=woningent&limit=3')).body as unknown as {
      mandates: { mandateId: string }[];
      next: string;
    };
    const second = (await manager.get(`/v1/mandates?holder=woningent&limit=3&after=${first.next}`))
      .body as unknown as typeof first;
    expect([...first.mandates, ...second.mandates].map(({ mandateId }) => mandateId)).toEqual([...made].sort());
    expect(second.next).toBeNull();
    const { mandateId, slot } = await inForce();
    const found = await manager.get(
      `/v1/mandates?neighbourhood=${slot.neighbourhood}&theme=${slot.theme}&status=granted`,
    );
    expect(found.body).toMatchObject({ mandates: [{ mandateId }], next: null });
  });
});

it('a command with a register number in a link is refused', async () => {
  const mandateId = id(await coordinator.post('/v1/mandates', terms({})));
  const link = 'https://raadpleeg.gent.be/85.07.30-033.28';
  expect(
    await manager.post(`/v1/mandates/${mandateId}/endorsements`, {
      level: 'political',
      decision: { ...decision, link },
    }),
  ).toMatchObject({ status: 400, body: { errors: [{ field: 'decision.link' }] } });
});

describe('a slot (P9)', () => {
  it('goes to one of two hundred mandates granted at the same time, and the refusals name its holder', async () => {
    const slot = { neighbourhood: '100', theme: 'wonen' };
    const wanted = await Promise.all(Array.from({ length: 200 }, () => endorsedMandate({ slots: [slot] })));
    const answers = await Promise.all(
      wanted.map((mandateId) => manager.post(`/v1/mandates/${mandateId}/grant`, grantOf())),
    );
    const granted = answers.filter(({ status }) => status === 200);
    expect(granted).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      refused(answer, 409, 'mandate.slot-taken', {
        slot,
        mandateId: granted[0]!.body['mandateId'],
        holder: 'stad-gent',
        from: period.from,
        until: period.until,
      });
    }
    const held = await manager.get(`/v1/mandates?neighbourhood=100&theme=wonen&status=granted`);
    expect(held.body['mandates']).toHaveLength(1);
  }, 120_000);

  it('cannot have two holders on one day in the database', async () => {
    const { slot } = await inForce();
    const db = await new DataSource({
      ...databaseOptions(mandatesContext, String(service.postgresUrl)),
      migrationsRun: false,
    }).initialize();
    try {
      const again = db.query(
        `INSERT INTO holding (id, city, neighbourhood, theme, mandate_id, holder, decision, valid, recorded)
         VALUES ('second', $1, $2, $3, 'other', 'ocmw-gent', '{}', daterange($4, NULL), tstzrange(now(), NULL))`,
        [CITY, slot.neighbourhood, slot.theme, daysFromNow(1)],
      );
      await expect(again).rejects.toMatchObject({ code: '23P01' });
    } finally {
      await db.destroy();
    }
  });

  it('is free for another mandate after the end of the earlier one', async () => {
    const { mandateId, slot } = await inForce();
    await manager.post(`/v1/mandates/${mandateId}/end`, { on: daysFromNow(5), reason: 'r', decision });
    const next = await endorsedMandate({ slots: [slot], holder: 'ocmw-gent' });
    const from = (day: number) => grantOf({ period: { from: daysFromNow(day), until: period.until } });
    refused(await manager.post(`/v1/mandates/${next}/grant`, from(4)), 409, 'mandate.slot-taken', {
      mandateId,
      until: daysFromNow(5),
    });
    expect(await manager.post(`/v1/mandates/${next}/grant`, from(5))).toMatchObject({ status: 200 });
    expect((await holderOf(slot, daysFromNow(5))).body['holder']).toMatchObject({ agency: 'ocmw-gent' });
  });
});

describe('the API refuses', () => {
  const invalid: readonly (readonly [flaw: string, terms: object, field: string])[] = [
    ['an unknown field', { colour: 'red' }, 'colour'],
    ['an unknown field of a slot', { slots: [{ neighbourhood: '1', theme: 'wonen', x: 1 }] }, 'slots.0.x'],
    ['a wrong type', { executingFunction: 7 }, 'executingFunction'],
    ['an unknown theme', { slots: [{ neighbourhood: '1', theme: 'sport' }] }, 'slots.0.theme'],
    ['no slots', { slots: [] }, 'slots'],
    ['a slot that is null', { slots: [null] }, 'slots.0'],
    ['an unknown kind', { kind: 'other' }, 'kind'],
    ['a holder that is null', { holder: null }, 'holder'],
    ['a register number in a text', { executingFunction: 'Jan, 93.05.18-223.61' }, 'executingFunction'],
  ];
  it.each(invalid)('a proposal with %s', async (_, over, field) => {
    const answer = await coordinator.post('/v1/mandates', terms(over));
    refused(answer, 400, 'request.invalid');
    expect((answer.body['errors'] as unknown as { field: string }[]).map((error) => error.field)).toContain(field);
  });

  it('a proposal with a repeated slot, an unknown neighbourhood or an unknown agency', async () => {
    const slot = freshSlot();
    refused(await coordinator.post('/v1/mandates', terms({ slots: [slot, slot] })), 422, 'mandate.slot-twice', {
      slot,
    });
    refused(
      await coordinator.post('/v1/mandates', terms({ slots: [{ neighbourhood: '999', theme: 'wonen' }] })),
      422,
      'neighbourhood.not-known',
      { neighbourhood: '999' },
    );
    refused(await coordinator.post('/v1/mandates', terms({ holder: 'nobody' })), 422, 'agency.not-known', {
      agency: 'nobody',
    });
  });

  it('a grant with wrong dates, and leaves the mandate unchanged', async () => {
    const mandateId = await endorsedMandate();
    const grant = (over: object) => manager.post(`/v1/mandates/${mandateId}/grant`, grantOf(over));
    refused(await grant({ period: { from: '2026-02-29' } }), 400, 'request.invalid', {
      errors: [{ field: 'period.from', problem: expect.any(String) }],
    });
    refused(
      await grant({ period: { from: daysFromNow(2), until: daysFromNow(1) } }),
      422,
      'period.ends-before-it-starts',
    );
    refused(await grant({ period: { from: today, until: today } }), 422, 'period.ends-before-it-starts');
    refused(await grant({ evaluateOn: daysFromNow(-1) }), 422, 'mandate.evaluation-outside-period');
    refused(await grant({ decision: { ...decision, date: daysFromNow(1) } }), 422, 'decision.in-the-future', { today });
    expect((await manager.get(`/v1/mandates/${mandateId}`)).body).toMatchObject({ status: 'proposed', version: 3 });
  });

  it.each(['%00', 'a%00b', '%1f'])('a mandate id with a control character: %s', async (id) => {
    refused(await manager.get(`/v1/mandates/${id}`), 400, 'request.invalid');
    refused(await manager.post(`/v1/mandates/${id}/end`, { on: today, reason: 'r', decision }), 400, 'request.invalid');
  });

  it('an unknown mandate, and a mandate of another city', async () => {
    const { mandateId } = await inForce();
    refused(await manager.get('/v1/mandates/nothing'), 404, 'mandate.unknown', { mandateId: 'nothing' });
    const antwerp = await service.as({ city: '11002', agency: 'stad-antwerpen', role: 'manager' });
    refused(await antwerp.get(`/v1/mandates/${mandateId}`), 404, 'mandate.unknown');
    expect((await antwerp.get('/v1/mandates')).body).toEqual({ mandates: [], next: null });
    refused(
      await antwerp.post(`/v1/mandates/${mandateId}/end`, { on: today, reason: 'r', decision }),
      422,
      'agency.not-known',
    );
  });

  it('a caller whose role or agency lacks the permission', async () => {
    const { mandateId } = await inForce();
    const worker = await service.as({ role: 'worker' });
    refused(await worker.post('/v1/mandates', terms()), 403, 'access.role');
    refused(await service.withToken().get('/v1/mandates'), 401, 'access.token-missing');
    const housing = await service.as({ agency: 'woningent', role: 'manager' });
    refused(
      await housing.post(`/v1/mandates/${mandateId}/end`, { on: today, reason: 'r', decision }),
      403,
      'access.decisions-by-the-city',
    );
    refused(
      await housing.post(`/v1/mandates/${mandateId}/transfers`, { to: 'woningent', on: today, decision, reason: 'r' }),
      403,
      'access.not-the-holder',
    );
  });

  it('a suspended agency, as receiver and as actor', async () => {
    const { mandateId } = await inForce();
    await publish(
      'partners',
      toPublicEvent(agencyEnrolled, origin('enrolled/idle'), CITY, {
        agency: 'idle',
        name: 'Idle',
        kind: 'welfare',
        ovo: 'OVO000001',
      }),
    );
    await publish('partners', toPublicEvent(agencySuspended, origin('suspended/idle'), CITY, { agency: 'idle' }));
    await service.settled();
    refused(
      await coordinator.post(`/v1/mandates/${mandateId}/transfers`, { to: 'idle', on: today, decision, reason: 'r' }),
      409,
      'agency.not-active',
      { agency: 'idle' },
    );
    const idle = await service.as({ agency: 'idle', role: 'coordinator' });
    refused(await idle.post('/v1/mandates', terms()), 409, 'agency.not-active');
  });
});

describe('a write', () => {
  it('with the key of an earlier one is executed once and answered the same', async () => {
    const proposal = terms();
    const first = await coordinator.post('/v1/mandates', proposal, { 'idempotency-key': 'key-1' });
    const again = await coordinator.post('/v1/mandates', proposal, { 'idempotency-key': 'key-1' });
    expect(again).toMatchObject({ status: first.status, body: first.body });
    expect(again.headers.get('regie-position')).toBe(first.headers.get('regie-position'));
    refused(await coordinator.post('/v1/mandates', terms(), { 'idempotency-key': 'key-1' }), 422, 'request.key-reused');
    expect(id(await ocmw.post('/v1/mandates', terms(), { 'idempotency-key': 'key-1' }))).not.toBe(
      first.body['mandateId'],
    );
  });

  it('that repeats a key is answered as the first time, even after its agencies were suspended', async () => {
    const publishStatus = (agency: string, type: typeof agencySuspended | typeof agencyResumed, moment: string) =>
      publish('partners', toPublicEvent(type, origin(`${moment}/${agency}`), CITY, { agency }));
    const mandateId = await endorsedMandate();
    const path = `/v1/mandates/${mandateId}`;
    const key = () => ({ 'idempotency-key': randomUUID() });
    const [proposing, granting, transferring, accepting] = [key(), key(), key(), key()];
    const wanted = terms({ holder: 'woningent' });
    const transfer = { to: 'ocmw-gent', on: daysFromNow(3), decision, reason: 'r' };
    const proposed = await ocmw.post('/v1/mandates', wanted, proposing);
    const granted = await manager.post(`${path}/grant`, grantOf(), granting);
    const handed = await coordinator.post(`${path}/transfers`, transfer, transferring);
    const acceptance = `${path}/transfers/${handed.body['transferId'] as unknown as string}/acceptance`;
    const accepted = await ocmw.post(acceptance, {}, accepting);
    for (const agency of ['ocmw-gent', 'woningent']) await publishStatus(agency, agencySuspended, 'suspended-between');
    await service.settled();
    const repeats = [
      [proposed, await ocmw.post('/v1/mandates', wanted, proposing)],
      [granted, await manager.post(`${path}/grant`, grantOf(), granting)],
      [handed, await coordinator.post(`${path}/transfers`, transfer, transferring)],
      [accepted, await ocmw.post(acceptance, {}, accepting)],
    ] as const;
    for (const [{ status, body }, again] of repeats) {
      expect(status).toBeLessThan(300);
      expect({ status: again.status, body: again.body }).toEqual({ status, body });
    }
    refused(await ocmw.post('/v1/mandates', wanted, key()), 409, 'agency.not-active', { agency: 'ocmw-gent' });
    for (const agency of ['ocmw-gent', 'woningent']) await publishStatus(agency, agencyResumed, 'resumed');
    await service.settled();
  });

  it('on an old version is refused', async () => {
    const mandateId = await endorsedMandate();
    const { headers } = await manager.get(`/v1/mandates/${mandateId}`);
    expect(headers.get('etag')).toBe('"3"');
    refused(
      await manager.post(`/v1/mandates/${mandateId}/grant`, grantOf(), { 'if-match': '"2"' }),
      412,
      'request.stale',
      { expected: 2, actual: 3 },
    );
    const granted = await manager.post(`/v1/mandates/${mandateId}/grant`, grantOf(), { 'if-match': '"3"' });
    expect(granted).toMatchObject({ status: 200 });
    expect(granted.headers.get('etag')).toBe((await manager.get(`/v1/mandates/${mandateId}`)).headers.get('etag'));
  });
});

it('a mandate whose period is over is ended by the deadlines, and its slot is free', async () => {
  const slot = freshSlot();
  const past = { from: daysFromNow(-20), until: daysFromNow(-1) };
  const mandateId = await endorsedMandate({ slots: [slot] });
  await manager.post(`/v1/mandates/${mandateId}/grant`, grantOf({ period: past, evaluateOn: daysFromNow(-10) }));
  await service.settled();
  await service.app.get(MandateDeadlinesWorker).dispatchDue(new Date());
  await service.settled();
  expect((await manager.get(`/v1/mandates/${mandateId}`)).body).toMatchObject({
    status: 'ended',
    ended: { on: past.until, cause: 'expired' },
  });
  expect((await holderOf(slot, daysFromNow(-2))).body['holder']).toMatchObject({ agency: 'stad-gent' });
  expect((await holderOf(slot)).body['holder']).toBeNull();
});
