import { setTimeout as sleep } from 'node:timers/promises';
import { brusselsDate } from '#kernel';
import { HistoryChecker, type Operation } from '../../../libs/event-store/src/testing/history-checker.js';
import { random } from '../random.js';
import { type Acknowledged, acknowledgedAt, request, saysOf } from './requests.js';
import type { World } from './world.js';

const ANSWER_WITHIN_MS = 20_000;
const AGAIN_AFTER_MS = 250;
const COMMITMENTS = 4;
const DAY_MS = 86_400_000;

/** A case whose opening was acknowledged, with its acknowledged commitments. */
export type OpenedCase = { name: string; caseId: string; position: string; commitments: string[] };

/**
 * The writers and readers of one hub. Writers open cases and propose commitments. They repeat each write under the same idempotency key until it is
 * acknowledged. Readers read acknowledged cases with the position of the last write to the case.
 */
export class Load {
  readonly checker = new HistoryChecker(false);
  readonly acknowledged: Acknowledged[] = [];
  readonly cases: OpenedCase[] = [];
  /** answers that contradict an earlier acknowledgement */
  readonly wrong: string[] = [];
  /** writes that are not acknowledged yet, with their last answer */
  readonly pending = new Map<string, string>();
  reads = 0;
  private going = true;
  private abandoned = false;
  private readonly work: Promise<unknown>;

  constructor(
    private readonly world: World,
    private readonly token: string,
    private readonly seed: number,
    { writers, readers, pauseMs }: Readonly<{ writers: number; readers: number; pauseMs: number }>,
  ) {
    this.work = Promise.all([
      ...Array.from({ length: writers }, (_, writer) => this.write(writer, pauseMs)),
      ...Array.from({ length: readers }, (_, reader) => this.read(reader, pauseMs)),
    ]);
  }

  /** Stops new reads and writes. Writes under way are still repeated until they are acknowledged, or until `abandon`. */
  stop(): void {
    this.going = false;
  }

  /** Gives up the writes under way, and resolves when all work has ended. */
  async abandon(): Promise<void> {
    this.going = false;
    this.abandoned = true;
    await this.work;
  }

  private async write(writer: number, pauseMs: number): Promise<void> {
    const next = random(this.seed + writer);
    const pause = (): Promise<void> => sleep(pauseMs * (0.5 + next()));
    const dueOn = brusselsDate(new Date(Date.now() + 14 * DAY_MS));
    for (let n = 0; this.going; n++) {
      const name = `${this.world.name}-w${writer}-${n}`;
      const opening = {
        title: name,
        neighbourhood: '4',
        theme: 'leefbaarheid',
        why: 'It is here.',
        scope: 'The park.',
      };
      const opened = await this.send({ name, stream: name, events: 1 }, '/v1/cases', opening);
      if (!opened) continue;
      const caseId = opened.body.caseId as string;
      const entry: OpenedCase = { name, caseId, position: opened.position, commitments: [] };
      this.cases.push(entry);
      for (let k = 0; k < COMMITMENTS && this.going; k++) {
        await pause();
        const what = `${name}/${k}`;
        const commitment = { what, owner: 'stad-gent', dueOn };
        // The command appends two events, because the agency accepts its own commitment at once.
        const write = { name: what, stream: name, events: 2 };
        const made = await this.send(write, `/v1/cases/${caseId}/commitments`, commitment);
        if (!made) continue;
        entry.position = made.position;
        entry.commitments.push(what);
      }
      await pause();
    }
  }

  /** Repeats one write under its key until it is acknowledged; undefined when it is refused or abandoned. */
  private async send(
    { name, stream, events }: Readonly<{ name: string; stream: string; events: number }>,
    path: string,
    body: object,
  ): Promise<{ body: Record<string, unknown>; position: string } | undefined> {
    const operation: Operation = { stream, commandId: name, expected: 'any', events };
    const started = this.checker.begin(operation);
    for (let tries = 1; !this.abandoned; tries++, await sleep(AGAIN_AFTER_MS)) {
      const answer = await request(this.world.front + path, {
        token: this.token,
        method: 'POST',
        body,
        key: `${this.seed}/${name}`,
        withinMs: ANSWER_WITHIN_MS,
      });
      if (answer.status === 201 && answer.position) {
        const acknowledged = acknowledgedAt(name, answer.position);
        const { revision, position } = acknowledged;
        // After an attempt without an answer, this may be the answer to a duplicate of that attempt.
        this.checker.end(started, { kind: 'appended', revision, position, duplicate: tries > 1 });
        this.acknowledged.push(acknowledged);
        this.pending.delete(name);
        return { body: answer.body, position: answer.position };
      }
      if (answer.status >= 400 && answer.status < 500) {
        this.wrong.push(`${name} was refused: ${saysOf(answer)}`);
        this.pending.delete(name);
        return undefined;
      }
      this.pending.set(name, saysOf(answer));
    }
    return undefined;
  }

  private async read(reader: number, pauseMs: number): Promise<void> {
    const next = random(this.seed - 1 - reader);
    while (this.going) {
      await sleep(pauseMs * (0.5 + next()));
      const one = this.cases[Math.floor(next() * this.cases.length)];
      if (!one) continue;
      const { caseId, name, position } = one;
      const made = one.commitments.length;
      const answer = await request(`${this.world.front}/v1/cases/${caseId}`, {
        token: this.token,
        after: position,
        withinMs: ANSWER_WITHIN_MS,
      });
      this.reads++;
      if (answer.status === 200) {
        const seen = answer.body.commitments as readonly unknown[];
        if (seen.length < made)
          this.wrong.push(`a read after the position of ${name} showed ${seen.length} of its ${made} commitments`);
      } else if (answer.status >= 400 && answer.status < 500)
        this.wrong.push(`a read after the position of ${name} was answered ${saysOf(answer)}`);
    }
  }
}
