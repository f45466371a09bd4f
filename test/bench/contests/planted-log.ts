import { randomUUID } from 'node:crypto';
import type { EventStore } from '#event-store';
import type { Message } from '#kernel';
import { endorsed, granted, proposed } from '../../../libs/mandates/src/testing/mandate-fixtures.js';
import { METADATA } from './writers.js';

/** Events of one append, each kind with the share of events of every type that a busy city has. */
type Append = Readonly<{ stream: string; events: readonly Message[] }>;

const CITY = '44021';
const CITIES = 50;
const PER_APPEND = 10;
const AT_ONCE = 32;

/** The name of one of the other cities, by turns. */
const cityOf = (nth: number): string => String(45_000 + (nth % CITIES));

const appendOfMany = (stream: string, eventOf: (nth: number) => Message, nth: number): Append => ({
  stream,
  events: Array.from({ length: PER_APPEND }, (_, index) => eventOf(nth * PER_APPEND + index)),
});

/**
 * The kinds of logs, each with its nth append. The streams of registers are those of fifty cities, and cases are all in
 * one city.
 */
export const LOGS = {
  cases: (nth: number) => oneCase(`case-${CITY}-`, nth),
  mandates: (nth: number) => {
    const id = `m${nth}`;
    const slots = [{ neighbourhood: String(nth), theme: 'wonen' }];
    const events = [proposed({ slots }, id), ...endorsed(id), granted({ slots }, id)];
    return { stream: `mandates-${cityOf(nth)}`, events };
  },
  agencies: (nth: number) => appendOfMany(`agencies-${cityOf(nth)}`, anAgency, nth),
  neighbourhoods: (nth: number) => appendOfMany(`neighbourhoods-${cityOf(nth)}`, aNeighbourhood, nth),
  teams: (_: number) => oneTeam(),
  subscriptions: (nth: number) => oneSubscription(nth),
} satisfies Readonly<Record<string, (nth: number) => Append>>;

export type LogKind = keyof typeof LOGS;

/** Appends this many events of one kind, after those of the agencies of the city of the cases. */
export const plantLog = async (
  store: Pick<EventStore, 'append'>,
  kind: LogKind,
  events: number,
  onProgress: (line: string) => void,
): Promise<void> => {
  onProgress(`writing ${events} events`);
  await append(store, {
    stream: `agencies-${CITY}`,
    events: ['stad-gent', 'ocmw-gent', 'politiezone-gent'].map((agency, nth) => enrolled(agency, nth)),
  });
  let [written, next] = [0, 0];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (written < events) {
        const one = LOGS[kind](next++);
        written += one.events.length;
        await append(store, one);
      }
    }),
  );
};

const append = (store: Pick<EventStore, 'append'>, { stream, events }: Append): Promise<unknown> =>
  store.append(stream, 'any', events, { commandId: randomUUID(), ...METADATA });

/** Returns the facts of the opening of a case. `until`: the first day without a coordinator. */
export const caseOpened = (caseId: string, nth: number, until: string): Message => ({
  type: 'CaseOpened',
  data: {
    caseId,
    title: `Litter around the park ${nth}`,
    neighbourhood: String((nth % 25) + 1),
    theme: 'leefbaarheid',
    why: 'Who uses it live around it.',
    scope: 'The park.',
    openedBy: 'stad-gent',
    coordination: {
      mandateId: `m${nth % 25}`,
      holder: 'stad-gent',
      steeringModel: 'coordination',
      kind: 'hybrid',
      from: '2026-01-01',
      until,
    },
  },
});

const oneCase = (prefix: string, nth: number): Append => {
  const caseId = randomUUID();
  const of = (type: string, data: object): Message => ({ type, data: { caseId, ...data } });
  const commitments = [randomUUID(), randomUUID()];
  const owner = 'ocmw-gent';
  return {
    stream: `${prefix}${caseId}`,
    events: [
      caseOpened(caseId, nth, '2029-01-01'),
      ...[owner, 'politiezone-gent'].flatMap((agency) => [
        of('ParticipantInvited', { agency, invitedBy: 'stad-gent' }),
        of('ParticipantAccepted', { agency }),
      ]),
      ...commitments.flatMap((commitmentId) => [
        of('CommitmentProposed', {
          ...{ commitmentId, owner, proposedBy: 'stad-gent', dueOn: '2028-09-01', binding: false },
          what: 'Repair the lights along the path',
        }),
        of('CommitmentAccepted', { commitmentId, owner, basis: 'owner' }),
      ]),
      of('CommitmentDone', { commitmentId: commitments[0], owner }),
    ],
  };
};

const enrolled = (agency: string, nth: number): Message => ({
  type: 'AgencyEnrolled',
  data: { agency, name: agency, kind: 'city-service', ovo: `OVO${String(nth).padStart(6, '0')}` },
});

const anAgency = (nth: number): Message => enrolled(`agency-${nth}`, nth);

const aNeighbourhood = (nth: number): Message => ({
  type: 'NeighbourhoodRecorded',
  data: { code: String(nth), name: `Wijk ${nth}`, centre: { lon: 3.7, lat: 51.05 }, source: 'Stadswijken', version: 1 },
});

const oneTeam = (): Append => {
  const teamId = randomUUID();
  const seconded = Array.from({ length: PER_APPEND - 2 }, (_, nth) => ({
    type: 'MemberSeconded',
    data: { teamId, memberId: `member-${nth}`, agency: 'ocmw-gent', function: 'wijkwerker', from: '2026-01-01' },
  }));
  const formed = { teamId, name: 'Wijkteam', neighbourhoods: ['4'], formedBy: 'stad-gent' };
  const ended = { teamId, memberId: 'member-0', agency: 'ocmw-gent', on: '2026-06-01' };
  return {
    stream: `team-${CITY}-${teamId}`,
    events: [{ type: 'TeamFormed', data: formed }, ...seconded, { type: 'SecondmentEnded', data: ended }],
  };
};

const oneSubscription = (nth: number): Append => {
  const of = (type: string, data: object = {}): Message => ({
    type,
    data: { subscriptionId, agency: 'ocmw-gent', ...data },
  });
  const subscriptionId = randomUUID();
  const url = 'https://ocmw.example/regie';
  // Events from before `signatures` have none.
  const signatures = [undefined, ['hmac'], ['ed25519'], ['hmac', 'ed25519']][nth % 4];
  const chosen = signatures && { signatures };
  const terms = { url, types: [], neighbourhoods: [], themes: [], mode: 'thin', content: 'structured', ...chosen };
  const pauses = Array.from({ length: (PER_APPEND - 2) / 2 }, () => [
    of('SubscriptionPaused'),
    of('SubscriptionResumed'),
  ]);
  return {
    stream: `subscription-${CITY}-${subscriptionId}`,
    events: [
      of('SubscriptionCreated', { ...terms, after: '0' }),
      of('SubscriptionConfirmed', { url }),
      ...pauses.flat(),
    ],
  };
};
