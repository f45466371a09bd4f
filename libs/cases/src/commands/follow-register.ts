import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { brusselsDate, hubActor } from '#kernel';
import { reactor } from '#messaging';
import type { FollowRegister } from '../domain/joint-case.js';
import { mustCompare, type RegisterChange } from '../integration/consumes.js';
import { CaseOfSlot, knownRegister, registerOfSlot } from '../queries/known-register.projection.js';
import { HandleCase } from './case.handler.js';

/**
 * Keeps a copy of the register of mandates, and dispatches the commands that follow from its changes (docs/adr/0007).
 * After a change of a mandate, the open cases of its slots compare themselves with the register; a new case does so
 * after its opening. The events of these commands are in the log before the processor stores its checkpoint.
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
 * Builds the command that compares one case with the register of its slot, from the day of `moment` on. The command id
 * is always new: a repeated comparison does no harm, because it records nothing twice.
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
