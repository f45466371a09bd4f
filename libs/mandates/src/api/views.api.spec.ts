import { createHash } from 'node:crypto';
import { PERMISSIONS } from '#access';
import {
  agencyEnded,
  agencyEnrolled,
  caseClosed,
  caseOpened,
  commitmentAccepted,
  commitmentProposed,
  coordinationLost,
  coordinationTakenOver,
  neighbourhoodRecorded,
  type PublicEvent,
  toPublicEvent,
} from '#contracts';
import { daysFromNow, today } from '#testing/days';
import { type Answer, type Client, startTestService, type TestService } from '#testing/http';
import { publishing } from '#testing/published-events';
import { mandates } from '../index.js';

const CITY = '44021';
/** The roles that may ask for the views. */
const READERS = PERMISSIONS['mandate:read'];
const decision = { body: 'college', reference: '2026_CBS_00123', date: today };
const administrative = { body: 'managementteam', reference: '2026_MAT_00007', date: today };

let service: TestService;
let publish: ReturnType<typeof publishing>;
let manager: Client;
let coordinator: Client;
let ocmwManager: Client;
let slots = 0;
let published = 0;

const origin = (recordedAt = new Date().toISOString()) => ({
  id: `o${published++}`,
  stream: 's',
  revision: 0,
  recordedAt,
  metadata: {},
});

beforeAll(async () => {
  service = await startTestService([mandates]);
  publish = publishing(service, ['partners', 'teams', 'cases']);
  for (const [agency, name, kind, kbo] of [
    ['stad-gent', 'Stad Gent', 'city-service', '0207451227'],
    ['ocmw-gent', 'OCMW Gent', 'ocmw', '0212214125'],
    ['woningent', 'WoninGent', 'social-housing', '0400032156'],
  ] as const)
    await publish('partners', toPublicEvent(agencyEnrolled, origin(), CITY, { agency, name, kind, kbo }));
  const centre = { lon: 3.69277, lat: 51.05922 };
  const codes = Array.from({ length: 60 }, (_, index) => String(index + 101));
  await publish(
    'teams',
    ...codes.map((code) =>
      toPublicEvent(neighbourhoodRecorded, origin(), CITY, { code, name: `Wijk ${code}`, version: 1, centre }),
    ),
  );
  [manager, coordinator, ocmwManager] = await Promise.all([
    service.as({ role: 'manager' }),
    service.as({ role: 'coordinator' }),
    service.as({ agency: 'ocmw-gent', role: 'manager' }),
  ]);
  await service.settled();
});
afterAll(() => service.stop());

/** A neighbourhood that no other test uses. */
const fresh = (): string => String(101 + slots++);
const id = ({ status, body }: Answer): string => {
  expect({ status, body }).toMatchObject({ status: 201 });
  return body['mandateId'] as unknown as string;
};
const proposed = async (neighbourhood: string, over: object = {}): Promise<string> =>
  id(
    await coordinator.post('/v1/mandates', {
      slots: [{ neighbourhood, theme: 'leefbaarheid' }],
      kind: 'hybrid',
      holder: 'stad-gent',
      executingFunction: 'gebiedsregisseur',
      ...over,
    }),
  );
const inForce = async (neighbourhood: string, over: object = {}, grant: object = {}): Promise<string> => {
  const mandateId = await proposed(neighbourhood, over);
  for (const [level, by] of [
    ['political', decision],
    ['administrative', administrative],
  ] as const)
    await manager.post(`/v1/mandates/${mandateId}/endorsements`, { level, decision: by });
  const granted = await manager.post(`/v1/mandates/${mandateId}/grant`, {
    period: { from: daysFromNow(-100), until: daysFromNow(700) },
    evaluateOn: daysFromNow(300),
    decision,
    ...grant,
  });
  expect(granted).toMatchObject({ status: 200 });
  return mandateId;
};
const refused = ({ status, body }: Answer, code: string, facts: object = {}): void =>
  expect({ status, body }).toMatchObject({ body: { code, ...facts } });

const textOf = ({ body }: Pick<Answer, 'body'>): string => body['text'] as unknown as string;

type Slot = Record<string, unknown> & { theme: string };
type Page = { neighbourhoods: { neighbourhood: string; slots: Slot[] }[]; next: string | null };
/** One theme of one neighbourhood in the matrix. */
const cell = async (
  neighbourhood: string,
  question = '',
  by = manager,
  theme = 'leefbaarheid',
): Promise<Slot | undefined> => {
  const before = String(Number(neighbourhood) - 1);
  const { status, body } = await by.get(`/v1/mandates/matrix?after=${before}&limit=1${question}`);
  expect({ status, body }).toMatchObject({ status: 200, body: { neighbourhoods: [{ neighbourhood }] } });
  return (body as unknown as Page).neighbourhoods[0]!.slots.find((slot) => slot.theme === theme);
};

describe('a holder that has ended', () => {
  it('is shown with that status for today only, also in the matrix', async () => {
    const neighbourhood = fresh();
    await publish(
      'partners',
      toPublicEvent(agencyEnrolled, origin(), CITY, {
        agency: 'leaving',
        name: 'Leaving',
        kind: 'social-housing',
        ovo: 'OVO000009',
      }),
    );
    await service.settled();
    await inForce(neighbourhood, { holder: 'leaving' });
    await publish('partners', toPublicEvent(agencyEnded, origin(), CITY, { agency: 'leaving' }));
    await service.settled();
    const holder = async (question = '') =>
      (await manager.get(`/v1/mandates/holder?neighbourhood=${neighbourhood}&theme=leefbaarheid${question}`)).body[
        'holder'
      ];
    const gone = { agency: 'leaving', name: 'Leaving', status: 'ended' };
    const { status: _, ...then } = gone;
    expect([await holder(), (await cell(neighbourhood))?.['holder']]).toEqual([gone, gone]);
    const yesterday = `&on=${daysFromNow(-1)}`;
    expect([
      await holder(yesterday),
      await holder(`&knownAt=${new Date().toISOString()}`),
      (await cell(neighbourhood, yesterday))?.['holder'],
    ]).toEqual([then, then, then]);
  });
});

describe('the matrix', () => {
  it('has every theme of every neighbourhood, with its holder, period and due days', async () => {
    const neighbourhood = fresh();
    const mandateId = await inForce(neighbourhood, { steeringModel: 'communication' });
    expect(await cell(neighbourhood)).toEqual({
      theme: 'leefbaarheid',
      state: 'held',
      holder: { agency: 'stad-gent', name: 'Stad Gent' },
      mandateId,
      kind: 'hybrid',
      steeringModel: 'communication',
      since: daysFromNow(-100),
      until: daysFromNow(700),
      decision,
      decisionDueOn: null,
      evaluation: { dueOn: daysFromNow(300), overdue: false },
      recordedAt: expect.any(String),
    });
    expect(await cell(neighbourhood, '', manager, 'jeugd')).toEqual({ theme: 'jeugd', state: 'none' });
    const { body } = await manager.get('/v1/mandates/matrix?limit=200');
    expect((body as unknown as Page).neighbourhoods).toHaveLength(60);
    expect((body as unknown as Page).neighbourhoods.every(({ slots: row }) => row.length === 10)).toBe(true);
  });

  it('marks suspended and provisional mandates, and an evaluation that is late on the day', async () => {
    const [suspended, provisional] = [fresh(), fresh()];
    const mandateId = await inForce(suspended);
    await manager.post(`/v1/mandates/${mandateId}/suspension`, {
      on: daysFromNow(10),
      reason: 'An inquiry.',
      decision,
    });
    expect(await cell(suspended)).toMatchObject({ state: 'held', until: daysFromNow(10) });
    expect(await cell(suspended, `&on=${daysFromNow(10)}`)).toMatchObject({
      state: 'suspended',
      holder: { agency: 'stad-gent' },
      since: daysFromNow(10),
    });
    expect(await cell(suspended, `&on=${daysFromNow(301)}`)).toMatchObject({
      evaluation: { dueOn: daysFromNow(300), overdue: true },
    });
    const other = await proposed(provisional);
    await manager.post(`/v1/mandates/${other}/grant`, {
      period: { from: today },
      evaluateOn: daysFromNow(300),
      decision,
      provisional: { decisionDueOn: daysFromNow(30) },
    });
    expect(await cell(provisional)).toMatchObject({
      state: 'provisional',
      decisionDueOn: daysFromNow(30),
      until: null,
    });
  });

  it('answers for any day, as known at any moment', async () => {
    const neighbourhood = fresh();
    const before = new Date().toISOString();
    await inForce(neighbourhood);
    expect(await cell(neighbourhood, `&on=${daysFromNow(-101)}`)).toMatchObject({ state: 'none' });
    expect(await cell(neighbourhood, `&knownAt=${encodeURIComponent(before)}`)).toMatchObject({ state: 'none' });
    expect(await cell(neighbourhood, `&on=${daysFromNow(-50)}&knownAt=${today}`)).toMatchObject({ state: 'held' });
    expect(await cell(neighbourhood, `&on=${daysFromNow(-50)}&knownAt=${daysFromNow(-50)}`)).toMatchObject({
      state: 'none',
    });
  });

  it('goes on after the last neighbourhood of the previous page', async () => {
    const seen: string[] = [];
    for (let after = ''; ;) {
      const { body } = await manager.get(`/v1/mandates/matrix?limit=25${after && `&after=${after}`}`);
      const { neighbourhoods, next } = body as unknown as Page;
      seen.push(...neighbourhoods.map(({ neighbourhood }) => neighbourhood));
      if (next === null) break;
      after = next;
    }
    expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => String(index + 101)));
  });

  it('is open to every role in the city, and empty for another city', async () => {
    const neighbourhood = fresh();
    await inForce(neighbourhood);
    for (const role of READERS)
      expect(await cell(neighbourhood, '', await service.as({ agency: 'woningent', role }))).toMatchObject({
        state: 'held',
      });
    const elsewhere = await service.as({ city: '11002', agency: 'stad-antwerpen', role: 'manager' });
    expect((await elsewhere.get('/v1/mandates/matrix')).body).toMatchObject({ neighbourhoods: [], next: null });
    expect((await elsewhere.get('/v1/mandates/continuity')).body).toMatchObject({ slots: [] });
    expect((await elsewhere.get('/v1/mandates/export?format=json')).body).toEqual({ city: '11002', mandates: [] });
    expect(await service.withToken().get('/v1/mandates/matrix')).toMatchObject({ status: 401 });
  });

  it('refuses invalid parameters', async () => {
    for (const query of ['on=2026-02-30', 'knownAt=yesterday', 'limit=0', 'limit=201', 'colour=red'])
      refused(await manager.get(`/v1/mandates/matrix?${query}`), 'request.invalid', {
        errors: [{ field: query.split('=')[0] }],
      });
  });
});

const inCase = (caseId: string) => ({
  opened: (neighbourhood: string, at?: string, until?: string): PublicEvent =>
    toPublicEvent(caseOpened, origin(at), CITY, {
      caseId,
      neighbourhood,
      theme: 'leefbaarheid',
      openedBy: 'stad-gent',
      mandateId: 'm',
      holder: 'stad-gent',
      ...(until && { until }),
    }),
  agreed: (owner: string): PublicEvent[] => {
    const commitment = { caseId, commitmentId: `c${published++}`, owner };
    return [
      toPublicEvent(commitmentProposed, origin(), CITY, { ...commitment, proposedBy: 'stad-gent', dueOn: today }),
      toPublicEvent(commitmentAccepted, origin(), CITY, commitment),
    ];
  },
  lost: (on: string): PublicEvent => toPublicEvent(coordinationLost, origin(), CITY, { caseId, mandateId: 'm', on }),
  takenOver: (from: string, until?: string): PublicEvent =>
    toPublicEvent(coordinationTakenOver, origin(), CITY, {
      caseId,
      mandateId: 'm',
      holder: 'ocmw-gent',
      from,
      ...(until && { until }),
    }),
  closed: (): PublicEvent => toPublicEvent(caseClosed, origin(), CITY, { caseId, outcome: 'solved' }),
});

describe('a holder that is the main provider too', () => {
  const provider = async (neighbourhood: string, by: Client): Promise<unknown> =>
    (await cell(neighbourhood, '', by))!['provider'];

  it('is flagged by the agreed commitments of open cases, for itself and for managers of the city', async () => {
    const neighbourhood = fresh();
    await inForce(neighbourhood, { holder: 'ocmw-gent' });
    const { opened, agreed, closed } = inCase(`flag-${neighbourhood}`);
    await publish('cases', opened(neighbourhood), ...agreed('ocmw-gent'), ...agreed('ocmw-gent'));
    await service.settled();
    expect(await provider(neighbourhood, manager)).toEqual({ owned: 2, commitments: 2, main: false });
    await publish('cases', ...agreed('woningent'));
    await service.settled();
    expect(await provider(neighbourhood, manager)).toEqual({ owned: 2, commitments: 3, main: true });
    expect(await provider(neighbourhood, await service.as({ agency: 'ocmw-gent', role: 'worker' }))).toEqual({
      owned: 2,
      commitments: 3,
      main: true,
    });
    for (const role of READERS) {
      expect(await provider(neighbourhood, await service.as({ agency: 'woningent', role }))).toBeUndefined();
      if (role !== 'manager') expect(await provider(neighbourhood, await service.as({ role }))).toBeUndefined();
    }
    expect((await cell(neighbourhood, `&on=${daysFromNow(-1)}`))!['provider']).toBeUndefined();
    await publish('cases', ...agreed('woningent'));
    await service.settled();
    expect(await provider(neighbourhood, manager)).toMatchObject({ main: false });
    await publish('cases', closed());
    await service.settled();
    expect(await provider(neighbourhood, manager)).toBeUndefined();
  });
});

type Gaps = { slots: { neighbourhood: string; theme: string }[]; cases: { caseId: string }[] | null };
const gapsIn = async (neighbourhood: string, question = '', by = manager): Promise<Gaps> => {
  const { status, body } = await by.get(`/v1/mandates/gaps?after=${Number(neighbourhood) - 1}&limit=1${question}`);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as unknown as Gaps;
};
const gapOf = async (neighbourhood: string, question = '') =>
  (await gapsIn(neighbourhood, question)).slots.find(({ theme }) => theme === 'leefbaarheid');

describe('the gaps', () => {
  it('are the slots without a mandate, with their first day and number of days', async () => {
    const neighbourhood = fresh();
    expect((await gapsIn(neighbourhood)).slots).toHaveLength(10);
    expect(await gapOf(neighbourhood)).toEqual({
      neighbourhood,
      theme: 'leefbaarheid',
      reason: 'no-mandate',
      since: null,
      days: null,
      heldFrom: null,
    });
    const mandateId = await inForce(neighbourhood);
    expect((await gapsIn(neighbourhood)).slots).toHaveLength(9);
    expect(await gapOf(neighbourhood, `&on=${daysFromNow(-101)}`)).toMatchObject({
      since: null,
      heldFrom: daysFromNow(-100),
    });
    await manager.post(`/v1/mandates/${mandateId}/suspension`, { on: daysFromNow(5), reason: 'An inquiry.', decision });
    expect(await gapOf(neighbourhood, `&on=${daysFromNow(6)}`)).toMatchObject({
      reason: 'suspended',
      since: daysFromNow(5),
      days: 2,
    });
    expect(await gapOf(neighbourhood, `&on=${daysFromNow(710)}`)).toMatchObject({
      reason: 'no-mandate',
      since: daysFromNow(5),
      days: 706,
    });
    expect(await gapOf(neighbourhood)).toBeUndefined();
  });

  it('are the open cases without coordination, for managers of city services only', async () => {
    const neighbourhood = fresh();
    const { opened, lost, takenOver, closed } = inCase(`gap-${neighbourhood}`);
    const long = `${daysFromNow(-40)}T09:00:00.000Z`;
    await publish(
      'cases',
      opened(neighbourhood, long, daysFromNow(-10)),
      inCase(`held-${neighbourhood}`).opened(neighbourhood, long),
    );
    await service.settled();
    // The opening of the case names the end of its coordination, so the gap needs no further event.
    const gap = {
      caseId: `gap-${neighbourhood}`,
      neighbourhood,
      theme: 'leefbaarheid',
      since: daysFromNow(-10),
      days: 11,
    };
    expect((await gapsIn(neighbourhood)).cases).toEqual([gap]);
    expect((await gapsIn(neighbourhood, `&on=${daysFromNow(-11)}`)).cases).toEqual([]);
    await publish('cases', lost(daysFromNow(-10)));
    await service.settled();
    expect((await gapsIn(neighbourhood)).cases).toEqual([gap]);
    for (const role of READERS) {
      expect((await gapsIn(neighbourhood, '', await service.as({ agency: 'ocmw-gent', role }))).cases).toBeNull();
      if (role !== 'manager') expect((await gapsIn(neighbourhood, '', await service.as({ role }))).cases).toBeNull();
    }
    expect((await gapsIn(neighbourhood, '', ocmwManager)).slots).toHaveLength(10);

    const before = new Date(Date.now() - 1).toISOString();
    await publish('cases', takenOver(daysFromNow(0), daysFromNow(20)));
    await service.settled();
    expect((await gapsIn(neighbourhood)).cases).toEqual([]);
    expect((await gapsIn(neighbourhood, `&on=${daysFromNow(-1)}`)).cases).toMatchObject([
      { since: daysFromNow(-10), days: 10 },
    ]);
    expect((await gapsIn(neighbourhood, `&knownAt=${encodeURIComponent(before)}`)).cases).toEqual([gap]);
    expect((await gapsIn(neighbourhood, `&on=${daysFromNow(25)}`)).cases).toMatchObject([
      { since: daysFromNow(20), days: 6 },
    ]);
    await publish('cases', closed());
    await service.settled();
    expect((await gapsIn(neighbourhood, `&on=${daysFromNow(25)}`)).cases).toEqual([]);
    expect((await gapsIn(neighbourhood, `&on=${daysFromNow(-5)}`)).cases).toMatchObject([{ caseId: gap.caseId }]);
  });
});

describe('the overlaps of a mandate', () => {
  it('are the days on which other mandates hold its slots, and the proposals for them', async () => {
    const neighbourhood = fresh();
    const other = await inForce(neighbourhood);
    const wanted = await proposed(neighbourhood);
    const rival = await proposed(neighbourhood, { holder: 'ocmw-gent' });
    const draft = await proposed(neighbourhood, { draft: true });
    const slot = { neighbourhood, theme: 'leefbaarheid' };
    const held = {
      ...slot,
      state: 'held',
      mandateId: other,
      holder: 'stad-gent',
      suspended: false,
      from: daysFromNow(-100),
      until: daysFromNow(700),
    };
    const { body } = await manager.get(`/v1/mandates/${wanted}/overlaps`);
    expect(body).toMatchObject({ mandateId: wanted, from: today, until: null, free: false, leftOut: false });
    expect(body['overlaps']).toEqual([
      held,
      ...[rival, draft]
        .toSorted()
        .map((mandateId) => expect.objectContaining({ ...slot, state: 'proposed', mandateId, from: null })),
    ]);
    expect((await manager.get(`/v1/mandates/${wanted}/overlaps?from=${daysFromNow(700)}`)).body).toMatchObject({
      free: true,
      overlaps: [{ mandateId: rival }, { mandateId: draft }],
    });
    expect(
      (await manager.get(`/v1/mandates/${wanted}/overlaps?from=${daysFromNow(-200)}&until=${daysFromNow(-100)}`)).body,
    ).toMatchObject({ free: true });
    // A draft is visible to its own agency only.
    expect((await ocmwManager.get(`/v1/mandates/${wanted}/overlaps`)).body['overlaps']).toHaveLength(2);
    refused(await ocmwManager.get(`/v1/mandates/${draft}/overlaps`), 'mandate.unknown');
    refused(await manager.get('/v1/mandates/nothing/overlaps'), 'mandate.unknown');
    refused(
      await manager.get(`/v1/mandates/${wanted}/overlaps?from=${today}&until=${today}`),
      'period.ends-before-it-starts',
    );
  });
});

describe('the query for continuity', () => {
  it('counts changes of holder and days without a holder', async () => {
    const neighbourhood = fresh();
    const mandateId = await inForce(neighbourhood);
    const transfer = await coordinator.post(`/v1/mandates/${mandateId}/transfers`, {
      to: 'ocmw-gent',
      on: daysFromNow(1),
      decision,
      reason: 'Welfare work.',
    });
    await (
      await service.as({ agency: 'ocmw-gent', role: 'coordinator' })
    ).post(`/v1/mandates/${mandateId}/transfers/${String(transfer.body['transferId'])}/acceptance`);
    const { body } = await manager.get(
      `/v1/mandates/continuity?from=${daysFromNow(-110)}&until=${daysFromNow(2)}&after=${Number(neighbourhood) - 1}&limit=1`,
    );
    expect(body).toMatchObject({
      days: 112,
      slots: [
        {
          neighbourhood,
          theme: 'leefbaarheid',
          holders: ['stad-gent', 'ocmw-gent'],
          changes: 1,
          gapDays: 10,
          suspendedDays: 0,
        },
      ],
    });
    const usual = await manager.get(`/v1/mandates/continuity?after=${Number(neighbourhood) - 1}&limit=1`);
    expect(usual.body).toMatchObject({ until: daysFromNow(1), slots: [{ changes: 0 }] });
  });

  it('refuses a period of more than ten years, or without a day', async () => {
    refused(await manager.get('/v1/mandates/continuity?from=2010-01-01&until=2026-01-01'), 'mandate.period-too-long', {
      days: 5844,
      most: 3660,
    });
    refused(
      await manager.get('/v1/mandates/continuity?from=2026-01-02&until=2026-01-01'),
      'period.ends-before-it-starts',
    );
  });
});

describe('the export of the register', () => {
  it('has all mandates but drafts, as CSV, JSON or JSON-LD', async () => {
    const neighbourhood = fresh();
    const mandateId = await inForce(neighbourhood, { executingFunction: '=cmd|regisseur' });
    const draft = await proposed(neighbourhood, { draft: true });
    const exportAs = (format: string, more = '') => manager.get(`/v1/mandates/export?format=${format}${more}`);
    const csv = await exportAs('csv');
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.headers.get('content-disposition')).toBe(`attachment; filename="regiemandaten-44021-${today}.csv"`);
    expect(textOf(csv)).toContain(
      `${mandateId},granted,${neighbourhood},leefbaarheid,hybrid,coordination,stad-gent,'=cmd|regisseur,`,
    );
    expect(textOf(csv)).not.toContain(draft);
    const { mandates: listed } = (await exportAs('json')).body as unknown as { mandates: { mandateId: string }[] };
    expect(listed.map((each) => each.mandateId)).toContain(mandateId);
    expect(listed.map((each) => each.mandateId)).not.toContain(draft);
    const linked = await exportAs('jsonld');
    expect(linked.headers.get('content-type')).toContain('application/ld+json');
    expect((linked.body as unknown as { mandates: object[] }).mandates).toHaveLength(listed.length);
    expect((await exportAs('json', `&knownAt=${daysFromNow(-1)}`)).body).toEqual({ city: CITY, mandates: [] });
    refused(await exportAs('xml'), 'request.invalid');
    refused(await manager.get('/v1/mandates/export'), 'request.invalid');
  });
});

describe('the printed report of a mandate', () => {
  it('shows its history in Dutch, and escapes the texts in it', async () => {
    const neighbourhood = fresh();
    const mandateId = await inForce(neighbourhood, { executingFunction: '<script>alert(1)</script> & "regisseur"' });
    await manager.post(`/v1/mandates/${mandateId}/evaluations`, { on: today, findings: 'Goed </td> <b>gewerkt</b>' });
    const { status, headers, body } = await manager.get(`/v1/mandates/${mandateId}/report`);
    const page = textOf({ body });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    const [, style] = /<style>([^<]*)<\/style>/.exec(page)!;
    const hash = createHash('sha256').update(style!).digest('base64');
    expect(headers.get('content-security-policy')).toMatch(`default-src 'none'; style-src 'sha256-${hash}';`);
    expect(page).toContain('<html lang="nl">');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;regisseur&quot;');
    expect(page).toContain('Goed &lt;/td&gt; &lt;b&gt;gewerkt&lt;/b&gt;');
    expect(page).not.toMatch(/<script|<b>| on\w+="| style="/);
    for (const words of [
      'Houders in de tijd',
      'Besluiten',
      'Evaluaties',
      'hybride regie',
      `leefbaarheid in Wijk ${neighbourhood}`,
      'Stad Gent',
      'politiek bekrachtigd',
    ])
      expect(page).toContain(words);
    expect(page.match(/<tr>/g)!.length).toBe(page.match(/<\/tr>/g)!.length);
  });

  it('is visible to the same callers as the mandate', async () => {
    const draft = await proposed(fresh(), { draft: true });
    expect(await coordinator.get(`/v1/mandates/${draft}/report`)).toMatchObject({ status: 200 });
    refused(await ocmwManager.get(`/v1/mandates/${draft}/report`), 'mandate.unknown');
    refused(await manager.get('/v1/mandates/nothing/report'), 'mandate.unknown');
  });
});

describe('the import of an old register', () => {
  const old = (reference: string, neighbourhood: string, over: object = {}) => ({
    reference,
    slots: [{ neighbourhood, theme: 'leefbaarheid' }],
    kind: 'hybrid',
    holder: 'ocmw-gent',
    executingFunction: 'gebiedsregisseur',
    period: { from: '2019-02-01', until: '2022-02-01' },
    evaluateOn: '2020-02-01',
    decision: { body: 'raad', reference: 'GR_4', date: '2019-01-25' },
    endorsements: {
      political: { body: 'college', reference: 'CBS_3', date: '2019-01-20' },
      administrative: { body: 'managementteam', reference: 'MAT_2', date: '2019-01-10' },
    },
    ...over,
  });
  const sent = (list: readonly object[], more: object = {}, headers: Record<string, string> = {}, by = manager) =>
    by.post('/v1/mandates/import', { mandates: list, ...more }, headers);

  it('leaves no position to wait for after a dry run in a city without events', async () => {
    const city = '11002';
    await publish(
      'partners',
      toPublicEvent(agencyEnrolled, origin(), city, {
        agency: 'stad-antwerpen',
        name: 'Stad Antwerpen',
        kind: 'city-service',
        ovo: 'OVO000001',
      }),
    );
    await publish(
      'teams',
      toPublicEvent(neighbourhoodRecorded, origin(), city, {
        code: '1',
        name: 'Wijk 1',
        version: 1,
        centre: { lon: 4.4, lat: 51.2 },
      }),
    );
    await service.settled();
    const antwerp = await service.as({ city, agency: 'stad-antwerpen', role: 'manager' });
    expect(await sent([old('REG-0', '1', { holder: 'stad-antwerpen' })], { dryRun: true }, {}, antwerp)).toMatchObject({
      status: 200,
      body: { outcome: 'checked', recorded: 1 },
    });
    // The client also sends the last position token. A token for a position that no reader reaches would make this
    // query fail.
    expect(await antwerp.get('/v1/mandates')).toMatchObject({ status: 200 });
  });

  it('records earlier holders, known from now on', async () => {
    const neighbourhood = fresh();
    const before = new Date().toISOString();
    const file = [
      old('REG-1', neighbourhood),
      old('REG-2', neighbourhood, {
        holder: 'stad-gent',
        period: { from: '2022-02-01' },
        evaluateOn: daysFromNow(100),
      }),
    ];
    expect(await sent(file, { dryRun: true })).toMatchObject({
      status: 200,
      body: { outcome: 'checked', recorded: 2, unchanged: 0 },
    });
    expect(await cell(neighbourhood, '&on=2020-05-01')).toMatchObject({ state: 'none' });
    expect(await sent(file, { city: CITY }, { 'idempotency-key': 'old-register' })).toMatchObject({
      status: 200,
      body: { outcome: 'imported', recorded: 2, unchanged: 0 },
    });
    expect(await cell(neighbourhood, '&on=2020-05-01')).toMatchObject({
      state: 'held',
      holder: { agency: 'ocmw-gent' },
      since: '2019-02-01',
      until: '2022-02-01',
    });
    expect(await cell(neighbourhood)).toMatchObject({ state: 'held', holder: { agency: 'stad-gent' }, until: null });
    expect(await cell(neighbourhood, `&on=2020-05-01&knownAt=${encodeURIComponent(before)}`)).toMatchObject({
      state: 'none',
    });
    expect(await sent(file, { city: CITY }, { 'idempotency-key': 'old-register' })).toMatchObject({
      status: 200,
      body: { recorded: 2 },
    });
    expect(await sent(file)).toMatchObject({ status: 200, body: { outcome: 'imported', recorded: 0, unchanged: 2 } });
    refused(await sent([old('REG-1', neighbourhood, { holder: 'woningent' })]), 'mandate.rows-invalid', {
      rows: [
        {
          row: 1,
          reference: 'REG-1',
          refusal: 'mandate.import-differs',
          problem: expect.stringMatching(/^The register has this mandate/),
          facts: { fields: ['holder'] },
        },
      ],
    });
  });

  it('is refused as a whole, with every wrong row', async () => {
    const neighbourhood = fresh();
    const file = [
      old('BAD-1', neighbourhood),
      old('BAD-2', neighbourhood),
      old('BAD-3', '999'),
      old('BAD-4', fresh(), { holder: 'nobody' }),
    ];
    const answer = await sent(file);
    expect(answer.status).toBe(422);
    refused(answer, 'mandate.rows-invalid', {
      rows: [
        { row: 2, refusal: 'mandate.slot-taken', facts: { holder: 'ocmw-gent', until: '2022-02-01' } },
        {
          row: 3,
          refusal: 'neighbourhood.not-known',
          problem: 'The city has no neighbourhood with this code.',
          facts: { neighbourhood: '999' },
        },
        { row: 4, refusal: 'agency.not-known', facts: { agency: 'nobody' } },
      ],
    });
    expect(await cell(neighbourhood, '&on=2020-05-01')).toMatchObject({ state: 'none' });
  });

  it('is for managers of city services of that city only', async () => {
    // The role is checked before the body is parsed, because the body may be large.
    refused(await coordinator.post('/v1/mandates/import', '{"mandates": ['), 'access.role', { needed: ['manager'] });
    const neighbourhood = fresh();
    refused(await sent([old('R', neighbourhood)], {}, {}, coordinator), 'access.role');
    refused(await sent([old('R', neighbourhood)], {}, {}, ocmwManager), 'access.decisions-by-the-city');
    refused(await sent([old('R', neighbourhood)], { city: '11002' }), 'access.other-city');
    refused(await sent([]), 'mandate.import-empty');
    refused(await sent([old('R', neighbourhood)], {}, { 'if-match': '"3"' }), 'request.stale');
    refused(await sent([old('R', neighbourhood, { colour: 'red' })]), 'request.invalid');
  });

  it('accepts two hundred mandates in one file', async () => {
    const neighbourhoods = Array.from({ length: 8 }, () => fresh());
    const themes = [
      'veiligheid',
      'wonen',
      'welzijn',
      'samenleven',
      'openbaar-domein',
      'jeugd',
      'gezondheid',
      'onderwijs',
      'participatie',
    ];
    const file = neighbourhoods.flatMap((neighbourhood) =>
      themes.flatMap((theme) =>
        [2016, 2018, 2020].map((year) =>
          old(`${neighbourhood}-${theme}-${year}`, neighbourhood, {
            slots: [{ neighbourhood, theme }],
            period: { from: `${year}-01-01`, until: `${year + 2}-01-01` },
            evaluateOn: `${year}-12-01`,
            executingFunction: 'x'.repeat(200),
            decision: { body: 'raad', reference: 'GR', date: '2015-12-01' },
          }),
        ),
      ),
    );
    expect(JSON.stringify(file).length).toBeGreaterThan(120_000);
    expect(await sent(file)).toMatchObject({ status: 200, body: { recorded: 216 } });
    await service.settled(45_000);
    expect(await cell(neighbourhoods[3]!, '&on=2017-05-01', manager, 'jeugd')).toMatchObject({
      state: 'held',
      until: '2018-01-01',
    });
  });
});
