import type { Person } from '../../apps/hub/src/demonstration/load.js';

export type Reply = Readonly<{ status: number; body: Record<string, unknown> }>;
/** A person at work: each request sees all earlier writes. */
export type Colleague = Readonly<{
  get(path: string): Promise<Reply>;
  post(path: string, body?: unknown): Promise<Reply>;
}>;
/** The environment of the job: a hub of one or several processes, with the Ghent demonstration loaded. */
export type World = Readonly<{
  today: string;
  /** the neighbourhood of the case, whose mandate for `leefbaarheid` Stad Gent holds; Brugse Poort - Rooigem when left out */
  neighbourhood?: string;
  as(person: Person | 'woningent-api' | 'politiezone-gent-api'): Promise<Colleague>;
  say(line: string): void;
}>;

/** A result differs from the result that a city expects. */
class UnexpectedResult extends Error {
  override readonly name = 'UnexpectedResult';
}

const expecting = (what: string, actual: unknown, expected: unknown): void => {
  const [was, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (was !== wanted) throw new UnexpectedResult(`${what}: expected ${wanted}, but it was ${was}`);
};
const answered = <Body = Record<string, unknown>>(reply: Reply, status: number): Body => {
  if (reply.status !== status)
    throw new UnexpectedResult(`expected status ${status}, but it was ${reply.status}: ${JSON.stringify(reply.body)}`);
  return reply.body as Body;
};

const daysAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/**
 * Runs the main job: a joint case of four agencies under one mandate, from opening to closing, across a transfer of the
 * mandate.
 * @throws {UnexpectedResult} at the first unexpected result
 */
export const mainJob = async ({ today, neighbourhood = '4', as, say }: World): Promise<void> => {
  const [an, marc, sofie, karim, tom, lies] = (await Promise.all(
    (['an.peeters', 'marc.claes', 'sofie.desmet', 'karim.haddad', 'tom.maes', 'lies.vos'] as const).map(as),
  )) as [Colleague, Colleague, Colleague, Colleague, Colleague, Colleague];
  const holderOn = async (on: string): Promise<string | null> => {
    const { holder } = answered<{ holder: { name: string } | null }>(
      await marc.get(`/v1/mandates/holder?neighbourhood=${neighbourhood}&theme=leefbaarheid&on=${on}`),
      200,
    );
    return holder && holder.name;
  };

  say(
    '1. Nobody coordinates youth work in Brugse Poort - Rooigem. An Peeters (Stad Gent) tries to open a case about it all the same.',
  );
  const opening = {
    neighbourhood,
    why: 'People meet in that square; who uses it live around it.',
    scope: 'The square and the streets that open on to it.',
  };
  const refused = answered(
    await an.post('/v1/cases', { ...opening, title: 'Youth on the square', theme: 'jeugd', invite: [] }),
    409,
  );
  expecting('the refusal', refused['code'], 'case.no-mandate');
  say('   Refused: no mandate, no case.');

  say(
    '2. For leefbaarheid there is a mandate. An opens the case and invites OCMW, police and the housing company: six fields.',
  );
  const opened = answered<{ caseId: string }>(
    await an.post('/v1/cases', {
      ...opening,
      title: 'Litter and broken lights around the Pierkespark',
      theme: 'leefbaarheid',
      invite: ['ocmw-gent', 'politiezone-gent', 'woningent'],
    }),
    201,
  );
  const path = `/v1/cases/${opened.caseId}`;
  const show = async (who: Colleague) => answered(await who.get(path), 200);
  expecting('the holder of the case', (await show(an))['holder'], 'stad-gent');

  say(
    '3. Sofie De Smet (OCMW) and Tom Maes (WoninGent) accept for their agencies; Lies Vos (police) declines: nobody is added silently.',
  );
  answered(await sofie.post(`${path}/participants/ocmw-gent/acceptance`), 200);
  answered(await tom.post(`${path}/participants/woningent/acceptance`), 200);
  answered(
    await lies.post(`${path}/participants/politiezone-gent/refusal`, { reason: 'No police matter at this stage.' }),
    200,
  );
  answered(await lies.get(path), 404);
  say('   The police does not see the case any more.');

  say(
    '4. An asks the housing company to repair the lights within two weeks. Tom accepts, and reports that it is done.',
  );
  const asked = answered<{ commitmentId: string }>(
    await an.post(`${path}/commitments`, {
      what: 'Repair the lights along the path',
      owner: 'woningent',
      dueOn: daysAfter(today, 14),
    }),
    201,
  );
  answered(await sofie.post(`${path}/commitments/${asked.commitmentId}/acceptance`), 403);
  answered(await tom.post(`${path}/commitments/${asked.commitmentId}/acceptance`), 200);
  answered(await tom.post(`${path}/commitments/${asked.commitmentId}/completion`), 200);

  const on = daysAfter(today, 30);
  say(
    `5. The college decides that the OCMW takes over on ${on}. Until Karim Haddad (OCMW) accepts, Stad Gent stays the holder.`,
  );
  const listed = answered<{ mandates: { mandateId: string }[] }>(
    await marc.get(`/v1/mandates?neighbourhood=${neighbourhood}&theme=leefbaarheid&status=granted`),
    200,
  );
  const [mandate] = listed.mandates;
  const transfers = `/v1/mandates/${mandate!.mandateId}/transfers`;
  const { transferId } = answered<{ transferId: string }>(
    await an.post(transfers, {
      to: 'ocmw-gent',
      on,
      decision: { body: 'college', reference: `${today.slice(0, 4)}_CBS_00456`, date: today },
      reason: 'Most of what is left to do is welfare work.',
    }),
    201,
  );
  expecting('the holder before the acceptance', await holderOn(on), 'Stad Gent');
  type Seen = { preview: string; cases: { caseId: string; commitments: { commitmentId: string; status: string }[] }[] };
  const seen = answered<Seen>(await karim.get(`${transfers}/${transferId}`), 200);
  const [promised] = seen.cases.find(({ caseId }) => caseId === opened.caseId)?.commitments ?? [];
  expecting(
    'what Karim sees of the case that he is to take over',
    [promised?.commitmentId, promised?.status],
    [asked.commitmentId, 'done'],
  );
  answered(await karim.post(`${transfers}/${transferId}/acceptance`, { preview: seen.preview }), 200);

  say('6. The open case follows the register: it says so in its own timeline.');
  const types = answered<{ entries: { type: string }[] }>(await sofie.get(`${path}/timeline`), 200).entries.map(
    ({ type }) => type,
  );
  if (!types.includes('CoordinationTakenOver'))
    throw new UnexpectedResult(`the timeline has no takeover: ${types.join(', ')}`);

  say(
    '7. The systems of the partners read their feeds: WoninGent has the whole case, the police only that it was asked and declined.',
  );
  const typesInFeed = async (system: 'woningent-api' | 'politiezone-gent-api'): Promise<string[]> => {
    const { events } = answered<{ events: { type: string; data: { caseId?: string } }[] }>(
      await (await as(system)).get('/v1/feed?limit=500'),
      200,
    );
    return events.filter(({ data }) => data.caseId === opened.caseId).map(({ type }) => type);
  };
  const housing = await typesInFeed('woningent-api');
  for (const type of ['participant-accepted', 'commitment-proposed', 'commitment-done', 'coordination-taken-over']) {
    if (!housing.includes(`be.regie.case.${type}.v1`))
      throw new UnexpectedResult(`the feed of WoninGent has no ${type}: ${housing.join(', ')}`);
  }
  const own = ['participant-invited', 'participant-declined'].map((type) => `be.regie.case.${type}.v1`);
  expecting('what the police sees of the case', await typesInFeed('politiezone-gent-api'), own);

  say('8. An closes the case: solved.');
  answered(
    await an.post(`${path}/closure`, { outcome: 'solved', reason: 'The lights work and the square is clean.' }),
    200,
  );
  expecting('the state of the case', (await show(tom))['status'], 'closed');

  say('9. Who held the mandate for Brugse Poort - Rooigem / leefbaarheid?');
  const dates: readonly (readonly [date: string, holder: string | null])[] = [
    [`${Number(today.slice(0, 4)) - 1}-12-31`, null],
    [today, 'Stad Gent'],
    [daysAfter(on, -1), 'Stad Gent'],
    [on, 'OCMW Gent'],
  ];
  for (const [date, expected] of dates) {
    const holder = await holderOn(date);
    expecting(`the holder on ${date}`, holder, expected);
    say(`   ${date}  ${holder ?? 'nobody'}`);
  }
};
