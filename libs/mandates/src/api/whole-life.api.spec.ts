import { setTimeout } from 'node:timers/promises';
import {
  agencyEnrolled,
  caseClosed,
  caseOpened,
  commitmentDone,
  commitmentProposed,
  neighbourhoodRecorded,
  toPublicEvent,
} from '#contracts';
import { daysFromNow, today } from '#testing/days';
import { type Answer, type Client, startTestService, type TestService } from '#testing/http';
import { publishing } from '#testing/published-events';
import { MandateDeadlinesWorker } from '../commands/mandate-deadlines.worker.js';
import { mandates } from '../index.js';

const CITY = '44021';
const decision = {
  body: 'college',
  reference: '2026_CBS_00123',
  date: today,
  link: 'https://raadpleeg.example/2026_CBS_00123',
};
const endorsedBy = {
  political: decision,
  administrative: { body: 'managementteam', reference: '2026_MAT_00007', date: today },
};
const period = { from: daysFromNow(-30), until: daysFromNow(700) };
const why = { reason: 'so it was decided', decision };

let service: TestService;
let publish: ReturnType<typeof publishing>;
let manager: Client;
let coordinator: Client;
let ocmw: Client;
let police: Client;
let published = 0;
let slots = 0;

const origin = (id: string) => ({
  id,
  stream: 's',
  revision: published++,
  recordedAt: new Date().toISOString(),
  metadata: {},
});

beforeAll(async () => {
  service = await startTestService([mandates]);
  publish = publishing(service, ['partners', 'teams', 'cases']);
  for (const [agency, kind] of [
    ['stad-gent', 'city-service'],
    ['ocmw-gent', 'ocmw'],
    ['politiezone-gent', 'police'],
  ] as const)
    await publish(
      'partners',
      toPublicEvent(agencyEnrolled, origin(`enrolled/${agency}`), CITY, {
        agency,
        name: agency,
        kind,
        ovo: `OVO00000${published}`,
      }),
    );
  const centre = { lon: 3.69277, lat: 51.05922 };
  const codes = Array.from({ length: 60 }, (_, index) => String(index + 1));
  await publish(
    'teams',
    ...codes.map((code) =>
      toPublicEvent(neighbourhoodRecorded, origin(`recorded/${code}`), CITY, {
        code,
        name: `Wijk ${code}`,
        version: 1,
        centre,
      }),
    ),
  );
  await service.settled();
  [manager, coordinator, ocmw, police] = await Promise.all([
    service.as({ role: 'manager' }),
    service.as({ role: 'coordinator' }),
    service.as({ agency: 'ocmw-gent', role: 'coordinator' }),
    service.as({ agency: 'politiezone-gent', role: 'coordinator' }),
  ]);
});
afterAll(() => service.stop());

const freshSlot = () => ({ neighbourhood: String(++slots), theme: 'leefbaarheid' as const });
const terms = (over: object = {}) => ({
  kind: 'hybrid',
  holder: 'stad-gent',
  executingFunction: 'gebiedsregisseur',
  ...over,
});
const done = (answer: Answer): Record<string, string> => {
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status: expect.any(Number) });
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const refused = (answer: Answer, status: number, code: string, facts: object = {}): void => {
  expect(answer.body).toMatchObject({ status, code, title: expect.any(String), ...facts });
};
const inForce = async (over: object = {}, grant: object = {}) => {
  const own = [freshSlot(), freshSlot()];
  const { mandateId } = done(await coordinator.post('/v1/mandates', terms({ slots: own, ...over })));
  for (const level of ['political', 'administrative'] as const)
    done(await manager.post(`/v1/mandates/${mandateId}/endorsements`, { level, decision: endorsedBy[level] }));
  done(
    await manager.post(`/v1/mandates/${mandateId}/grant`, { period, evaluateOn: daysFromNow(300), decision, ...grant }),
  );
  const path = `/v1/mandates/${mandateId}`;
  const holder = (slot = own[0]!, on = today, knownAt?: string) =>
    manager.get(
      `/v1/mandates/holder?neighbourhood=${slot.neighbourhood}&theme=${slot.theme}&on=${on}${knownAt ? `&knownAt=${encodeURIComponent(knownAt)}` : ''}`,
    );
  return {
    mandateId,
    path,
    own,
    holder,
    dispatch: async (route: string, body: object = {}) => done(await manager.post(`${path}/${route}`, body)),
    show: async () => (await manager.get(path)).body,
  };
};

describe('a draft', () => {
  it('is visible to its own agency only, until it is proposed', async () => {
    const draft = { ...terms({ slots: [freshSlot()] }), draft: true };
    const { mandateId, outcome } = done(await coordinator.post('/v1/mandates', draft));
    expect(outcome).toBe('drafted');
    const path = `/v1/mandates/${mandateId}`;
    refused(await ocmw.get(path), 404, 'mandate.unknown');
    refused(await ocmw.get(`${path}/history`), 404, 'mandate.unknown');
    expect(JSON.stringify((await ocmw.get('/v1/mandates?limit=200')).body)).not.toContain(mandateId);
    expect(JSON.stringify((await manager.get('/v1/mandates?status=draft')).body)).toContain(mandateId);
    const { draft: _, ...revised } = { ...draft, executingFunction: 'wijkregisseur' };
    done(await coordinator.put(path, revised));
    refused(await ocmw.post(`${path}/proposal`), 404, 'mandate.unknown');
    done(await coordinator.post(`${path}/proposal`));
    expect((await ocmw.get(path)).body).toMatchObject({
      status: 'proposed',
      executingFunction: 'wijkregisseur',
      version: 3,
    });
  });
});

describe('a mandate in force', () => {
  it('has no holder while it is suspended, and names the agency that would hold it', async () => {
    const { mandateId, dispatch, holder, show } = await inForce();
    await dispatch('suspension', { on: today, ...why });
    expect((await holder()).body).toMatchObject({
      holder: null,
      suspended: { holder: { agency: 'stad-gent' }, mandateId, since: today },
    });
    expect((await holder(undefined, daysFromNow(-1))).body).toMatchObject({
      holder: { agency: 'stad-gent' },
      until: today,
    });
    await dispatch('resumption', { on: daysFromNow(10), decision });
    expect((await holder(undefined, daysFromNow(10))).body).toMatchObject({
      holder: { agency: 'stad-gent' },
      since: daysFromNow(10),
    });
    expect(await show()).toMatchObject({
      status: 'granted',
      holdings: [{ period: { until: today } }, { suspended: true }, { period: { from: daysFromNow(10) } }],
    });
  });

  it('can be extended, narrowed, widened and revoked', async () => {
    const { dispatch, own, holder, show } = await inForce();
    const [first, second] = own as [(typeof own)[0], (typeof own)[0]];
    const third = freshSlot();
    await dispatch('extension', { until: daysFromNow(800), ...why, evaluateOn: daysFromNow(750) });
    expect((await holder()).body).toMatchObject({ since: period.from, until: daysFromNow(800) });
    await dispatch('narrowing', { on: daysFromNow(5), slots: [second], ...why });
    await dispatch('widening', { on: daysFromNow(5), slots: [third], ...why });
    expect((await holder(first, daysFromNow(6))).body).toMatchObject({ since: period.from, until: daysFromNow(800) });
    expect((await holder(second, daysFromNow(5))).body['holder']).toBeNull();
    expect((await holder(third, daysFromNow(4))).body['holder']).toBeNull();
    expect((await holder(third, daysFromNow(5))).body['holder']).toMatchObject({ agency: 'stad-gent' });
    expect(await show()).toMatchObject({
      slots: [first, third],
      evaluations: [{ dueOn: daysFromNow(300) }, { dueOn: daysFromNow(750) }],
    });
    await dispatch('revocation', { on: daysFromNow(20), ...why });
    expect(await show()).toMatchObject({ status: 'ended', ended: { cause: 'revoked', on: daysFromNow(20) } });
  });
});

describe('the deadlines', () => {
  it('record once that a decision, an evaluation or an answer is late', async () => {
    const { mandateId } = done(await coordinator.post('/v1/mandates', terms({ slots: [freshSlot()] })));
    const path = `/v1/mandates/${mandateId}`;
    const provisional = { decisionDueOn: daysFromNow(3) };
    done(await manager.post(`${path}/grant`, { period, evaluateOn: daysFromNow(2), decision, provisional }));
    done(
      await coordinator.post(`${path}/transfers`, {
        to: 'ocmw-gent',
        on: daysFromNow(30),
        ...why,
        answerBy: daysFromNow(1),
      }),
    );
    await service.settled();
    for (const day of [1, 4, 4, 5]) {
      await service.app.get(MandateDeadlinesWorker).dispatchDue(new Date(`${daysFromNow(day)}T12:00:00Z`));
      await service.settled();
    }
    const { facts } = (await manager.get(`${path}/history`)).body as unknown as {
      facts: { type: string; agency: string | null }[];
    };
    expect(facts.slice(3).map(({ type, agency }) => [type, agency])).toEqual([
      ['DecisionOverdue', null],
      ['EvaluationOverdue', null],
      ['TransferExpired', null],
    ]);
    expect((await manager.get(path)).body).toMatchObject({
      provisional: { overdue: true },
      evaluations: [{ overdue: true }],
      transfers: [{ status: 'expired' }],
    });
    done(await coordinator.post(`${path}/evaluations`, { on: today, findings: 'It works.' }));
    for (const level of ['political', 'administrative'] as const)
      done(await manager.post(`${path}/endorsements`, { level, decision: endorsedBy[level] }));
    done(await manager.post(`${path}/confirmation`, { decision: { ...decision, reference: 'GR_1' } }));
    expect((await manager.get(path)).body).toMatchObject({
      provisional: null,
      decision: { reference: 'GR_1' },
      evaluations: [{ heldOn: today }],
      holdings: [{ decision: { reference: 'GR_1' } }],
    });
  });
});

describe('the register', () => {
  it('answers as known before a correction, and as known since', async () => {
    const { mandateId, path, dispatch, holder } = await inForce();
    const before = new Date().toISOString();
    await setTimeout(5);
    const correction = await dispatch('corrections', {
      fact: 4,
      instead: { holder: 'ocmw-gent' },
      reason: 'the decision names the OCMW',
    });
    expect(correction).toEqual({ mandateId, outcome: 'corrected' });
    expect((await holder()).body).toMatchObject({ holder: { agency: 'ocmw-gent' } });
    expect((await holder(undefined, today, before)).body).toMatchObject({
      holder: { agency: 'stad-gent' },
      knownAt: before,
    });
    expect((await holder(undefined, today, before.replace('Z', '+00:00'))).body).toMatchObject({
      holder: { agency: 'stad-gent' },
    });
    expect((await holder(undefined, today, today)).body).toMatchObject({ holder: { agency: 'ocmw-gent' } });
    expect((await holder(undefined, today, daysFromNow(-1))).body['holder']).toBeNull();
    const { facts, next } = (await manager.get(`${path}/history`)).body as unknown as { facts: object[]; next: null };
    expect(next).toBeNull();
    const first = (await manager.get(`${path}/history?limit=3`)).body;
    const second = (await manager.get(`${path}/history?after=${String(first['next'])}`)).body;
    expect([...(first['facts'] as unknown as object[]), ...(second['facts'] as unknown as object[])]).toEqual(facts);
    expect(first).toMatchObject({ next: 3 });
    expect(facts).toHaveLength(5);
    expect(facts[3]).toMatchObject({
      number: 4,
      type: 'MandateGranted',
      agency: 'stad-gent',
      holds: period,
      data: { holder: 'stad-gent' },
      instead: { holder: 'ocmw-gent' },
      stands: true,
      correctedBy: [5],
    });
    await dispatch('corrections', { fact: 5, void: true, reason: 'it names the city after all' });
    expect((await holder()).body).toMatchObject({ holder: { agency: 'stad-gent' } });
    expect(((await manager.get(`${path}/history`)).body as unknown as { facts: object[] }).facts[4]).toMatchObject({
      stands: false,
      correctedBy: [6],
    });
  });

  it.each([
    '2026-02-30',
    '2026-02-28T25:00:00Z',
    '2026-02-28T10:00:00',
    'yesterday',
    '',
    '2026-02-28T10:00:00+1',
    '2026-02-28 10:00:00Z',
  ])('refuses an invalid moment: %s', async (knownAt) => {
    refused(
      await manager.get(`/v1/mandates/holder?neighbourhood=1&theme=wonen&knownAt=${encodeURIComponent(knownAt)}`),
      400,
      'request.invalid',
      { errors: [{ field: 'knownAt', problem: expect.any(String) }] },
    );
  });
  it('accepts a plus sign that the query string turned into a space', async () => {
    expect(
      await manager.get('/v1/mandates/holder?neighbourhood=1&theme=wonen&knownAt=2026-02-28T10:00:00+01:00'),
    ).toMatchObject({ status: 200, body: { knownAt: '2026-02-28T10:00:00+01:00' } });
  });
  it('refuses a correction of a missing field, of an unknown fact, and by a coordinator', async () => {
    const { path } = await inForce();
    refused(
      await manager.post(`${path}/corrections`, { fact: 4, instead: { on: today }, reason: 'r' }),
      422,
      'mandate.correction-not-possible',
      { factType: 'MandateGranted', void: true },
    );
    refused(
      await manager.post(`${path}/corrections`, { fact: 9, void: true, reason: 'r' }),
      404,
      'mandate.fact-unknown',
      { facts: 4 },
    );
    refused(await coordinator.post(`${path}/corrections`, { fact: 4, void: true, reason: 'r' }), 403, 'access.role');
    refused(
      await manager.post(`${path}/corrections`, { fact: 4, instead: { colour: 'red' }, reason: 'r' }),
      400,
      'request.invalid',
    );
  });
});

describe('a handover', () => {
  const proposedIn = async () => {
    const mandate = await inForce();
    const { transferId } = done(
      await coordinator.post(`${mandate.path}/transfers`, { to: 'ocmw-gent', on: daysFromNow(5), ...why }),
    );
    const caseId = `case-${mandate.mandateId}`;
    const opened = toPublicEvent(caseOpened, origin(`opened/${caseId}`), CITY, {
      caseId,
      ...mandate.own[0]!,
      openedBy: 'politiezone-gent',
      mandateId: mandate.mandateId!,
      holder: 'stad-gent',
    });
    const commitment = { caseId, commitmentId: 'c1', owner: 'politiezone-gent' };
    const asked = toPublicEvent(commitmentProposed, origin(`asked/${caseId}`), CITY, {
      ...commitment,
      proposedBy: 'stad-gent',
      dueOn: daysFromNow(-1),
    });
    await publish('cases', opened, asked);
    await service.settled();
    return { ...mandate, caseId, commitment, transfer: `${mandate.path}/transfers/${transferId}` };
  };

  it('is visible to its parties, with the open cases and their commitments', async () => {
    const { transfer, caseId, own, mandateId } = await proposedIn();
    const { body, headers } = await ocmw.get(transfer);
    expect(body).toMatchObject({
      mandateId,
      from: 'stad-gent',
      to: 'ocmw-gent',
      status: 'proposed',
      on: daysFromNow(5),
      reasonSeen: 'receives',
      preview: '5.2',
      mandate: { slots: own, evaluations: [{ dueOn: daysFromNow(300) }] },
      counts: { openCases: 1, openCommitments: 1, overdueCommitments: 1, evaluationsDue: 1, evaluationsOverdue: 0 },
      cases: [
        {
          caseId,
          openedBy: 'politiezone-gent',
          commitments: [{ commitmentId: 'c1', owner: 'politiezone-gent', overdue: true }],
          heard: { 'be.regie.case.opened.v1': 1 },
        },
      ],
    });
    expect(headers.get('etag')).toBe('"5"');
    expect((await coordinator.get(transfer)).body).toMatchObject({ reasonSeen: 'hands-over' });
    refused(await police.get(transfer), 404, 'transfer.unknown');
    refused(
      await (await service.as({ city: '11002', agency: 'ocmw-gent', role: 'manager' })).get(transfer),
      404,
      'mandate.unknown',
    );
  });

  it('that is accepted as previewed is visible to the receiver at once', async () => {
    const { transfer, path, own, holder } = await proposedIn();
    const { preview } = (await ocmw.get(transfer)).body;
    done(await ocmw.post(`${transfer}/acceptance`, { preview }));
    expect((await holder(own[0], daysFromNow(5))).body['holder']).toMatchObject({ agency: 'ocmw-gent' });
    expect((await ocmw.get('/v1/mandates?holder=ocmw-gent&limit=200')).body['mandates']).toEqual(
      expect.arrayContaining([expect.objectContaining({ holder: 'ocmw-gent', slots: own })]),
    );
    // The handover shows its cases until the day on which the transfer takes effect.
    expect((await ocmw.get(transfer)).body).toMatchObject({ status: 'accepted', counts: { openCases: 1 } });
    expect(await ocmw.post(`${transfer}/acceptance`, { preview })).toMatchObject({ status: 200 });
    expect((await ocmw.get(path)).body).toMatchObject({ holder: 'ocmw-gent' });
  });

  it('cannot be accepted when its cases have changed since the preview, and the refusal lists the changes', async () => {
    const { transfer, caseId, commitment, holder, own } = await proposedIn();
    const { preview } = (await ocmw.get(transfer)).body;
    await publish(
      'cases',
      toPublicEvent(commitmentDone, origin(`done/${caseId}`), CITY, commitment),
      toPublicEvent(caseClosed, origin(`closed/${caseId}`), CITY, { caseId, outcome: 'solved' }),
    );
    await service.settled();
    refused(await ocmw.post(`${transfer}/acceptance`, { preview }), 412, 'mandate.changed-since-preview', {
      mandate: [],
      cases: [
        { caseId, type: 'be.regie.case.commitment-done.v1' },
        { caseId, type: 'be.regie.case.closed.v1' },
      ],
    });
    expect((await holder(own[0], daysFromNow(5))).body['holder']).toMatchObject({ agency: 'stad-gent' });
    const again = (await ocmw.get(transfer)).body;
    expect(again).toMatchObject({ preview: '5.4', counts: { openCases: 0, openCommitments: 0 }, cases: [] });
    done(await ocmw.post(`${transfer}/acceptance`, { preview: again['preview'] }));
  });

  it('cannot be accepted when the mandate has changed since the preview', async () => {
    const { transfer, dispatch, own } = await proposedIn();
    const { preview } = (await ocmw.get(transfer)).body;
    await dispatch('narrowing', { on: today, slots: [own[1]], ...why });
    refused(await ocmw.post(`${transfer}/acceptance`, { preview }), 412, 'mandate.changed-since-preview', {
      mandate: [{ number: 6, type: 'ScopeNarrowed' }],
    });
    refused(await ocmw.post(`${transfer}/acceptance`, {}, { 'if-match': '"5"' }), 412, 'request.stale', { actual: 6 });
  });

  it('that was declined shows nothing of the cases any more', async () => {
    const { transfer } = await proposedIn();
    done(await ocmw.post(`${transfer}/refusal`, { reason: 'no staff' }));
    const none = {
      status: 'declined',
      preview: '6.0',
      counts: { openCases: 0, openCommitments: 0, overdueCommitments: 0 },
      cases: [],
    };
    for (const party of [ocmw, coordinator, manager]) expect((await party.get(transfer)).body).toMatchObject(none);
    refused(await manager.get(transfer.replace(/[^/]+$/, 'constructor')), 404, 'transfer.unknown');
  });

  it('can be withdrawn by the agency that proposed it, and no longer accepted', async () => {
    const { transfer } = await proposedIn();
    refused(await ocmw.post(`${transfer}/withdrawal`, { reason: 'r' }), 403, 'access.not-the-holder');
    done(await coordinator.post(`${transfer}/withdrawal`, { reason: 'too early' }));
    refused(await ocmw.post(`${transfer}/acceptance`), 409, 'mandate.transfer-answered', { state: 'withdrawn' });
    expect((await ocmw.get(transfer)).body).toMatchObject({ status: 'withdrawn' });
  });
});
