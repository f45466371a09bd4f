import type { EntityManager } from 'typeorm';
import type { SharedReadModel } from '#messaging';
import { brusselsDate } from '#service';
import { HandleCase } from '../cases.handler.js';
import { followCommandId, followRegister, type Heard, mustCompare } from './consumes.js';
import { FollowingCase, knownRegister, registerOfSlot } from '../read-models/register.js';

/**
 * The register as cases know it, and what follows from it: when it changes, the open cases of the slot compare themselves with it, and when a case
 * is opened, that one does (docs/adr/0007). The commands are in the log before the reader has moved on.
 */
export const register: SharedReadModel = {
  ...knownRegister,
  react: async (event, tx, give) => {
    const heard = event as Heard;
    const { city } = heard.data;
    const moment = new Date();
    const today = brusselsDate(moment);
    for (const { caseId, ...slot } of await toCompare(heard, tx)) {
      const command = followRegister(heard, caseId, await registerOfSlot(tx, city, slot, today), moment.toISOString(), today);
      const { traceparent } = event;
      await give(new HandleCase(command, { commandId: followCommandId(heard, caseId), fingerprint: '', retryable: false, traceparent }));
    }
  },
};

const toCompare = async (event: Heard, tx: EntityManager): Promise<readonly FollowingCase[]> => {
  const which = mustCompare(event);
  const { city } = event.data;
  if (!which) return [];
  if ('caseId' in which) return tx.findBy(FollowingCase, { city, caseId: which.caseId });
  return tx.findBy(FollowingCase, which.slots.map(({ neighbourhood, theme }) => ({ city, neighbourhood, theme })));
};
