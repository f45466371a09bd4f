import { isDeepStrictEqual } from 'node:util';
import { type Decider, DomainError, fold, type Message } from '#kernel';

/**
 * The grammar of every domain spec: what was recorded, what is asked, what follows.
 *
 *     scenario(mandateRegister).given(proposed('m1')).when(grant('m1')).thenRefused('mandate.not-endorsed', { missing: [...] });
 */
export const scenario = <C extends Message, E extends Message, S>(decider: Decider<C, E, S>) => ({
  given: (...history: readonly E[]) => ({
    when: (command: C) => {
      const state = fold(decider, history);
      const outcome = attempt(() => decider.decide(command, state));
      return {
        /** Exactly these events, in this order. */
        then: (...expected: readonly E[]): void => {
          if ('refusal' in outcome)
            throw new Error(
              `expected events, but it was refused: ${outcome.refusal.code} ${show(outcome.refusal.details)}`,
            );
          expect(outcome.events).toEqual(expected);
        },
        /** The wish was already fulfilled. */
        thenNothing: (): void => {
          if ('refusal' in outcome)
            throw new Error(
              `expected nothing, but it was refused: ${outcome.refusal.code} ${show(outcome.refusal.details)}`,
            );
          expect(outcome.events).toEqual([]);
        },
        /** Refused with this code; of the details at least these facts. */
        thenRefused: (code: string, facts: Readonly<Record<string, unknown>> = {}): void => {
          if (!('refusal' in outcome))
            throw new Error(`expected a refusal ${code}, but it was accepted: ${show(outcome.events)}`);
          expect({ code: outcome.refusal.code, details: outcome.refusal.details }).toMatchObject({
            code,
            details: facts,
          });
        },
        /** The state that follows, for questions about it. */
        state: (): S => {
          if ('refusal' in outcome) throw outcome.refusal;
          return fold(decider, outcome.events, state);
        },
      };
    },
  }),
});

const attempt = <E>(decide: () => readonly E[]): { events: readonly E[] } | { refusal: DomainError } => {
  try {
    const events = decide();
    // An event is kept as JSON for ever: what does not survive the way there and back would read differently tomorrow.
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(events)), events))
      throw new Error(`an event is not plain JSON: ${show(events)}`);
    return { events };
  } catch (error) {
    if (error instanceof DomainError) return { refusal: error };
    throw error;
  }
};

const show = (value: unknown): string => JSON.stringify(value, undefined, 2);
