import { isDeepStrictEqual } from 'node:util';
import { type Decider, DomainError, fold, type Message } from '#kernel';

/**
 * Describes a decision in a domain spec: the recorded events, the facts, the command, the outcome. `usual`: the default facts.
 *
 *     scenario(mandateRegister, usual)
 *       .given(proposed('m1'))
 *       .knowing({ agencies: new Map() })
 *       .when(grant('m1'))
 *       .thenRefused('mandate.not-endorsed', { missing: [...] });
 */
export const scenario = <C extends Message, E extends Message, S, F = void>(
  decider: Decider<C, E, S, F>,
  ...[usual]: F extends void ? [] : [usual: F]
) => {
  const when = (history: readonly E[], facts: F) => (command: C) => {
    const state = fold(decider, history);
    const outcome = attempt(() => decider.decide(command, state, facts));
    return {
      /** Expects exactly these events, in this order. */
      then: (...expected: readonly E[]): void => {
        if ('refusal' in outcome)
          throw new Error(
            `expected events, but it was refused: ${outcome.refusal.code} ${show(outcome.refusal.details)}`,
          );
        expect(outcome.events).toEqual(expected);
      },
      /** Expects no event, because the command is already done. */
      thenNothing: (): void => {
        if ('refusal' in outcome)
          throw new Error(
            `expected nothing, but it was refused: ${outcome.refusal.code} ${show(outcome.refusal.details)}`,
          );
        expect(outcome.events).toEqual([]);
      },
      /** Expects a refusal with this code and at least these details. */
      thenRefused: (code: string, facts: Readonly<Record<string, unknown>> = {}): void => {
        if (!('refusal' in outcome))
          throw new Error(`expected a refusal ${code}, but it was accepted: ${show(outcome.events)}`);
        expect({ code: outcome.refusal.code, details: outcome.refusal.details }).toMatchObject({
          code,
          details: facts,
        });
      },
      state: (): S => {
        if ('refusal' in outcome) throw outcome.refusal;
        return fold(decider, outcome.events, state);
      },
    };
  };
  return {
    given: (...history: readonly E[]) => ({
      when: when(history, usual as F),
      /** Replaces some of the usual facts. */
      knowing: (facts: Partial<F>) => ({ when: when(history, { ...usual, ...facts } as F) }),
    }),
  };
};

const attempt = <E>(decide: () => readonly E[]): { events: readonly E[] } | { refusal: DomainError } => {
  try {
    const events = decide();
    // Events are stored as JSON for ever: a value that JSON changes would be read differently later.
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(events)), events))
      throw new Error(`an event is not plain JSON: ${show(events)}`);
    return { events };
  } catch (error) {
    if (error instanceof DomainError) return { refusal: error };
    throw error;
  }
};

const show = (value: unknown): string => JSON.stringify(value, undefined, 2);
