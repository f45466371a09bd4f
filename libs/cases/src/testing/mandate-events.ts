import { randomUUID } from 'node:crypto';
import {
  mandateEnded,
  mandateGranted,
  mandateProposed,
  mandateTransferred,
  type PublicEvent,
  toPublicEvent,
} from '#contracts';
import { daysFromNow } from '#testing/days';

/** Public events about one mandate, for the specs of cases that follow the register. */

export const CITY = '44021';
export const decision = { body: 'college', reference: '2026_CBS_00123', date: '2026-01-15' };

let published = 0;
/** Returns the fields of the next stored event of the register, with a new id and the next revision. */
export const origin = () => ({
  id: randomUUID(),
  stream: `mandates-${CITY}`,
  revision: published++,
  recordedAt: new Date().toISOString(),
  metadata: {},
});

/** Makes the events that put a mandate of Stad Gent over one slot in force, transfer it and end it. */
export const mandateOver = (
  slot: Readonly<{ neighbourhood: string; theme: 'leefbaarheid' }>,
  {
    from = daysFromNow(-10),
    until = daysFromNow(700),
    ...model
  }: Readonly<{
    steeringModel: 'coordination' | 'commissioning';
    commissioningCase?: string;
    from?: string;
    until?: string;
  }>,
) => {
  const about = { mandateId: randomUUID(), slots: [slot] };
  const period = { from, until };
  const proposal = { ...about, kind: 'hybrid', holder: 'stad-gent', ...model } as const;
  const grant = { ...about, holder: 'stad-gent', period, evaluateOn: daysFromNow(1), decision };
  return {
    mandateId: about.mandateId,
    inForce: (): readonly PublicEvent[] => [
      toPublicEvent(mandateProposed, origin(), CITY, proposal),
      toPublicEvent(mandateGranted, origin(), CITY, grant),
    ],
    transferred: (holder: string, to: string, on: string): PublicEvent =>
      toPublicEvent(mandateTransferred, origin(), CITY, { ...about, from: holder, to, on, period, decision }),
    ended: (holder: string, on: string): PublicEvent =>
      toPublicEvent(mandateEnded, origin(), CITY, { ...about, holder, on, cause: 'ended' }),
  };
};
