import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { brusselsDate, hubActor } from '#kernel';
import { reactor } from '#messaging';
import type { FollowRegister } from '../domain/joint-case.js';
import { mustCompare, type RegisterChange } from '../integration/consumes.js';
import { CaseOfSlot, knownRegister, registerOfSlot } from '../queries/known-register.projection.js';
import { HandleCase } from './case.handler.js';

/**
 * Keeps the register as cases know it, and dispatches the commands that follow. After a change the open cases of the slot compare themselves with it,
 * and after its opening a case does so too (docs/adr/0007). The results of the commands are in the log before the reader stores its position.
 */
export const register = reactor({
  projection: knownRegister,
  react: async (event, tx, dispatch) => {
    const moment = new Date();
    for (const caseOfSlot of await toCompare(event, tx))
      await dispatch(await buildFollowRegister(tx, caseOfSlot, moment, event.traceparent));
  },
});

/**
 * Builds the command that compares one case with the register of its slot, from the day of `moment` on. Its id is always new, because a repeated comparison
 * records one fact.
 */
export const buildFollowRegister = async (
  tx: EntityManager,
  { city, caseId, neighbourhood, theme }: CaseOfSlot,
  moment: Date,
  traceparent?: string,
): Promise<HandleCase> => {
  const today = brusselsDate(moment);
  const data = { caseId, ...(await registerOfSlot(tx, city, { neighbourhood, theme }, today, caseId)) };
  const command: FollowRegister = {
    type: 'FollowRegister',
    data,
    by: hubActor(city, 'register'),
    now: moment.toISOString(),
    today,
  };
  return new HandleCase(command, { commandId: randomUUID(), traceparent });
};

const toCompare = async (event: RegisterChange, tx: EntityManager): Promise<readonly CaseOfSlot[]> => {
  const which = mustCompare(event);
  const { city } = event.data;
  if (!which) return [];
  if ('caseId' in which) return tx.findBy(CaseOfSlot, { city, caseId: which.caseId });
  return tx.findBy(
    CaseOfSlot,
    which.slots.map(({ neighbourhood, theme }) => ({ city, neighbourhood, theme })),
  );
};
