import type { Reconciliation } from '#messaging';
import { formerly, type MakeGauge } from './gauges.js';

const FORMER_STATES = { retrying: 'waiting', 'dead-lettered': 'dead', blocked: 'parked' } as const;

/** The state of the bus, and the events and messages that wait on it. */
export class BusGauges {
  private readonly unpublished;
  private readonly failedMessages;
  private readonly deadLetters;
  private readonly up;
  private readonly problems;

  constructor(gauge: MakeGauge) {
    this.unpublished = gauge(
      'regie_publisher_unpublished',
      'Public events that are not on the bus yet, of at most a thousand events looked at.',
      'context',
    );
    this.failedMessages = gauge(
      'regie_failed_messages',
      'Messages that a processor could not apply, by state: retrying, dead-lettered or blocked.',
      'processor',
      'state',
    );
    this.deadLetters = gauge('regie_dead_letters', formerly('regie_failed_messages'), 'follower', 'state');
    this.up = gauge('regie_bus_up', '1 when the bus answers.');
    this.problems = gauge(
      'regie_bus_problems',
      'Number of problems of the bus that do not disappear by themselves.',
      'context',
    );
  }

  update(answers: boolean, contexts: readonly Reconciliation[]): void {
    for (const gauge of [this.unpublished, this.failedMessages, this.deadLetters, this.problems]) gauge.reset();
    this.up.set(answers ? 1 : 0);
    for (const { context, publisher, readers, problems } of contexts) {
      this.unpublished.set({ context }, publisher.unpublished);
      this.problems.set({ context }, problems.length);
      for (const { name: processor, failedMessages } of readers)
        for (const [state, count] of Object.entries(failedMessages)) {
          this.failedMessages.set({ processor, state }, count);
          const former = FORMER_STATES[state as keyof typeof FORMER_STATES];
          this.deadLetters.set({ follower: processor, state: former }, count);
        }
    }
  }
}
