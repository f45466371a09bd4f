import { DomainError, overlaps, type Period } from '#kernel';
import type { Register } from './mandate-history.js';
import { sameSlot, type Slot } from './schedule.js';

export const slotsMustDiffer = (slots: readonly Slot[]): void => {
  const twice = slots.find((slot, index) => slots.findIndex((other) => sameSlot(slot, other)) < index);
  if (twice) throw new DomainError('mandate.slot-twice', { slot: twice });
};

/**
 * Refuses a slot that another mandate, suspended or not, has on a day of the period. A slot has at most one holder on
 * any day (P9). The refusal names that holder, so that the actor can contact the agency.
 */
export const slotsMustBeFree = (register: Register, slots: readonly Slot[], period: Period, own: string): void => {
  for (const mandate of register.mandates.values()) {
    if (mandate.id === own) continue;
    for (const holding of mandate.holdings) {
      const slot =
        overlaps(holding.period, period) &&
        slots.find((wanted) => holding.slots.some((held) => sameSlot(held, wanted)));
      if (!slot) continue;
      const { holder, period: held } = holding;
      throw new DomainError('mandate.slot-taken', {
        slot,
        mandateId: mandate.id,
        holder,
        from: held.from,
        until: held.until ?? null,
      });
    }
  }
};
