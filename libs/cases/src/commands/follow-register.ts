import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { brusselsDate, hubActor } from '#kernel';
import { type Dispatch, reactor } from '#messaging';
import { statement } from '#postgres';
import type { FollowRegister } from '../domain/joint-case.js';
import { mustCompare, type RegisterChange } from '../integration/consumes.js';
import {
  type CaseOfSlot,
  knownRegister,
  registerOfSlot,
  revisionOfRegister,
} from '../queries/known-register.projection.js';
import { HandleCase } from './case.handler.js';

/**
 * Brings open cases in line with the register (docs/adr/0007): those of the slots of a mandate that changed, and a case that was opened on another
 * revision of the register than the present one.
 */
export const followRegister = reactor({
  name: 'cases.follow-register',
  readModel: knownRegister,
  reactions: async (events: readonly RegisterChange[], db) => {
    const changes = new Map(events.map((event) => [event.id, event]));
    return (await casesToCompare(events, db)).map(({ eventId, ...caseOfSlot }) => {
      const event = changes.get(eventId)!;
      return { event, run: (dispatch: Dispatch) => bringInLine(db, caseOfSlot, dispatch, { event }) };
    });
  },
});

/**
 * Compares a case with the register of its slot, from today on, until the register stays the same meanwhile: the state that is compared last is the
 * newest one. The id of a command is made of the event and the revision of the register; without an event it is new.
 */
export const bringInLine = async (
  db: EntityManager,
  { city, caseId, neighbourhood, theme }: CaseOfSlot,
  dispatch: Dispatch,
  {
    event,
    now = () => new Date(),
  }: Readonly<{ event?: Pick<RegisterChange, 'id' | 'traceparent'>; now?: () => Date }> = {},
): Promise<void> => {
  for (;;) {
    const moment = now();
    const today = brusselsDate(moment);
    const register = await registerOfSlot(db, city, { neighbourhood, theme }, today, caseId);
    const { registerRevision } = register;
    const data = { caseId, ...register };
    const by = hubActor(city, 'register');
    const command: FollowRegister = { type: 'FollowRegister', data, by, now: moment.toISOString(), today };
    const commandId = event ? `${event.id}/${registerRevision}` : randomUUID();
    await dispatch(new HandleCase(command, { commandId, traceparent: event?.traceparent }));
    if ((await revisionOfRegister(db, city)) === registerRevision) return;
  }
};

type CaseToCompare = CaseOfSlot & Readonly<{ eventId: string }>;

const CASES_TO_COMPARE = statement<CaseToCompare>(
  'cases.cases-to-compare',
  `WITH compared AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS each
     (city text, "caseId" text, "registerRevision" int, neighbourhood text, theme text, "eventId" text, nth int)),
   found AS (
     SELECT slot.city, slot.case_id, neighbourhood, theme, "eventId", nth
       FROM compared JOIN case_of_slot slot USING (city, neighbourhood, theme)
     UNION ALL
     SELECT slot.city, slot.case_id, slot.neighbourhood, slot.theme, "eventId", nth
       FROM compared JOIN case_of_slot slot ON slot.city = compared.city AND slot.case_id = compared."caseId"
       LEFT JOIN known_register known ON known.city = compared.city
      WHERE known.revision IS DISTINCT FROM compared."registerRevision")
   SELECT DISTINCT ON (city, case_id) city, case_id AS "caseId", neighbourhood, theme, "eventId" FROM found ORDER BY city, case_id, nth DESC`,
);

/** Finds the cases to compare, each with the last event that concerns it. */
const casesToCompare = (events: readonly RegisterChange[], db: EntityManager): Promise<readonly CaseToCompare[]> => {
  const compared = events.flatMap((event, nth) => {
    const { city } = event.data;
    return mustCompare(event).map((which) => ({ city, ...which, eventId: event.id, nth }));
  });
  if (compared.length === 0) return Promise.resolve([]);
  return CASES_TO_COMPARE.rows(db, [JSON.stringify(compared)]);
};
