import { comparePositions, type ExpectedRevision, START, type StoredEvent } from '../port/event-store.js';

/** An operation of a writer: `events` events of one command. It is repeated under the same id until its outcome is known. */
export type Operation = Readonly<{ stream: string; commandId: string; expected: ExpectedRevision; events: number }>;

/** The result that the writer got. `unknown`: the response was lost, so the operation may have happened or not. */
export type Outcome =
  | Readonly<{ kind: 'appended'; revision: number; position: string; duplicate: boolean }>
  | Readonly<{ kind: 'refused'; actual: number | undefined }>
  | Readonly<{ kind: 'unknown' }>;

/** The facts that were certain when an operation began; opaque to the caller. */
export type Started = Readonly<{ operation: Operation; position: string; tip: number }>;

type Applied = { revision: number; position: string; events: number };
type Answered = Readonly<{ operation: Operation; revision: number; position: string }>;

const MOST_PROBLEMS = 20;

/**
 * Compares the results of writers with the log, while both go on. Feed it each operation as it begins and ends, and
 * each event of the log in the order of a reader.
 * It finds gaps, inversions, doubles and events that nobody requested. It also finds acknowledged events that are
 * missing or at another position.
 * It uses no clock, store or random number: the same input yields the same result.
 */
export class HistoryChecker {
  readonly problems: string[] = [];
  #operations = 0;
  #events = 0;
  #lastPosition = START;
  readonly #lastMoment = new Map<string, string>();
  readonly #tips = new Map<string, number>();
  /** the content of the log, by stream and command */
  readonly #applied = new Map<string, Applied>();
  /** every operation that began, and may be in the log */
  readonly #requested = new Map<string, Operation>();
  /** operations that were acknowledged, and are not yet seen in the log */
  readonly #answers = new Map<string, Answered>();
  readonly #refused = new Map<string, Operation>();
  readonly #unknown = new Map<string, Operation>();
  #acknowledged = START;
  readonly #acknowledgedTips = new Map<string, number>();

  /** Creates a checker. `gapless`: whether positions count 1, 2, 3, ... from the first event of the log on, as those of PostgreSQL do. */
  constructor(private readonly gapless: boolean) {}

  get counted(): Readonly<{ operations: number; events: number; unresolved: number }> {
    return { operations: this.#operations, events: this.#events, unresolved: this.#unknown.size };
  }

  begin(operation: Operation): Started {
    this.#operations++;
    const key = keyOf(operation);
    // An operation that was rejected before may be repeated, and then happen.
    this.#refused.delete(key);
    if (!this.#requested.has(key)) this.#requested.set(key, operation);
    return { operation, position: this.#acknowledged, tip: this.#acknowledgedTips.get(operation.stream) ?? -1 };
  }

  end({ operation, position: before, tip }: Started, outcome: Outcome): void {
    const key = keyOf(operation);
    const { stream, expected, events } = operation;
    if (outcome.kind === 'unknown') {
      this.#unknown.set(key, operation);
      return;
    }
    this.#unknown.delete(key);
    if (outcome.kind === 'refused') {
      const actual = outcome.actual ?? -1;
      if (expected === 'any') this.#report(`${key} expected nothing in particular and was refused`);
      if (expected === (actual < 0 ? 'none' : actual))
        this.#report(`${key} was refused although the stream was where it expected`);
      if (actual < tip)
        this.#report(`${key} was refused because ${stream} is at ${actual}, after ${tip} had been acknowledged`);
      if (this.#applied.has(key) || this.#answers.has(key)) this.#report(`${key} was refused, and yet applied`);
      else this.#refused.set(key, operation);
      return;
    }
    const { revision, position, duplicate } = outcome;
    const first = revision - events + 1;
    if (!duplicate) {
      if (expected !== 'any' && first !== (expected === 'none' ? 0 : expected + 1))
        this.#report(`${key} expected ${expected} and was written at ${first}`);
      // This operation must come after every operation that was acknowledged before it began.
      if (comparePositions(position, before) <= 0)
        this.#report(`${key} was written at ${position}, although ${before} had been acknowledged before it began`);
      if (first <= tip)
        this.#report(
          `${key} was written at revision ${first} of ${stream}, which had been acknowledged at ${tip} before it began`,
        );
    }
    if (comparePositions(position, this.#acknowledged) > 0) this.#acknowledged = position;
    if (revision > (this.#acknowledgedTips.get(stream) ?? -1)) this.#acknowledgedTips.set(stream, revision);
    const answer = this.#answers.get(key);
    if (answer && (answer.revision !== revision || answer.position !== position))
      this.#report(
        `${key} was acknowledged at ${answer.revision}@${answer.position} and then at ${revision}@${position}`,
      );
    const applied = this.#applied.get(key);
    if (applied) this.#compare(key, { operation, revision, position }, applied);
    else this.#answers.set(key, { operation, revision, position });
  }

  /** Records the next event of the log. */
  event({ stream, revision, position, recordedAt, metadata: { commandId } }: StoredEvent): void {
    this.#events++;
    const where = `${stream} ${revision}@${position}`;
    if (comparePositions(position, this.#lastPosition) <= 0) this.#report(`${where} comes after ${this.#lastPosition}`);
    else if (this.gapless && BigInt(position) !== BigInt(this.#lastPosition) + 1n)
      this.#report(`between ${this.#lastPosition} and ${where} something is missing`);
    this.#lastPosition = position;

    const next = (this.#tips.get(stream) ?? -1) + 1;
    if (revision !== next) this.#report(`${where} should be revision ${next}`);
    this.#tips.set(stream, revision);
    if (recordedAt < (this.#lastMoment.get(stream) ?? ''))
      this.#report(`${where} was recorded before the event before it`);
    this.#lastMoment.set(stream, recordedAt);

    const key = keyOf({ stream, commandId });
    const operation = this.#requested.get(key);
    if (!operation) return this.#report(`${where} was never asked for`);
    const applied = this.#applied.get(key);
    if (!applied) {
      this.#applied.set(key, { revision, position, events: 1 });
    } else if (applied.events === operation.events || revision !== applied.revision + 1) {
      return this.#report(`${key} was applied twice: ${where}`);
    } else {
      Object.assign(applied, { revision, position, events: applied.events + 1 });
    }
    if ((applied?.events ?? 1) < operation.events) return;
    if (this.#refused.has(key)) this.#report(`${key} was refused, and yet applied: ${where}`);
    const answer = this.#answers.get(key);
    if (answer) this.#compare(key, answer, this.#applied.get(key)!);
    this.#answers.delete(key);
  }

  /** Returns all faults when every operation has ended and the whole log was fed; empty when there are none. */
  finish(): readonly string[] {
    for (const [key, { revision, position }] of this.#answers)
      this.#report(`${key} was acknowledged at ${revision}@${position} and is lost`);
    for (const key of this.#unknown.keys()) this.#report(`${key} was never resolved`);
    for (const [key, { events }] of this.#applied) {
      const asked = this.#requested.get(key)!.events;
      if (events !== asked) this.#report(`${key} was applied in part: ${events} of ${asked}`);
    }
    return this.problems;
  }

  #compare(key: string, { revision, position }: Answered, applied: Applied): void {
    if (applied.revision !== revision || applied.position !== position) {
      this.#report(
        `${key} was acknowledged at ${revision}@${position} and recorded at ${applied.revision}@${applied.position}`,
      );
    }
  }

  #report(problem: string): void {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push(problem);
  }
}

const keyOf = ({ stream, commandId }: Pick<Operation, 'stream' | 'commandId'>): string => `${commandId} on ${stream}`;
