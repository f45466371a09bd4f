import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { brusselsDate, theHub } from '#kernel';
import type { SharedReadModel } from '#messaging';
import type { FollowRegister } from '../domain/joint-case.js';
import { type Heard, mustCompare } from '../integration/consumes.js';
import { FollowingCase, knownRegister, registerOfSlot } from '../integration/known-register.js';
import { HandleCase } from './case.handler.js';

/**
 * The register as cases know it, and what follows from it: when it changes, the open cases of the slot compare themselves with it, and when a case
 * is opened, that one does (docs/adr/0007). The commands are in the log before the reader has moved on.
 */
export const register: SharedReadModel = {
  ...knownRegister,
  react: async (event, tx, give) => {
    const moment = new Date();
    for (const following of await toCompare(event as Heard, tx))
      await give(await followRegister(tx, following, moment, event.traceparent));
  },
};

/** The command for one case: what the register says of its slot from the day of `moment` on. Its id is fresh: a comparison made twice gives one fact. */
export const followRegister = async (
  tx: EntityManager,
  { city, caseId, neighbourhood, theme }: FollowingCase,
  moment: Date,
  traceparent?: string,
): Promise<HandleCase> => {
  const today = brusselsDate(moment);
  const data = { caseId, ...(await registerOfSlot(tx, city, { neighbourhood, theme }, today, caseId)) };
  const command: FollowRegister = {
    type: 'FollowRegister',
    data,
    by: theHub(city, 'register'),
    now: moment.toISOString(),
    today,
  };
  return new HandleCase(command, { commandId: randomUUID(), traceparent });
};

const toCompare = async (event: Heard, tx: EntityManager): Promise<readonly FollowingCase[]> => {
  const which = mustCompare(event);
  const { city } = event.data;
  if (!which) return [];
  if ('caseId' in which) return tx.findBy(FollowingCase, { city, caseId: which.caseId });
  return tx.findBy(
    FollowingCase,
    which.slots.map(({ neighbourhood, theme }) => ({ city, neighbourhood, theme })),
  );
};
