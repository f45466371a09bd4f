import { hash } from 'node:crypto';
import type { StoredEvent } from '#event-store';
import { type Actor, brusselsDate, type Command, type Decider, DomainError, type Message } from '#kernel';
import { type Chance } from '../../libs/mandates/src/testing/histories.js';

/** The moment of a command, as the commands have it. */
export type Moment = Readonly<{ now: string; today: string }>;

/** A log in memory, written by the deciders of the contexts at rising moments. */
export class History {
  readonly log: StoredEvent[] = [];
  #at = Date.UTC(2024, 0, 1);
  #names = 0;

  constructor(readonly chance: Chance) {}

  get moment(): Moment {
    return { now: new Date(this.#at).toISOString(), today: brusselsDate(new Date(this.#at)) };
  }

  /** Returns a new name that begins with `prefix`. */
  fresh = (prefix = ''): string => `${prefix}${++this.#names}`;

  /** Lets a random time pass: up to a day. */
  goOn(): void {
    this.#at += this.chance.whole(0, 86_400_000);
  }

  add(stream: string, revision: number, event: Message, by: Actor): void {
    const position = String(this.log.length + 1);
    this.log.push({
      // The event is serialized and parsed, as in the log.
      ...(JSON.parse(JSON.stringify(event)) as Message),
      id: uuidOf(position),
      stream,
      revision,
      position,
      recordedAt: this.moment.now,
      metadata: { commandId: `command ${position}`, by },
    });
  }
}

/** A UUID that is the same for the same text. */
const uuidOf = (text: string): string => {
  const hex = hash('sha256', text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** One stream of a history: the state of its decider. Commands that the rules refuse leave no event. */
export class Stream<C extends Command, E extends Message, State, Facts> {
  state: State;
  #revision = -1;

  constructor(
    private readonly history: History,
    readonly name: string,
    private readonly decider: Decider<C, E, State, Facts>,
  ) {
    this.state = decider.initialState;
  }

  get revision(): number {
    return this.#revision;
  }

  /** Executes a command; the caller leaves out its moment. */
  execute(type: string, data: object, by: Actor, facts: Facts): void {
    const command = { type, data, by, ...this.history.moment } as unknown as C;
    for (const event of this.#decided(command, facts)) {
      this.state = this.decider.evolve(this.state, event);
      this.history.add(this.name, ++this.#revision, event, by);
    }
  }

  #decided(command: C, facts: Facts): readonly E[] {
    try {
      return this.decider.decide(command, this.state, facts);
    } catch (error) {
      if (error instanceof DomainError) return [];
      throw error;
    }
  }
}
