import { randomUUID } from 'node:crypto';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { v5 as nameBased } from 'uuid';
import { routesOf } from '#access';
import {
  agencyEnded,
  agencyEnrolled,
  agencyResumed,
  agencySuspended,
  cooperationPolicySet,
  mandateEnded,
  mandateGranted,
  mandateProposed,
  mandateTransferred,
  neighbourhoodRecorded,
  type PublicEvent,
  toPublicEvent,
} from '#contracts';
import { DirectoryCopy } from '#directory';
import { type EventStore, handle, StateCache } from '#event-store';
import { EVENT_STORE } from '#runtime';
import { daysFromNow, today } from '#testing/days';
import { type Answer, type Client, startTestService, type TestService } from '#testing/http';
import { publishing } from '#testing/published-events';
import { statementsOf } from '#testing/statements';
import { HandleCase } from '../commands/case.handler.js';
import { CaseDeadlinesWorker } from '../commands/case-deadlines.worker.js';
import { caseStream, jointCase } from '../domain/joint-case.js';
import { cases } from '../index.js';
import { CaseById } from '../queries/visible-cases.js';
import { CasesController } from './cases.controller.js';

const { jest } = import.meta;
const CITY = '44021';
const decision = { body: 'college', reference: '2026_CBS_00123', date: '2026-01-15' };
const UNTIL = daysFromNow(700);

let service: TestService;
let publishAs: ReturnType<typeof publishing>;
let stad: Client;
let manager: Client;
let ocmw: Client;
let housing: Client;
let housingSystem: Client;
let police: Client;
let elsewhere: Client;

type SteeringModel = 'communication' | 'coordination' | 'commissioning';
type Slot = { neighbourhood: string; theme: 'leefbaarheid' };
let published = 0;
const origin = () => ({
  id: randomUUID(),
  stream: 'announced',
  revision: published++,
  recordedAt: new Date().toISOString(),
  metadata: {},
});
/** Publishes events of another context, and waits until their consequences are processed. */
const publish = async (
  context: 'mandates' | 'partners' | 'teams',
  ...events: readonly PublicEvent[]
): Promise<void> => {
  await publishAs(context, ...events);
  await settled();
};
const settled = async (): Promise<void> => {
  // The second round processes the events that cases append in the first one.
  for (let times = 0; times < 2; times++) await service.settled();
};

let slots = 0;
/** A slot that no other test uses. */
const freshSlot = (): Slot => ({ neighbourhood: String(++slots), theme: 'leefbaarheid' });
/** A mandate in force over the given slot, with functions that transfer and end it. */
const inForce = async (
  slot: Slot = freshSlot(),
  over: {
    holder?: string;
    kind?: 'internal' | 'hybrid';
    steeringModel?: SteeringModel;
    from?: string;
    until?: string;
  } = {},
) => {
  const mandateId = randomUUID();
  const {
    holder = 'stad-gent',
    kind = 'hybrid',
    steeringModel = 'coordination',
    from = daysFromNow(-30),
    until = UNTIL,
  } = over;
  const period = { from, until };
  await publish(
    'mandates',
    toPublicEvent(mandateProposed, origin(), CITY, { mandateId, slots: [slot], kind, steeringModel, holder }),
    toPublicEvent(mandateGranted, origin(), CITY, {
      mandateId,
      slots: [slot],
      holder,
      period,
      evaluateOn: daysFromNow(1),
      decision,
    }),
  );
  const transfer = (to: string, on: string) =>
    publish(
      'mandates',
      toPublicEvent(mandateTransferred, origin(), CITY, {
        mandateId,
        slots: [slot],
        from: holder,
        to,
        on,
        period,
        decision,
      }),
    );
  const end = (on: string, cause: 'ended' | 'expired' = 'ended') =>
    publish('mandates', toPublicEvent(mandateEnded, origin(), CITY, { mandateId, slots: [slot], holder, on, cause }));
  return { mandateId, slot, transfer, end };
};

const fields = (slot: Slot, over: object = {}) => ({
  title: 'Litter around the park',
  why: 'It is about the park and who lives around it.',
  scope: 'The park and its entrances.',
  invite: ['ocmw-gent', 'woningent', 'politiezone-gent'],
  ...slot,
  ...over,
});
const idOf = ({ status, body }: Answer, field = 'caseId'): string => {
  expect({ status, body }).toMatchObject({ status: 201 });
  return body[field] as unknown as string;
};
/** A case of Stad Gent in which the OCMW takes part, WoninGent is invited and the police declined. */
const aCase = async (over: { holder?: string; steeringModel?: SteeringModel; until?: string } = {}) => {
  const mandate = await inForce(freshSlot(), over);
  const caseId = idOf(await stad.post('/v1/cases', fields(mandate.slot)));
  const path = `/v1/cases/${caseId}`;
  expect(await ocmw.post(`${path}/participants/ocmw-gent/acceptance`)).toMatchObject({ status: 200 });
  expect(
    await police.post(`${path}/participants/politiezone-gent/refusal`, { reason: 'No police matter.' }),
  ).toMatchObject({ status: 200 });
  return { ...mandate, caseId, path };
};
const aCommitment = async (path: string, over: object = {}) =>
  idOf(
    await stad.post(`${path}/commitments`, {
      what: 'Clean the square',
      owner: 'ocmw-gent',
      dueOn: daysFromNow(14),
      ...over,
    }),
    'commitmentId',
  );

const refused = (answer: Answer, status: number, code: string, facts: object = {}): void => {
  expect(answer.body).toMatchObject({
    status,
    code,
    type: `urn:be:regie:problem:${code}`,
    title: expect.any(String),
    ...facts,
  });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
};
/** Returns the version in the ETag. A weak ETag is a hash of the body, and contains no version. */
const versionIn = (headers: Headers): string | undefined => /^"\d+"$/.exec(headers.get('etag') ?? '')?.[0];
/** Reads all pages of a part of a case, one item a page. */
const pagesOf = async (path: string, part: 'participants' | 'commitments', client: Client): Promise<unknown[]> => {
  const items: unknown[] = [];
  for (let after = ''; ;) {
    const { body } = await client.get(`${path}/${part}?limit=1${after}`);
    const page = body[part] as unknown as unknown[];
    expect(page.length).toBeLessThanOrEqual(1);
    items.push(...page);
    if (body['next'] === null) return items;
    after = `&after=${String(body['next'])}`;
  }
};
const timelineTypes = async (path: string, client: Client = stad): Promise<string[]> => {
  const { body } = await client.get(`${path}/timeline`);
  return (body['entries'] as unknown as { type: string }[]).map(({ type }) => type);
};

beforeAll(async () => {
  service = await startTestService([cases]);
  publishAs = publishing(service, ['mandates', 'partners', 'teams']);
  for (const [agency, name, kind] of [
    ['stad-gent', 'Stad Gent', 'city-service'],
    ['ocmw-gent', 'OCMW Gent', 'ocmw'],
    ['woningent', 'WoninGent', 'social-housing'],
    ['politiezone-gent', 'Politiezone Gent', 'police'],
    ['loner', 'Works alone', 'social-housing'],
    ['gone', 'Suspended', 'welfare'],
  ] as const) {
    await publishAs('partners', toPublicEvent(agencyEnrolled, origin(), CITY, { agency, name, kind }));
  }
  await publishAs(
    'partners',
    toPublicEvent(cooperationPolicySet, origin(), CITY, { agency: 'loner', allows: ['programme'] }),
  );
  await publishAs('partners', toPublicEvent(agencySuspended, origin(), CITY, { agency: 'gone' }));
  const centre = { lon: 3.69277, lat: 51.05922 };
  for (let code = 1; code <= 80; code++) {
    await publishAs(
      'teams',
      toPublicEvent(neighbourhoodRecorded, origin(), CITY, {
        code: String(code),
        name: `Wijk ${code}`,
        version: 1,
        centre,
      }),
    );
  }
  await settled();
  [stad, manager, ocmw, housing, housingSystem, police, elsewhere] = await Promise.all([
    service.as({ role: 'coordinator' }),
    service.as({ role: 'manager' }),
    service.as({ agency: 'ocmw-gent' }),
    service.as({ agency: 'woningent' }),
    service.as({ agency: 'woningent', role: 'partner-api' }),
    service.as({ agency: 'politiezone-gent' }),
    service.as({ city: '11002', agency: 'stad-gent', role: 'manager' }),
  ]);
});
afterAll(() => service.stop());

describe('opening a case', () => {
  it('puts the case under the mandate in force', async () => {
    const { mandateId, slot } = await inForce();
    const opened = await stad.post('/v1/cases', fields(slot));
    const caseId = idOf(opened);
    expect(opened.body).toEqual({ caseId, outcome: 'opened' });
    expect(opened.headers.get('location')).toBe(`/v1/cases/${caseId}`);
    expect(opened.headers.get('etag')).toBe('"4"');
    const { body, headers } = await stad.get(`/v1/cases/${caseId}`);
    expect(headers.get('etag')).toBe('"4"');
    const { why, scope, title } = fields(slot);
    expect(body).toMatchObject({
      caseId,
      view: 'full',
      version: 4,
      status: 'open',
      title,
      why,
      scope,
      ...slot,
      openedBy: 'stad-gent',
      holder: 'stad-gent',
      withoutCoordinationSince: null,
      closed: null,
      coordination: { holder: 'stad-gent', mandateId, steeringModel: 'coordination', since: today, until: UNTIL },
      commitments: [],
    });
    expect(body['participants']).toMatchObject([
      { agency: 'ocmw-gent', status: 'invited', invitedBy: 'stad-gent' },
      { agency: 'politiezone-gent', status: 'invited' },
      { agency: 'stad-gent', status: 'accepted' },
      { agency: 'woningent', status: 'invited' },
    ]);
  });

  it('is refused without a mandate, with the slot and the day', async () => {
    const slot = freshSlot();
    refused(await stad.post('/v1/cases', fields(slot)), 409, 'case.no-mandate', { ...slot, on: today, next: null });
  });

  it('is refused before the mandate starts and after it has ended', async () => {
    const { slot, end } = await inForce();
    await end(today);
    refused(await stad.post('/v1/cases', fields(slot)), 409, 'case.no-mandate', { ...slot, on: today, next: null });
    const from = daysFromNow(1);
    const { slot: early } = await inForce(freshSlot(), { holder: 'ocmw-gent', from });
    refused(await stad.post('/v1/cases', fields(early)), 409, 'case.no-mandate', {
      ...early,
      on: today,
      next: { holder: 'ocmw-gent', from },
    });
  });

  it('is open to every agency under the mandate of another agency', async () => {
    const { slot } = await inForce();
    const caseId = idOf(await housing.post('/v1/cases', fields(slot, { invite: [] })));
    expect((await stad.get(`/v1/cases/${caseId}`)).body).toMatchObject({
      view: 'full',
      holder: 'stad-gent',
      openedBy: 'woningent',
    });
  });

  it('is refused for an unknown neighbourhood, an unknown agency and a suspended agency', async () => {
    const { slot } = await inForce();
    refused(await stad.post('/v1/cases', fields(slot, { neighbourhood: '999' })), 422, 'neighbourhood.not-known', {
      neighbourhood: '999',
    });
    refused(await stad.post('/v1/cases', fields(slot, { invite: ['nobody'] })), 422, 'agency.not-known', {
      agency: 'nobody',
    });
    refused(await stad.post('/v1/cases', fields(slot, { invite: ['gone'] })), 409, 'agency.not-active', {
      agency: 'gone',
    });
    refused(await (await service.as({ agency: 'gone' })).post('/v1/cases', fields(slot)), 409, 'agency.not-active', {
      agency: 'gone',
    });
  });

  it('is refused with an unknown, a missing or an invalid field', async () => {
    const { slot } = await inForce();
    const wrong = async (over: object, field: string) =>
      refused(await stad.post('/v1/cases', fields(slot, over)), 400, 'request.invalid', {
        errors: expect.arrayContaining([expect.objectContaining({ field })]),
      });
    await wrong({ priority: 'high' }, 'priority');
    await wrong({ title: undefined }, 'title');
    await wrong({ why: '' }, 'why');
    await wrong({ scope: 'x'.repeat(1001) }, 'scope');
    await wrong({ theme: 'weather' }, 'theme');
    await wrong({ invite: ['ocmw-gent', 'ocmw-gent'] }, 'invite');
    await wrong({ invite: 'ocmw-gent' }, 'invite');
    await wrong({ title: 'About 85.07.30-033.28' }, 'title');
    expect((await stad.get(`/v1/cases?neighbourhood=${slot.neighbourhood}`)).body['cases']).toEqual([]);
  });

  it('twice under one key opens one case, also when the mandate has ended meanwhile', async () => {
    const { slot, end } = await inForce();
    const key = { 'idempotency-key': randomUUID() };
    const first = await stad.post('/v1/cases', fields(slot), key);
    const again = await stad.post('/v1/cases', fields(slot), key);
    expect([again.status, again.body, again.headers.get('location')]).toEqual([
      201,
      first.body,
      first.headers.get('location'),
    ]);
    await end(today);
    expect((await stad.post('/v1/cases', fields(slot), key)).body).toEqual(first.body);
    refused(await stad.post('/v1/cases', fields(slot, { title: 'Another one' }), key), 422, 'request.key-reused');
    expect((await stad.get(`/v1/cases?neighbourhood=${slot.neighbourhood}`)).body['cases']).toHaveLength(1);
  });

  it('takes one SQL statement before its append, however many agencies it invites', async () => {
    const { slot } = await inForce();
    const caseId = randomUUID();
    const command = {
      type: 'OpenCase' as const,
      data: { caseId, ...fields(slot) },
      by: { city: CITY, agency: 'stad-gent', role: 'worker' as const, subject: 's' },
      now: new Date().toISOString(),
      today,
    };
    await service.app.get(DirectoryCopy, { strict: false }).look();
    const statements = await statementsOf(() =>
      service.app.get(CommandBus).execute(new HandleCase(command, { commandId: randomUUID() })),
    );
    expect(statements).toEqual([expect.stringContaining('FROM known_holding')]);
    expect(await service.store.read(caseStream(CITY, caseId))).toHaveLength(4);
  });

  it('is followed by one SQL statement when it is read, however many participants and commitments it has', async () => {
    const { path } = await aCase();
    await stad.post(`${path}/commitments`, { what: 'x', owner: 'stad-gent', dueOn: daysFromNow(9) });
    const { body } = await stad.get(path);
    expect(body['commitments']).toHaveLength(1);
    const actor = { city: CITY, agency: 'stad-gent', role: 'worker' as const, subject: 's' };
    const id = body['caseId'] as unknown as string;
    let found: object | undefined;
    const statements = await statementsOf(async () => {
      found = await service.app.get(QueryBus).execute(new CaseById(actor, id, today));
    });
    expect(statements).toHaveLength(1);
    expect(JSON.parse(JSON.stringify(found))).toMatchObject({
      participants: body['participants'],
      commitments: body['commitments'],
    });
  });
});

describe('participation in a case', () => {
  it('is accepted or declined by the invited agency alone', async () => {
    const { path } = await aCase();
    refused(await stad.post(`${path}/participants/woningent/acceptance`), 403, 'access.answers-for-itself', {
      agency: 'woningent',
    });
    refused(
      await housing.post(`${path}/participants/ocmw-gent/refusal`, { reason: 'r' }),
      403,
      'access.answers-for-itself',
    );
    expect(await housingSystem.post(`${path}/participants/woningent/acceptance`)).toMatchObject({
      status: 200,
      body: { agency: 'woningent', outcome: 'accepted' },
    });
    expect((await housing.get(path)).body).toMatchObject({ view: 'full' });
  });

  it('is declined with a reason, and the agency then no longer sees the case', async () => {
    const { path } = await aCase();
    refused(await housing.post(`${path}/participants/woningent/refusal`), 400, 'request.invalid', {
      errors: expect.arrayContaining([expect.objectContaining({ field: 'reason' })]),
    });
    expect(
      await housing.post(`${path}/participants/woningent/refusal`, { reason: 'Not our buildings.' }),
    ).toMatchObject({ status: 200 });
    refused(await housing.get(path), 404, 'case.unknown');
    refused(await housing.get(`${path}/timeline`), 404, 'case.unknown');
    expect((await stad.get(path)).body['participants']).toContainEqual(
      expect.objectContaining({ agency: 'woningent', status: 'declined', reason: 'Not our buildings.' }),
    );
  });

  it('is declined once per key, and a repeat gets the first response although the case is out of sight', async () => {
    const { path } = await aCase();
    const key = { 'idempotency-key': randomUUID() };
    const first = await housing.post(`${path}/participants/woningent/refusal`, { reason: 'r' }, key);
    expect(await housing.post(`${path}/participants/woningent/refusal`, { reason: 'r' }, key)).toMatchObject({
      status: 200,
      body: first.body,
    });
  });

  it('is open to the agency kinds that the kind of mandate allows (R4)', async () => {
    const { slot } = await inForce(freshSlot(), { kind: 'internal' });
    refused(await stad.post('/v1/cases', fields(slot)), 409, 'case.agency-of-another-kind', {
      agency: 'ocmw-gent',
      kind: 'internal',
      allowed: ['city-service'],
    });
    const path = `/v1/cases/${idOf(await stad.post('/v1/cases', fields(slot, { invite: [] })))}`;
    refused(await stad.post(`${path}/participants`, { agency: 'woningent' }), 409, 'case.agency-of-another-kind', {
      agency: 'woningent',
      agencyKind: 'social-housing',
    });
  });

  it('follows the cooperation policy of the agency, at the opening and at the acceptance', async () => {
    const { path, slot } = await aCase();
    const loner = await service.as({ agency: 'loner' });
    refused(await loner.post('/v1/cases', fields(slot)), 409, 'case.not-allowed-by-agency', {
      agency: 'loner',
      needs: 'joint-case',
    });
    expect(await stad.post(`${path}/participants`, { agency: 'loner' })).toMatchObject({
      status: 201,
      body: { agency: 'loner', outcome: 'invited' },
    });
    refused(await loner.post(`${path}/participants/loner/acceptance`), 409, 'case.not-allowed-by-agency', {
      needs: 'joint-case',
    });
    await publish(
      'partners',
      toPublicEvent(cooperationPolicySet, origin(), CITY, { agency: 'loner', allows: ['joint-case'] }),
    );
    expect(await loner.post(`${path}/participants/loner/acceptance`)).toMatchObject({ status: 200 });
    await publish(
      'partners',
      toPublicEvent(cooperationPolicySet, origin(), CITY, { agency: 'loner', allows: ['programme'] }),
    );
  });

  it('ends with its commitments when the agency leaves, and the agency can be invited again', async () => {
    const { path } = await aCase();
    const commitmentId = await aCommitment(path);
    refused(await stad.post(`${path}/participants/ocmw-gent/withdrawal`), 403, 'access.answers-for-itself');
    expect(await ocmw.post(`${path}/participants/ocmw-gent/withdrawal`, { reason: 'No staff.' })).toMatchObject({
      status: 200,
    });
    refused(await ocmw.get(path), 404, 'case.unknown');
    expect((await stad.get(path)).body['commitments']).toMatchObject([
      { commitmentId, status: 'declined', reason: 'the owner left the case' },
    ]);
    expect(await stad.post(`${path}/participants`, { agency: 'ocmw-gent' })).toMatchObject({ status: 201 });
    expect((await ocmw.get(path)).body).toMatchObject({ view: 'invitation' });
  });

  it('is ended by the coordinator for an agency that has ended in the hub', async () => {
    const { path } = await aCase();
    await publish(
      'partners',
      toPublicEvent(agencyEnrolled, origin(), CITY, {
        agency: 'parting',
        name: 'Parting',
        kind: 'social-housing',
        ovo: 'OVO000077',
      }),
    );
    const parting = await service.as({ agency: 'parting' });
    expect(await stad.post(`${path}/participants`, { agency: 'parting' })).toMatchObject({ status: 201 });
    expect(await parting.post(`${path}/participants/parting/acceptance`)).toMatchObject({ status: 200 });
    refused(await stad.post(`${path}/participants/parting/withdrawal`), 403, 'access.answers-for-itself');
    await publish('partners', toPublicEvent(agencyEnded, origin(), CITY, { agency: 'parting' }));
    expect(await stad.post(`${path}/participants/parting/withdrawal`)).toMatchObject({
      status: 200,
      body: { outcome: 'withdrawn' },
    });
    expect((await stad.get(path)).body['participants']).toContainEqual(
      expect.objectContaining({ agency: 'parting', status: 'withdrawn' }),
    );
  });

  it('of an invited agency is withdrawn by the inviter, and not by another participant', async () => {
    const { path } = await aCase();
    refused(await ocmw.post(`${path}/participants/woningent/withdrawal`), 403, 'access.not-the-inviter', {
      invitedBy: 'stad-gent',
    });
    expect(await stad.post(`${path}/participants/woningent/withdrawal`)).toMatchObject({
      status: 200,
      body: { outcome: 'withdrawn' },
    });
    refused(await housing.get(path), 404, 'case.unknown');
  });

  it('of an unknown or suspended agency is refused', async () => {
    const { path } = await aCase();
    refused(await stad.post(`${path}/participants`, { agency: 'nobody' }), 422, 'agency.not-known');
    refused(await stad.post(`${path}/participants`, { agency: 'gone' }), 409, 'agency.not-active');
    refused(await stad.post(`${path}/participants/loner/withdrawal`), 404, 'participant.unknown');
  });
});

describe('a commitment', () => {
  it('that is overdue appears once in the timeline, from the day after its due date', async () => {
    const { path } = await aCase();
    const commitmentId = await aCommitment(path, { dueOn: today });
    expect(await ocmw.post(`${path}/commitments/${commitmentId}/acceptance`)).toMatchObject({ status: 200 });
    await aCommitment(path, { dueOn: today });
    const look = async (day: string): Promise<void> => {
      await settled();
      await service.app.get(CaseDeadlinesWorker).dispatchDue(new Date(`${day}T12:00:00Z`));
      await settled();
    };
    await look(today);
    expect(await timelineTypes(path)).not.toContain('CommitmentOverdue');
    await look(daysFromNow(1));
    await look(daysFromNow(2));
    const { body } = await stad.get(`${path}/timeline`);
    const late = (body['entries'] as unknown as { type: string; agency: string | null; data: object }[]).filter(
      ({ type }) => type === 'CommitmentOverdue',
    );
    expect(late).toMatchObject([{ agency: null, data: { commitmentId, owner: 'ocmw-gent', dueOn: today } }]);
  });

  it('is proposed, then accepted by its owner alone, then completed', async () => {
    const { path } = await aCase();
    const proposed = await stad.post(`${path}/commitments`, {
      what: 'Clean the square',
      owner: 'ocmw-gent',
      dueOn: daysFromNow(14),
    });
    const commitmentId = idOf(proposed, 'commitmentId');
    expect(proposed.body).toMatchObject({ outcome: 'proposed' });
    const act = (client: Client, action: string, body?: object) =>
      client.post(`${path}/commitments/${commitmentId}/${action}`, body);
    refused(await act(ocmw, 'completion'), 409, 'commitment.not-accepted', { state: 'proposed' });
    refused(await act(stad, 'acceptance'), 403, 'access.not-the-owner', { owner: 'ocmw-gent' });
    expect(await act(ocmw, 'acceptance')).toMatchObject({ status: 200, body: { commitmentId, outcome: 'accepted' } });
    refused(await act(ocmw, 'refusal', { reason: 'r' }), 409, 'commitment.answered', { state: 'accepted' });
    expect(await act(ocmw, 'completion')).toMatchObject({ status: 200, body: { outcome: 'done' } });
    expect((await stad.get(path)).body['commitments']).toEqual([
      {
        commitmentId,
        what: 'Clean the square',
        owner: 'ocmw-gent',
        proposedBy: 'stad-gent',
        dueOn: daysFromNow(14),
        binding: false,
        status: 'done',
        reason: null,
        proposedAt: expect.any(String),
      },
    ]);
  });

  it('is declined with a reason', async () => {
    const { path } = await aCase();
    const commitmentId = await aCommitment(path);
    expect(await ocmw.post(`${path}/commitments/${commitmentId}/refusal`, { reason: 'Not ours.' })).toMatchObject({
      status: 200,
    });
    expect((await stad.get(path)).body['commitments']).toMatchObject([{ status: 'declined', reason: 'Not ours.' }]);
  });

  it('of the proposing agency itself is accepted at once', async () => {
    const { path } = await aCase();
    const offered = await ocmw.post(`${path}/commitments`, {
      what: 'Visit the neighbours',
      owner: 'ocmw-gent',
      dueOn: today,
    });
    expect(offered).toMatchObject({ status: 201, body: { outcome: 'accepted' } });
    expect((await stad.get(path)).body['commitments']).toMatchObject([{ status: 'accepted' }]);
  });

  it('goes as far as the steering model allows', async () => {
    const commitment = { what: 'w', owner: 'ocmw-gent', dueOn: today };
    const { path: informed } = await aCase({ steeringModel: 'communication' });
    refused(await stad.post(`${informed}/commitments`, commitment), 409, 'case.steering-model-forbids', {
      steeringModel: 'communication',
    });
    const { path: coordinated } = await aCase();
    refused(
      await stad.post(`${coordinated}/commitments`, { ...commitment, binding: true }),
      409,
      'case.steering-model-forbids',
      { allowedUnder: ['commissioning'] },
    );
    refused(
      await ocmw.post(`${coordinated}/commitments`, { ...commitment, owner: 'stad-gent', binding: true }),
      403,
      'access.not-the-coordinator',
    );
    const { path: commissioned } = await aCase({ steeringModel: 'commissioning' });
    expect(await stad.post(`${commissioned}/commitments`, { ...commitment, binding: true })).toMatchObject({
      status: 201,
      body: { outcome: 'accepted' },
    });
    expect((await ocmw.get(commissioned)).body['commitments']).toMatchObject([{ status: 'accepted', binding: true }]);
  });

  it('is refused with a past due date, an owner that takes no part or an invalid field', async () => {
    const { path } = await aCase();
    const propose = (over: object) =>
      stad.post(`${path}/commitments`, { what: 'w', owner: 'ocmw-gent', dueOn: today, ...over });
    refused(await propose({ dueOn: daysFromNow(-1) }), 422, 'commitment.due-in-the-past');
    refused(await propose({ owner: 'woningent' }), 409, 'commitment.owner-takes-no-part');
    for (const over of [
      { dueOn: '2026-02-29' },
      { dueOn: 'tomorrow' },
      { priority: 1 },
      { binding: 'yes' },
      { what: undefined },
    ]) {
      refused(await propose(over), 400, 'request.invalid', {
        errors: expect.arrayContaining([expect.objectContaining({ field: Object.keys(over)[0] })]),
      });
    }
    refused(await ocmw.post(`${path}/commitments/none/acceptance`), 404, 'commitment.unknown');
    expect((await stad.get(path)).body['commitments']).toEqual([]);
  });
});

describe('closing a case', () => {
  it('is open to the coordinator alone, and final', async () => {
    const { path } = await aCase();
    const closure = { outcome: 'solved', reason: 'The square is clean.' };
    refused(await ocmw.post(`${path}/closure`, closure), 403, 'access.not-the-coordinator', {
      coordinator: 'stad-gent',
    });
    refused(
      await stad.post(`${path}/closure`, { outcome: 'beyond-local-reach', reason: 'r' }),
      422,
      'case.escalation-target-missing',
    );
    refused(await stad.post(`${path}/closure`, { outcome: 'won', reason: 'r' }), 400, 'request.invalid');
    expect(await stad.post(`${path}/closure`, closure)).toMatchObject({ status: 200, body: { outcome: 'closed' } });
    expect((await ocmw.get(path)).body).toMatchObject({
      status: 'closed',
      closed: { ...closure, on: today, closedBy: 'stad-gent' },
      holder: 'stad-gent',
    });
    refused(await stad.post(`${path}/participants`, { agency: 'loner' }), 409, 'case.closed', { outcome: 'solved' });
    refused(await housing.post(`${path}/participants/woningent/acceptance`), 409, 'case.closed');
    refused(await stad.post(`${path}/closure`, { ...closure, outcome: 'merged' }), 409, 'case.closed');
  });
});

describe('a write under a version or a key', () => {
  it('is refused with 412 on a stale ETag and accepted on the current one', async () => {
    const { path } = await aCase();
    const etag = (await stad.get(path)).headers.get('etag')!;
    refused(await stad.post(`${path}/participants`, { agency: 'loner' }, { 'if-match': '"1"' }), 412, 'request.stale', {
      expected: 1,
    });
    const written = await stad.post(`${path}/participants`, { agency: 'loner' }, { 'if-match': etag });
    expect(written).toMatchObject({ status: 201 });
    expect((await stad.get(path)).headers.get('etag')).toBe(written.headers.get('etag'));
    refused(
      await stad.post(`${path}/closure`, { outcome: 'solved', reason: 'r' }, { 'if-match': etag }),
      412,
      'request.stale',
    );
    refused(
      await stad.post(`${path}/participants`, { agency: 'gone' }, { 'if-match': 'yesterday' }),
      400,
      'request.if-match-malformed',
    );
  });

  it('counts once per key, and another body under that key is refused', async () => {
    const { path } = await aCase();
    const key = { 'idempotency-key': randomUUID() };
    const commitment = { what: 'w', owner: 'ocmw-gent', dueOn: today };
    const first = await stad.post(`${path}/commitments`, commitment, key);
    expect(await stad.post(`${path}/commitments`, commitment, key)).toMatchObject({ status: 201, body: first.body });
    refused(await stad.post(`${path}/commitments`, { ...commitment, what: 'other' }, key), 422, 'request.key-reused');
    expect((await stad.get(path)).body['commitments']).toHaveLength(1);
  });

  it('has another id in another case under the same key', async () => {
    const [here, there] = [await aCase(), await aCase()];
    const key = { 'idempotency-key': randomUUID() };
    const commitment = { what: 'w', owner: 'ocmw-gent', dueOn: today };
    const answers = await Promise.all(
      [here, there].map(({ path }) => stad.post(`${path}/commitments`, commitment, key)),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(new Set(answers.map(({ body }) => body['commitmentId'])).size).toBe(2);
  });

  it('keeps the id that an older release gave, when the request is repeated', async () => {
    const { path, caseId } = await aCase();
    const key = randomUUID();
    const commandId = commandIdOf({ city: CITY, agency: 'stad-gent', subject: 'stad-gent/coordinator', key });
    const data = { caseId, what: 'w', owner: 'ocmw-gent', proposedBy: 'stad-gent', dueOn: today, binding: false };
    await service.store.append(
      caseStream(CITY, caseId),
      'any',
      [{ type: 'CommitmentProposed', data: { ...data, commitmentId: 'of-before' } }],
      { commandId },
    );
    const commitment = { what: 'w', owner: 'ocmw-gent', dueOn: today };
    expect(await stad.post(`${path}/commitments`, commitment, { 'idempotency-key': key })).toMatchObject({
      status: 201,
      body: { commitmentId: 'of-before' },
    });
    expect((await stad.get(path)).body['commitments']).toHaveLength(1);
  });
});

/** Derives the id of a command as the hub does. */
const commandIdOf = (by: Readonly<{ city: string; agency: string; subject: string; key: string }>): string =>
  nameBased(JSON.stringify([by.city, by.agency, by.subject, by.key]), '5f0c1a52-8a44-4c0e-9d0e-7e0f2f6d6a11');

// --- Visibility --------------------------------------------------------------------------------------------------------------------------------

describe('a case that the caller may not see', () => {
  /** Every route of a case, with a valid body. */
  const ROUTES: readonly (readonly [method: 'get' | 'post', path: string, body?: object])[] = [
    ['get', ''],
    ['get', '/timeline'],
    ['get', '/participants'],
    ['get', '/commitments'],
    ['post', '/participants', { agency: 'loner' }],
    ['post', '/participants/politiezone-gent/acceptance'],
    ['post', '/participants/politiezone-gent/refusal', { reason: 'r' }],
    ['post', '/participants/politiezone-gent/withdrawal', {}],
    ['post', '/participants/ocmw-gent/withdrawal', {}],
    ['post', '/commitments', { what: 'w', owner: 'ocmw-gent', dueOn: '2099-01-01' }],
    ['post', '/commitments/COMMITMENT/acceptance'],
    ['post', '/commitments/COMMITMENT/refusal', { reason: 'r' }],
    ['post', '/commitments/COMMITMENT/completion'],
    ['post', '/closure', { outcome: 'solved', reason: 'r' }],
  ];
  const outsiders: readonly (readonly [string, () => Client | Promise<Client>])[] = [
    ['an agency that declined', () => police],
    ['an agency that was never invited', () => service.as({ agency: 'loner' })],
    ['a manager of an agency that was never invited', () => service.as({ agency: 'loner', role: 'manager' })],
    ['a manager of another city with the same agency code', () => elsewhere],
    ['an unknown agency', () => service.as({ agency: 'nobody' })],
  ];

  it('is tested on every route of a case', () => {
    const asked = ROUTES.map(([method, route]) => `${method} ${route}`);
    const patterns = routesOf(CasesController)
      .filter(({ path }) => path.startsWith('/v1/cases/{id}'))
      .map(({ method, path }) => ({
        route: `${method} ${path}`,
        asks: new RegExp(`^${method} ${path.replace('/v1/cases/{id}', '').replaceAll(/\{\w+\}/g, '[^/]+')}$`, 'i'),
      }));
    expect(patterns.filter(({ asks }) => !asked.some((each) => asks.test(each))).map(({ route }) => route)).toEqual([]);
  });

  it.each(outsiders)('is answered on every route like an absent case, to %s', async (_, clientOf) => {
    const { caseId, path, slot } = await aCase();
    const commitmentId = await aCommitment(path);
    const client = await clientOf();
    const absent = randomUUID();
    for (const [method, route, body] of ROUTES) {
      const ask = async (id: string): Promise<object> => {
        const address = `/v1/cases/${id}${route.replace('COMMITMENT', commitmentId)}`;
        const {
          status,
          body: answer,
          headers,
        } = method === 'get' ? await client.get(address) : await client.post(address, body);
        return {
          status,
          body: { ...answer, caseId: String(answer['caseId']).replace(id, 'ID'), instance: '' },
          version: versionIn(headers),
          position: headers.get('regie-position'),
        };
      };
      const answer = await ask(caseId);
      expect([route, answer]).toEqual([
        route,
        expect.objectContaining({ status: 404, body: expect.objectContaining({ code: 'case.unknown', caseId: 'ID' }) }),
      ]);
      expect([route, answer]).toEqual([route, await ask(absent)]);
    }
    expect((await client.get(`/v1/cases?neighbourhood=${slot.neighbourhood}`)).body['cases']).toEqual([]);
    expect((await stad.get(path)).body).toMatchObject({ version: 7, status: 'open' });
  });

  it('gets the same problem code as a malformed id', async () => {
    for (const id of ['x', '%00', '..%2f', 'k'.repeat(300)])
      refused(await stad.get(`/v1/cases/${id}`), 404, 'case.unknown');
  });
});

it('an address with a malformed agency or commitment id gets a 404, and one that is no text a 400', async () => {
  const { path } = await aCase();
  for (const malformed of ['%00', 'a%00b', '%ED%A0%80', '..%2f', 'No-Agency', 'k'.repeat(300)]) {
    for (const action of ['acceptance', 'refusal', 'withdrawal']) {
      const about = async (thing: string) =>
        stad.post(
          `${path}/${thing}/${malformed}/${action === 'withdrawal' && thing === 'commitments' ? 'completion' : action}`,
          { reason: 'r' },
          { 'idempotency-key': randomUUID() },
        );
      const [agency, commitment] = [await about('participants'), await about('commitments')];
      if (malformed === '%ED%A0%80') {
        // These bytes are not valid UTF-8.
        for (const answer of [agency, commitment]) refused(answer, 400, 'request.malformed');
      } else {
        refused(agency, 404, 'participant.unknown');
        refused(commitment, 404, 'commitment.unknown');
      }
    }
  }
});

describe('an invited agency', () => {
  it('sees the content that its answer needs, and no more', async () => {
    const { path, slot, caseId } = await aCase();
    await aCommitment(path);
    const { body } = await housing.get(path);
    const { title, why } = fields(slot);
    expect(body).toEqual({
      caseId,
      view: 'invitation',
      version: 7,
      status: 'open',
      ...slot,
      title,
      why,
      invitedBy: 'stad-gent',
      holder: 'stad-gent',
    });
    expect((await housing.get(`/v1/cases?neighbourhood=${slot.neighbourhood}`)).body['cases']).toEqual([body]);
    for (const part of ['timeline', 'participants', 'commitments'])
      refused(await housing.get(`${path}/${part}`), 403, 'access.not-a-participant');
    refused(
      await housing.post(`${path}/commitments`, { what: 'w', owner: 'ocmw-gent', dueOn: today }),
      403,
      'access.not-a-participant',
    );
    refused(await housing.post(`${path}/participants`, { agency: 'loner' }), 403, 'access.not-a-participant');
    refused(
      await housing.post(`${path}/closure`, { outcome: 'solved', reason: 'r' }),
      403,
      'access.not-the-coordinator',
    );
  });
});

describe('a case with many commitments', () => {
  it('shows a hundred, the open ones first, and all of them by pages', async () => {
    const { path } = await aCase();
    const done: string[] = [];
    for (let nth = 0; nth < 5; nth++) {
      const commitmentId = await aCommitment(path, { owner: 'stad-gent', dueOn: daysFromNow(nth) });
      await stad.post(`${path}/commitments/${commitmentId}/completion`);
      done.push(commitmentId);
    }
    const open: string[] = [];
    for (let nth = 0; nth < 98; nth++) open.push(await aCommitment(path, { dueOn: daysFromNow(100 - nth) }));
    const { body } = await stad.get(path);
    expect(body).toMatchObject({ commitmentsLeftOut: true });
    expect(body).not.toHaveProperty('participantsLeftOut');
    const ids = (commitments: unknown) =>
      (commitments as { commitmentId: string }[]).map(({ commitmentId }) => commitmentId);
    // In order of their days: the two that are done and come first, and all open ones.
    expect(ids(body['commitments'])).toEqual([...done.slice(0, 2), ...open.toReversed()]);
    const first = await stad.get(`${path}/commitments?limit=60`);
    const second = await stad.get(`${path}/commitments?limit=60&after=${String(first.body['next'])}`);
    expect(second.body['next']).toBeNull();
    const all = [...ids(first.body['commitments']), ...ids(second.body['commitments'])];
    expect(all).toHaveLength(103);
    expect(all.toSorted()).toEqual([...done, ...open].toSorted());
    refused(await stad.get(`${path}/commitments?after=2026`), 400, 'request.invalid');
  });
});

describe('the time before an agency accepted', () => {
  /**
   * Makes a case with two commitments and a refusal with a reason. WoninGent then accepts an invitation with this
   * `past`.
   */
  const joined = async (past?: 'nothing' | 'summary' | 'all') => {
    const found = await aCase();
    const { path } = found;
    const [before, offered] = [await aCommitment(path), await aCommitment(path, { owner: 'stad-gent' })];
    if (past)
      expect(await stad.post(`${path}/participants`, { agency: 'woningent', past })).toMatchObject({ status: 201 });
    expect(await housing.post(`${path}/participants/woningent/acceptance`)).toMatchObject({ status: 200 });
    const since = await aCommitment(path);
    return { ...found, before, offered, since };
  };
  /** Reads the commitments that the case shows, which its pages must show too, as they must its participants. */
  const commitments = async (path: string, client: Client): Promise<unknown[]> => {
    const { body } = await client.get(path);
    for (const part of ['participants', 'commitments'] as const)
      expect(await pagesOf(path, part, client)).toEqual(body[part]);
    return (body['commitments'] as unknown as { commitmentId: string }[])
      .map(({ commitmentId }) => commitmentId)
      .sort();
  };
  const entries = async (path: string) =>
    (await housing.get(`${path}/timeline`)).body['entries'] as unknown as {
      number: number;
      type: string;
      data: Record<string, unknown>;
    }[];
  const INVITED = ['ParticipantInvited', 'ParticipantInvited', 'ParticipantInvited'];

  it('is hidden unless the coordinator shows it', async () => {
    const { path, since, title } = { ...(await joined()), title: 'Litter around the park' };
    const { body } = await housing.get(path);
    expect(body).toMatchObject({ view: 'full', past: 'nothing', title, holder: 'stad-gent' });
    expect(body).not.toHaveProperty('earlierOpenCommitments');
    expect(body['participants']).toMatchObject([
      { agency: 'ocmw-gent' },
      { agency: 'stad-gent' },
      { agency: 'woningent' },
    ]);
    expect(await commitments(path, housing)).toEqual([since]);
    expect((await entries(path)).map(({ type }) => type)).toEqual([
      'ParticipantInvited',
      'ParticipantAccepted',
      'CommitmentProposed',
    ]);
    expect(await commitments(path, stad)).toHaveLength(3);
    expect((await stad.get(path)).body).toMatchObject({ past: 'all' });
  });

  it('is shown as a summary with participants and the number of open commitments, without content and reasons', async () => {
    const { path, since } = await joined('summary');
    const { body } = await housing.get(path);
    expect(body).toMatchObject({ past: 'summary', earlierOpenCommitments: 2 });
    expect(body['participants']).toMatchObject([
      { agency: 'ocmw-gent' },
      { agency: 'politiezone-gent', status: 'declined', reason: null },
      { agency: 'stad-gent' },
      { agency: 'woningent' },
    ]);
    expect(await commitments(path, housing)).toEqual([since]);
    const seen = await entries(path);
    expect(seen.map(({ type }) => type)).toEqual([
      'CaseOpened',
      ...INVITED,
      'ParticipantAccepted',
      'ParticipantDeclined',
      'ParticipantInvited',
      'ParticipantAccepted',
      'CommitmentProposed',
    ]);
    expect(JSON.stringify(seen)).not.toContain('No police matter.');
    // Hidden entries do not make a page shorter.
    const { body: page } = await housing.get(`${path}/timeline?limit=7`);
    expect((await housing.get(`${path}/timeline?after=${String(page['next'])}`)).body['entries']).toHaveLength(2);
  });

  it('is shown in full when the invitation asks for it', async () => {
    const { path, before, offered, since } = await joined('all');
    expect((await housing.get(path)).body).toMatchObject({
      past: 'all',
      participants: expect.arrayContaining([expect.objectContaining({ reason: 'No police matter.' })]),
    });
    expect(await commitments(path, housing)).toEqual([before, offered, since].sort());
    expect(await timelineTypes(path, housing)).toEqual(await timelineTypes(path));
  });

  it('is shown to a returning agency as its last invitation says', async () => {
    const { path, since } = await joined('all');
    await housing.post(`${path}/participants/woningent/withdrawal`);
    await stad.post(`${path}/participants`, { agency: 'woningent' });
    await housing.post(`${path}/participants/woningent/acceptance`);
    expect(await commitments(path, housing)).toEqual([]);
    expect((await entries(path)).map(({ type }) => type)).toEqual([
      'ParticipantInvited',
      'ParticipantInvited',
      'ParticipantAccepted',
      'ParticipantWithdrawn',
      'ParticipantInvited',
      'ParticipantAccepted',
    ]);
    expect(await commitments(path, stad)).toContain(since);
  });

  it('is hidden while the case and its timeline are at different versions', async () => {
    const { path, caseId } = await joined();
    const db = service.app.get<DataSource>(getDataSourceToken('cases'));
    const types = async () => (await entries(path)).map(({ type }) => type);
    await service.settled();
    // Put the timeline ahead of the case, by the last commitment.
    await db.query('UPDATE joint_case SET version = version - 1 WHERE id = $1', [caseId]);
    expect(await types()).toEqual(['ParticipantInvited', 'ParticipantAccepted']);
    // Put the case ahead of the timeline, by a second acceptance.
    await db.query('UPDATE joint_case SET version = version + 1 WHERE id = $1', [caseId]);
    await db.query(
      `UPDATE participant SET since = since + interval '1 hour' WHERE case_id = $1 AND agency = 'woningent'`,
      [caseId],
    );
    expect(await types()).toEqual(['ParticipantInvited', 'ParticipantAccepted']);
  });

  it('can be shown by the coordinator alone, until the agency accepts', async () => {
    const { path } = await aCase();
    refused(
      await ocmw.post(`${path}/participants`, { agency: 'loner', past: 'all' }),
      403,
      'access.past-by-the-coordinator',
      { coordinator: 'stad-gent' },
    );
    refused(await stad.post(`${path}/participants`, { agency: 'loner', past: 'some' }), 400, 'request.invalid');
    refused(
      await stad.post(`${path}/participants`, { agency: 'ocmw-gent', past: 'all' }),
      409,
      'case.invitation-answered',
      { state: 'accepted' },
    );
  });
});

describe('a manager of a city service', () => {
  it('sees slot, status and coordinator of a case, never its content', async () => {
    const { path, slot, caseId, mandateId } = await aCase({ holder: 'ocmw-gent' });
    expect(await stad.post(`${path}/participants/stad-gent/withdrawal`)).toMatchObject({ status: 200 });
    refused(await stad.get(path), 404, 'case.unknown');
    const { body, headers } = await manager.get(path);
    expect(body).toEqual({
      caseId,
      view: 'oversight',
      ...slot,
      status: 'open',
      holder: 'ocmw-gent',
      withoutCoordinationSince: null,
      coordination: { holder: 'ocmw-gent', mandateId, steeringModel: 'coordination', since: today, until: UNTIL },
    });
    expect(versionIn(headers)).toBeUndefined();
    expect((await manager.get(`/v1/cases?neighbourhood=${slot.neighbourhood}`)).body['cases']).toEqual([body]);
    refused(await manager.get(`${path}/timeline`), 403, 'access.not-a-participant');
    refused(await manager.post(`${path}/participants`, { agency: 'loner' }), 403, 'access.not-a-participant');
    refused(
      await manager.post(`${path}/closure`, { outcome: 'solved', reason: 'r' }),
      403,
      'access.not-the-coordinator',
    );
  });
});

describe('the role of a caller', () => {
  it('limits the routes: an agency-admin has none here, and a partner system only reads and answers', async () => {
    const { path, slot } = await aCase();
    const admin = await service.as({ role: 'agency-admin' });
    refused(await admin.get(path), 403, 'access.role');
    refused(await admin.post('/v1/cases', fields(slot)), 403, 'access.role');
    expect(await housingSystem.get(path)).toMatchObject({ status: 200 });
    refused(await housingSystem.post('/v1/cases', fields(slot)), 403, 'access.role');
    refused(await housingSystem.post(`${path}/closure`, { outcome: 'solved', reason: 'r' }), 403, 'access.role');
    refused(await service.withToken().get(path), 401, 'access.token-missing');
  });
});

describe('a suspended agency', () => {
  it('reads and changes nothing until it is resumed', async () => {
    const { path, slot } = await aCase();
    const absent = `/v1/cases/${randomUUID()}`;
    await publish('partners', toPublicEvent(agencySuspended, origin(), CITY, { agency: 'ocmw-gent' }));
    for (const address of [path, absent, `${path}/timeline`, `/v1/cases?neighbourhood=${slot.neighbourhood}`])
      refused(await ocmw.get(address), 409, 'agency.not-active');
    for (const address of [path, absent])
      refused(await ocmw.post(`${address}/participants/ocmw-gent/withdrawal`), 409, 'agency.not-active', {
        agency: 'ocmw-gent',
      });
    await publish('partners', toPublicEvent(agencyResumed, origin(), CITY, { agency: 'ocmw-gent' }));
    expect((await ocmw.get(path)).body).toMatchObject({ view: 'full' });
  });

  it('gets the first response when it repeats a command with its key', async () => {
    const { slot } = await inForce();
    const key = () => ({ 'idempotency-key': randomUUID() });
    const [opening, accepting, inviting, leaving] = [key(), key(), key(), key()];
    const opened = await ocmw.post('/v1/cases', fields(slot, { invite: ['woningent'] }), opening);
    const path = `/v1/cases/${idOf(opened)}`;
    const invited = await ocmw.post(`${path}/participants`, { agency: 'politiezone-gent' }, inviting);
    const accepted = await housing.post(`${path}/participants/woningent/acceptance`, {}, accepting);
    const left = await housing.post(`${path}/participants/woningent/withdrawal`, {}, leaving);
    for (const agency of ['ocmw-gent', 'woningent', 'politiezone-gent'])
      await publish('partners', toPublicEvent(agencySuspended, origin(), CITY, { agency }));
    const same = ({ status, body }: Answer) => ({ status, body });
    const repeats = [
      [opened, await ocmw.post('/v1/cases', fields(slot, { invite: ['woningent'] }), opening)],
      [invited, await ocmw.post(`${path}/participants`, { agency: 'politiezone-gent' }, inviting)],
      [accepted, await housing.post(`${path}/participants/woningent/acceptance`, {}, accepting)],
      [left, await housing.post(`${path}/participants/woningent/withdrawal`, {}, leaving)],
    ] as const;
    for (const [first, again] of repeats) expect(same(again)).toEqual(same(first));
    refused(await ocmw.post(`${path}/participants`, { agency: 'politiezone-gent' }, key()), 409, 'agency.not-active');
    for (const agency of ['ocmw-gent', 'woningent', 'politiezone-gent'])
      await publish('partners', toPublicEvent(agencyResumed, origin(), CITY, { agency }));
  });
});

// --- Following the register --------------------------------------------------------------------------------------------------------------------

describe('a case that follows the register', () => {
  it('records a later transfer of the mandate in advance', async () => {
    const { path, transfer, mandateId } = await aCase();
    await transfer('woningent', daysFromNow(30));
    expect((await stad.get(path)).body).toMatchObject({
      holder: 'stad-gent',
      coordination: { until: daysFromNow(30) },
    });
    const { body } = await stad.get(`${path}/timeline`);
    expect((body['entries'] as unknown as object[]).at(-1)).toMatchObject({
      type: 'CoordinationTakenOver',
      agency: null,
      data: { mandateId, holder: 'woningent', from: daysFromNow(30), until: UNTIL },
    });
    // WoninGent stays an invited agency until it holds the mandate.
    expect((await housing.get(path)).body).toMatchObject({ view: 'invitation' });
  });

  it('is seen and closed by the new holder after a transfer today', async () => {
    const { path, transfer } = await aCase();
    await transfer('woningent', today);
    expect((await housing.get(path)).body).toMatchObject({ view: 'full', holder: 'woningent' });
    refused(await stad.post(`${path}/closure`, { outcome: 'solved', reason: 'r' }), 403, 'access.not-the-coordinator', {
      coordinator: 'woningent',
    });
    expect(await housing.post(`${path}/closure`, { outcome: 'solved', reason: 'r' })).toMatchObject({ status: 200 });
  });

  it('comes first in the list when the mandate has ended, and its opener can close it', async () => {
    const { path, slot, caseId, end } = await aCase({ holder: 'ocmw-gent' });
    const other = idOf(await stad.post('/v1/cases', fields((await inForce()).slot)));
    await end(today);
    expect((await stad.get(path)).body).toMatchObject({
      holder: null,
      coordination: null,
      withoutCoordinationSince: today,
    });
    expect(await timelineTypes(path)).toContain('CoordinationLost');
    const listed = async (query: string) =>
      (await manager.get(`/v1/cases?limit=200&${query}`)).body['cases'] as unknown as {
        caseId: string;
        coordination: unknown;
      }[];
    const all = await listed('');
    const first = all.findIndex(({ coordination }) => coordination !== null);
    expect(all.slice(0, first).map((found) => found.caseId)).toContain(caseId);
    expect(all.slice(first).every(({ coordination }) => coordination !== null)).toBe(true);
    expect((await listed('coordination=none')).map((found) => found.caseId)).toContain(caseId);
    expect((await listed('coordination=none')).map((found) => found.caseId)).not.toContain(other);
    expect(await listed(`coordination=none&neighbourhood=${slot.neighbourhood}`)).toHaveLength(1);
    expect(await stad.post(`${path}/closure`, { outcome: 'not-solved', reason: 'Nobody is left.' })).toMatchObject({
      status: 200,
    });
    expect((await listed('coordination=none')).map((found) => found.caseId)).not.toContain(caseId);
  });

  /** Runs the worker of deadlines as if it were that day. */
  const lookOn = async (date: string): Promise<void> => {
    await service.app.get(CaseDeadlinesWorker).dispatchDue(new Date(`${date}T12:00:00Z`));
    await settled();
  };
  const losses = async (path: string): Promise<readonly unknown[]> => {
    const { body } = await stad.get(`${path}/timeline`);
    return (body['entries'] as unknown as { type: string; data: unknown }[])
      .filter(({ type }) => type === 'CoordinationLost')
      .map(({ data }) => data);
  };

  it('records an end that it knew at its opening once, when that day has come', async () => {
    const { slot, mandateId, end } = await inForce();
    await end(daysFromNow(2));
    const path = `/v1/cases/${idOf(await stad.post('/v1/cases', fields(slot)))}`;
    await lookOn(daysFromNow(1));
    expect(await losses(path)).toEqual([]);
    for (let times = 0; times < 2; times++) await lookOn(daysFromNow(3));
    expect(await losses(path)).toEqual([{ mandateId, on: daysFromNow(2), registerRevision: expect.any(Number) }]);
  });

  it('records the expiry of the mandate on that day, and not before', async () => {
    const { path, mandateId, end } = await aCase({ until: daysFromNow(1) });
    await end(daysFromNow(1), 'expired');
    expect(await losses(path)).toEqual([]);
    await lookOn(daysFromNow(1));
    expect(await losses(path)).toMatchObject([{ mandateId, on: daysFromNow(1) }]);
  });

  it('records no loss when the next holder follows without a gap', async () => {
    const { path, slot } = await aCase({ until: daysFromNow(2) });
    await inForce(slot, { holder: 'ocmw-gent', from: daysFromNow(2) });
    await lookOn(daysFromNow(2));
    expect(await losses(path)).toEqual([]);
  });

  it('records a gap before the next holder, and then that holder', async () => {
    const { path, slot } = await aCase({ until: daysFromNow(2) });
    await inForce(slot, { holder: 'ocmw-gent', from: daysFromNow(5) });
    await lookOn(daysFromNow(3));
    expect((await timelineTypes(path)).slice(-3)).toEqual([
      'CoordinationTakenOver',
      'CoordinationLost',
      'CoordinationTakenOver',
    ]);
    expect(await losses(path)).toMatchObject([{ on: daysFromNow(2) }]);
  });

  it('records no end of the mandate after it is closed', async () => {
    const { path } = await aCase({ until: daysFromNow(1) });
    await stad.post(`${path}/closure`, { outcome: 'solved', reason: 'r' });
    await lookOn(daysFromNow(1));
    expect(await losses(path)).toEqual([]);
  });

  it('gets its command although the one of another case fails, and that one succeeds at the next run', async () => {
    const paths = [await aCase({ until: daysFromNow(1) }), await aCase({ until: daysFromNow(1) })].map(
      ({ path }) => path,
    );
    const bus = service.app.get(CommandBus);
    let failed = 0;
    const failing = jest
      .spyOn(bus, 'execute')
      .mockImplementationOnce(() => Promise.reject(new Error(`the store is away (${++failed})`)));
    await lookOn(daysFromNow(1));
    failing.mockRestore();
    expect(failed).toBe(1);
    expect((await Promise.all(paths.map(losses))).flat()).toHaveLength(1);
    await lookOn(daysFromNow(1));
    expect((await Promise.all(paths.map(losses))).flat()).toHaveLength(2);
  });

  it('is coordinated under a new mandate after it lost its coordination', async () => {
    const { path, slot, end } = await aCase();
    await end(today);
    const { mandateId } = await inForce(slot, { holder: 'ocmw-gent', steeringModel: 'commissioning' });
    expect((await ocmw.get(path)).body).toMatchObject({
      holder: 'ocmw-gent',
      coordination: { mandateId, steeringModel: 'commissioning', since: today },
    });
  });

  it('records an end of the mandate that crossed its opening', async () => {
    const { slot, mandateId, end } = await inForce();
    await end(today);
    // The command is decided on facts from before the end; the reader of the register gets the opening after the end.
    const { title, why, scope } = fields(slot);
    const stale = {
      mandateId,
      holder: 'stad-gent',
      steeringModel: 'coordination' as const,
      from: daysFromNow(-30),
      until: UNTIL,
    };
    const by = { city: CITY, agency: 'stad-gent', role: 'worker' as const, subject: 's' };
    const caseId = randomUUID();
    const data = {
      caseId,
      title,
      why,
      scope,
      ...slot,
      invite: [],
    };
    const command = { type: 'OpenCase' as const, data, by, now: new Date().toISOString(), today };
    await handle(
      service.app.get<EventStore>(EVENT_STORE),
      new StateCache(),
      jointCase,
      caseStream(CITY, caseId),
      command,
      { commandId: randomUUID() },
      {
        agencies: new Map([['stad-gent', { kind: 'city-service', status: 'active' as const, allows: null }]]),
        neighbourhoods: new Set([slot.neighbourhood]),
        slot: { registerRevision: 0, register: [stale] },
      },
    );
    await settled();
    expect((await stad.get(`/v1/cases/${caseId}`)).body).toMatchObject({
      holder: null,
      withoutCoordinationSince: today,
    });
    expect(await timelineTypes(`/v1/cases/${caseId}`)).toEqual(['CaseOpened', 'CoordinationLost']);
  });

  it('records the changes of its slot, and of no other slot', async () => {
    const { slot, transfer, end } = await inForce();
    const paths: string[] = [];
    for (let n = 0; n < 5; n++)
      paths.push(`/v1/cases/${idOf(await stad.post('/v1/cases', fields(slot, { invite: [] })))}`);
    const { path: other } = await aCase();
    await transfer('ocmw-gent', daysFromNow(10));
    await end(daysFromNow(20));
    for (const path of paths)
      expect(await timelineTypes(path)).toEqual(['CaseOpened', 'CoordinationTakenOver', 'CoordinationLost']);
    expect(await timelineTypes(other)).not.toContain('CoordinationTakenOver');
  });

  it('stays as it is after it is closed', async () => {
    const { path, end } = await aCase();
    await stad.post(`${path}/closure`, { outcome: 'solved', reason: 'r' });
    await end(today);
    expect(await timelineTypes(path)).not.toContain('CoordinationLost');
    expect((await stad.get(path)).body).toMatchObject({ status: 'closed' });
  });
});

describe('reading cases', () => {
  it('returns them page by page, by neighbourhood, theme and status', async () => {
    const { slot } = await inForce();
    const ids = new Set<string>();
    for (let n = 0; n < 5; n++) ids.add(idOf(await stad.post('/v1/cases', fields(slot, { invite: [] }))));
    const found: string[] = [];
    let after = '';
    for (let pages = 0; pages < 3; pages++) {
      const { body } = await stad.get(`/v1/cases?neighbourhood=${slot.neighbourhood}&limit=2${after}`);
      found.push(...(body['cases'] as unknown as { caseId: string }[]).map(({ caseId }) => caseId));
      after = `&after=${String(body['next'])}`;
      expect(body['next'] === null).toBe(pages === 2);
    }
    expect(new Set(found)).toEqual(ids);
    expect(found).toHaveLength(5);
    const count = async (query: string) =>
      ((await stad.get(`/v1/cases?neighbourhood=${slot.neighbourhood}&${query}`)).body['cases'] as unknown as unknown[])
        .length;
    expect([
      await count('theme=leefbaarheid'),
      await count('theme=jeugd'),
      await count('status=open'),
      await count('status=closed'),
    ]).toEqual([5, 0, 5, 0]);
    for (const query of [
      'status=lost',
      'limit=0',
      'limit=9999',
      'after=x',
      'owner=me',
      'coordination=some',
      'neighbourhood=!!',
    ]) {
      refused(await stad.get(`/v1/cases?${query}`), 400, 'request.invalid');
    }
  });

  it('returns the timeline in order, page by page, with agencies and without persons', async () => {
    const { path } = await aCase();
    const { body } = await stad.get(`${path}/timeline?limit=5`);
    expect(body).toMatchObject({
      next: 5,
      entries: [
        {
          number: 1,
          type: 'CaseOpened',
          agency: 'stad-gent',
          at: expect.any(String),
          data: { title: 'Litter around the park' },
        },
        { number: 2, type: 'ParticipantInvited', data: { agency: 'ocmw-gent', invitedBy: 'stad-gent' } },
        { type: 'ParticipantInvited' },
        { type: 'ParticipantInvited' },
        { type: 'ParticipantAccepted', agency: 'ocmw-gent' },
      ],
    });
    const rest = (await stad.get(`${path}/timeline?limit=5&after=5`)).body;
    expect(rest).toMatchObject({
      next: null,
      entries: [
        { number: 6, type: 'ParticipantDeclined', agency: 'politiezone-gent', data: { reason: 'No police matter.' } },
      ],
    });
    expect(JSON.stringify(body)).not.toContain('subject');
    refused(await stad.get(`${path}/timeline?after=-1`), 400, 'request.invalid');
  });
});

describe('the list of cases', () => {
  it('has exactly the cases that each caller can read one by one, in the same view', async () => {
    const { slot } = await inForce(freshSlot(), { holder: 'loner' });
    await stad.post('/v1/cases', fields(slot));
    const all = async (client: Client): Promise<ReadonlyMap<string, string>> => {
      const found = new Map<string, string>();
      for (let after = ''; ;) {
        const { cases: page, next } = (await client.get(`/v1/cases?limit=50${after}`)).body as unknown as {
          cases: { caseId: string; view: string }[];
          next: string | null;
        };
        for (const { caseId, view } of page) found.set(caseId, view);
        if (next === null) return found;
        after = `&after=${next}`;
      }
    };
    // A manager of the city also sees the cases in which the city takes no part.
    const everything = [...(await all(manager)).keys()];
    const views = new Set<string>();
    for (const client of [
      stad,
      manager,
      ocmw,
      housing,
      housingSystem,
      police,
      elsewhere,
      await service.as({ agency: 'loner' }),
      await service.as({ agency: 'nobody' }),
    ]) {
      const answers = await Promise.all(everything.map((caseId) => client.get(`/v1/cases/${caseId}`)));
      const seen = answers
        .filter(({ status }) => status === 200)
        .map(({ body }) => body as unknown as { caseId: string; view: string });
      const oneByOne = new Map(seen.map(({ caseId, view }) => [caseId, view]));
      const listed = await all(client);
      expect(new Map([...listed].toSorted())).toEqual(new Map([...oneByOne].toSorted()));
      for (const view of listed.values()) views.add(view);
    }
    expect(views).toEqual(new Set(['full', 'invitation', 'oversight']));
  });
});
