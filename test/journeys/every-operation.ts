import { until } from '#testing/until';
import type { Person } from '../../apps/hub/src/demonstration/load.js';
import type { Receiver } from '../../libs/partners/src/testing/receiver.js';

/** An untyped body: a spec checks it against the API description at run time. */
export type Body = ReturnType<typeof JSON.parse>;

/** Sends a request to a path below `/v1/`, and returns the body of the answer. */
export type Ask = (method: string, path: string, body?: unknown) => Promise<Body>;

/** The users of a hub with the Ghent demonstration, after the main job. Each request sees all earlier writes. */
export type Users = Readonly<{
  today: string;
  as(person: Person): Promise<Ask>;
  asSystem(client: 'ocmw-gent-api'): Promise<Ask>;
  /** the endpoint of a partner, which the hub may reach */
  receiver: Receiver;
}>;

export const daysAfter = (today: string, days: number): string =>
  new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);

/** The operation with an event that 0.2.0 cannot read. */
export const ACCEPTS_LATER = 'accepts an agency on a team that is formed';

/** Requests that together succeed at every operation of the API but `GET /v1/feed/stream`, by their subject. */
export const EVERY_OPERATION: Readonly<Record<string, (users: Users) => Promise<void>>> = {
  'serves neighbourhoods, agencies and teams': async ({ today, as }) => {
    const [marc, an, fatma] = await Promise.all([as('marc.claes'), as('an.peeters'), as('fatma.yilmaz')]);
    const area = {
      type: 'Polygon',
      coordinates: [
        [
          [3.7, 51],
          [3.71, 51],
          [3.71, 51.01],
          [3.7, 51],
        ],
      ],
    };
    await marc('POST', 'neighbourhoods/import', {
      source: 'a spec',
      neighbourhoods: [{ code: '90', name: 'Elders', area }],
    });
    await an('GET', 'neighbourhoods?limit=3');
    await an('GET', 'neighbourhoods/90');
    await an('GET', 'neighbourhoods/4');
    const facts = { name: 'Samenlevingsopbouw', kind: 'welfare', ovo: 'OVO002949' };
    await marc('POST', 'agencies', { agency: 'opbouw', ...facts });
    await marc('PUT', 'agencies/opbouw', { ...facts, name: 'SAAMO' });
    for (const step of ['suspension', 'resumption', 'end'])
      await marc('POST', `agencies/opbouw/${step}`, step === 'resumption' ? undefined : { reason: 'It is over.' });
    await fatma('PUT', 'agencies/ocmw-gent/cooperation-policy', {
      allows: ['joint-case', 'neighbourhood-team', 'programme'],
    });
    for (const path of ['agencies', 'agencies/opbouw', 'agencies/ocmw-gent']) await marc('GET', path);
    const { teamId } = await an('POST', 'teams', {
      name: 'Wijkteam Brugse Poort',
      neighbourhoods: ['4'],
      agencies: ['ocmw-gent'],
    });
    await fatma('POST', `teams/${teamId}/members`, {
      memberId: 'm-0042',
      function: 'maatschappelijk werker',
      from: today,
    });
    await an('GET', `teams/${teamId}`);
    await an('GET', `teams/${teamId}/members`);
    await an('GET', 'teams');
    await fatma('POST', `teams/${teamId}/members/m-0042/end`, {});
  },

  [ACCEPTS_LATER]: async ({ as }) => {
    const an = await as('an.peeters');
    const { teamId } = await an('POST', 'teams', { name: 'Wijkteam Rabot', neighbourhoods: ['7'] });
    await an('POST', `teams/${teamId}/agencies`, { agency: 'ocmw-gent' });
    expect((await an('GET', `teams/${teamId}`)).agencies).toContain('ocmw-gent');
  },

  'serves a mandate from proposal to end, with a transfer that is declined': async ({ today, as }) => {
    const [marc, an, karim] = await Promise.all([as('marc.claes'), as('an.peeters'), as('karim.haddad')]);
    const decision = { body: 'college', reference: 'CBS_1', date: today };
    const terms = {
      slots: [{ neighbourhood: '12', theme: 'jeugd' }],
      kind: 'hybrid',
      holder: 'stad-gent',
      executingFunction: 'gebiedsregisseur',
    };
    const { mandateId } = await an('POST', 'mandates', terms);
    await marc('GET', `mandates/${mandateId}`);
    for (const [level, body] of [
      ['political', 'college'],
      ['administrative', 'managementteam'],
    ])
      await marc('POST', `mandates/${mandateId}/endorsements`, { level, decision: { ...decision, body } });
    await marc('POST', `mandates/${mandateId}/grant`, {
      period: { from: today, until: daysAfter(today, 400) },
      evaluateOn: daysAfter(today, 200),
      decision,
    });
    const { transferId } = await an('POST', `mandates/${mandateId}/transfers`, {
      to: 'ocmw-gent',
      on: daysAfter(today, 9),
      decision,
      reason: 'They know it better.',
    });
    await karim('POST', `mandates/${mandateId}/transfers/${transferId}/refusal`, { reason: 'No room for it.' });
    await marc('POST', `mandates/${mandateId}/end`, { on: daysAfter(today, 3), reason: 'It is done.', decision });
    await marc('GET', `mandates/${mandateId}`);
    await marc('GET', 'mandates');
    for (const theme of ['jeugd', 'wonen']) await marc('GET', `mandates/holder?neighbourhood=12&theme=${theme}`);
  },

  'serves a mandate from draft to revocation, with a correction': async ({ today, as }) => {
    const [marc, an, karim] = await Promise.all([as('marc.claes'), as('an.peeters'), as('karim.haddad')]);
    const decision = { body: 'college', reference: 'CBS_2', date: today, link: 'https://decisions.example.be/CBS_2' };
    const why = { reason: 'It is better so.', decision };
    const terms = {
      slots: [
        { neighbourhood: '13', theme: 'jeugd' },
        { neighbourhood: '13', theme: 'wonen' },
      ],
      kind: 'hybrid',
      holder: 'stad-gent',
      executingFunction: 'gebiedsregisseur',
      means: ['a room'],
      consequences: ['the others join'],
    };
    const { mandateId } = await an('POST', 'mandates', { ...terms, draft: true });
    const path = `mandates/${mandateId}`;
    await an('GET', path);
    await an('PUT', path, { ...terms, powers: ['calls the others together'] });
    await an('POST', `${path}/proposal`);
    await marc('GET', `${path}/overlaps`);
    const provisional = { decisionDueOn: daysAfter(today, 30) };
    await marc('POST', `${path}/grant`, {
      period: { from: today, until: daysAfter(today, 400) },
      evaluateOn: daysAfter(today, 200),
      decision,
      provisional,
      consequencesAccepted: true,
    });
    for (const ask of [marc, karim])
      for (const view of ['matrix', 'gaps', 'continuity']) await ask('GET', `mandates/${view}?limit=200`);
    for (const [level, body] of [
      ['political', 'college'],
      ['administrative', 'managementteam'],
    ])
      await marc('POST', `${path}/endorsements`, { level, decision: { ...decision, body } });
    await marc('POST', `${path}/confirmation`, { decision: { ...decision, reference: 'CBS_3' } });
    await an('POST', `${path}/evaluations`, { on: today, findings: 'It works.', nextOn: daysAfter(today, 100) });
    await marc('POST', `${path}/extension`, {
      until: daysAfter(today, 500),
      ...why,
      evaluateOn: daysAfter(today, 450),
    });
    await marc('POST', `${path}/narrowing`, { on: daysAfter(today, 1), slots: [terms.slots[1]], ...why });
    await marc('POST', `${path}/widening`, { on: daysAfter(today, 2), slots: [terms.slots[1]], ...why });
    await marc('POST', `${path}/suspension`, { on: daysAfter(today, 3), ...why });
    const suspended = `neighbourhood=13&theme=jeugd&on=${daysAfter(today, 3)}`;
    await marc('GET', `mandates/holder?${suspended}&knownAt=${daysAfter(today, 1)}`);
    await marc('GET', `mandates/matrix?on=${daysAfter(today, 3)}&knownAt=${daysAfter(today, 1)}&limit=200`);
    await marc('GET', `mandates/gaps?on=${daysAfter(today, 3)}&knownAt=${daysAfter(today, 1)}&limit=200`);
    await marc('GET', `mandates/continuity?until=${daysAfter(today, 4)}&knownAt=${daysAfter(today, 1)}&limit=200`);
    await marc('POST', `${path}/resumption`, { on: daysAfter(today, 4), decision });
    const { transferId } = await an('POST', `${path}/transfers`, {
      to: 'ocmw-gent',
      on: daysAfter(today, 9),
      ...why,
      answerBy: daysAfter(today, 8),
    });
    await karim('GET', `${path}/transfers/${transferId}`);
    await an('POST', `${path}/transfers/${transferId}/withdrawal`, { reason: 'Not yet.' });
    await marc('POST', `${path}/corrections`, {
      fact: 3,
      instead: { executingFunction: 'wijkregisseur' },
      reason: 'It was written down wrongly.',
    });
    const { mandateId: other } = await an('POST', 'mandates', {
      ...terms,
      steeringModel: 'commissioning',
      steeringReason: 'It must be.',
      steeringBasis: 'The protocol.',
    });
    await marc('GET', `mandates/${other}/overlaps?until=${daysAfter(today, 50)}`);
    await marc('POST', `${path}/revocation`, { on: daysAfter(today, 10), ...why });
    await marc('GET', path);
    await marc('GET', `${path}/history`);
    await marc('GET', `${path}/report`);
    for (const format of ['csv', 'json', 'jsonld']) await marc('GET', `mandates/export?format=${format}`);
  },

  'imports an earlier register, and finds it unchanged at the next import': async ({ as }) => {
    const marc = await as('marc.claes');
    const decision = { body: 'college', reference: 'CBS_2019_1', date: '2019-01-10' };
    const endorsements = { political: decision, administrative: { ...decision, body: 'managementteam' } };
    const terms = {
      slots: [{ neighbourhood: '14', theme: 'wonen' }],
      kind: 'hybrid',
      holder: 'stad-gent',
      executingFunction: 'gebiedsregisseur',
    };
    const mandates = [
      {
        ...terms,
        reference: 'REG-1',
        period: { from: '2019-02-01', until: '2020-02-01' },
        evaluateOn: '2019-09-01',
        decision,
        endorsements,
      },
    ];
    for (const dryRun of [true, false])
      expect(await marc('POST', 'mandates/import', { mandates, dryRun })).toMatchObject({ recorded: 1 });
    expect(await marc('POST', 'mandates/import', { mandates })).toMatchObject({ outcome: 'imported', unchanged: 1 });
  },

  'serves each actor their own view of a case': async ({ today, as }) => {
    const [marc, an, tom, sofie] = await Promise.all([
      as('marc.claes'),
      as('an.peeters'),
      as('tom.maes'),
      as('sofie.desmet'),
    ]);
    const { caseId } = await an('POST', 'cases', {
      title: 'Noise',
      neighbourhood: '4',
      theme: 'veiligheid',
      why: 'It is there.',
      scope: 'The square.',
      invite: ['woningent'],
    });
    await an('POST', `cases/${caseId}/participants`, { agency: 'ocmw-gent', past: 'summary' });
    for (const ask of [an, tom]) await ask('GET', `cases/${caseId}`);
    await tom('POST', `cases/${caseId}/participants/woningent/acceptance`);
    const { commitmentId } = await an('POST', `cases/${caseId}/commitments`, {
      what: 'Count it',
      owner: 'woningent',
      dueOn: daysAfter(today, 7),
    });
    await tom('POST', `cases/${caseId}/commitments/${commitmentId}/refusal`, { reason: 'It is not ours.' });
    await sofie('POST', `cases/${caseId}/participants/ocmw-gent/acceptance`);
    for (const ask of [an, tom, sofie, marc]) {
      await ask('GET', `cases/${caseId}`);
      await ask('GET', 'cases');
      for (const part of ['timeline', 'participants', 'commitments']) await ask('GET', `cases/${caseId}/${part}`);
    }
    await tom('POST', `cases/${caseId}/participants/woningent/withdrawal`, {});
  },

  'serves a feed, and delivers it to a subscription': async ({ asSystem, receiver }) => {
    const system = await asSystem('ocmw-gent-api');
    const url = `${receiver.url}/`;
    const { next } = await system('GET', 'feed?limit=5');
    const subscription = await system('POST', 'subscriptions', { url, contact: 'ict@partner.example.be', after: next });
    const path = `subscriptions/${subscription.subscriptionId}`;
    const comesTo = (holds: (shown: Body) => boolean): Promise<boolean> =>
      until(async () => holds(await system('GET', path)));
    // Wait until no delivery is in progress, so that the failing answers below affect replayed deliveries only.
    await comesTo(({ deliveries: { delivered, pending, behind } }) => delivered > 0 && pending + behind === 0);
    await system('POST', `${path}/pause`);
    receiver.answer = () => [500, {}, 'not today'];
    await system('POST', `${path}/replay`, { after: next });
    await system('POST', `${path}/resume`);
    await comesTo(({ problem }) => problem !== null);
    const pending = await system('GET', `${path}/deliveries?state=pending`);
    expect(
      await system('POST', `${path}/skip`, { eventId: pending.deliveries[0].eventId, reason: 'We have it.' }),
    ).not.toHaveProperty('code');
    await comesTo(({ deliveries }) => deliveries.dead > 0);
    for (const state of ['delivered', 'dead']) await system('GET', `${path}/deliveries?state=${state}`);
    await system('PATCH', path, { types: ['be.regie.mandate.granted.v1'] });
    await system('POST', `${path}/rotate-secret`);
    await system('GET', 'subscriptions');
    await system('DELETE', path);
    await system('GET', 'feed?limit=500');
  },
};
