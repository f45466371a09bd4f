import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { brusselsDate, DomainError } from '#kernel';
import { type FeedEntry, readFeed } from '../feed/queries/read-feed.js';
import { DeliveryClock } from './delivery-clock.js';
import { type Line, type Outcome, type Progress, type Taken, takenUp } from './delivery-cursor.js';
import { AGENCY_AWAY_MS, type Consequence, DELIVERIES, type Done, LineWork, NOTHING, suspension } from './follow-up.js';
import { type Pending, Sending, type SignedMessage } from './send.js';

/** How long a line that has much is gone on with before it is anybody's again. */
const TURN_MS = 5_000;
/** How old what was read of the feed may be when it is sent: so long after an agency lost the right to see something, nothing of it goes out any more. */
const FRESH_MS = 250;
/** Between two messages so long is waited here; for longer, the line is let go. */
const SHORT_WAIT_MS = 100;
const MOST_READ_AT_ONCE = 100;
const LEAST_READ_AT_ONCE = 16;

/** Subscriptions that are delivered to: one message at a time, in the order of the feed. An event is read right before it is sent, so that the rights of that moment count. */
@Injectable()
export class ActiveLines {
  constructor(
    @Inject(DELIVERIES) private readonly db: DataSource,
    private readonly clock: DeliveryClock,
    private readonly sending: Sending,
    private readonly work: LineWork,
  ) {}

  /**
   * Sends what waits, for a while.
   * @throws {LineLost}
   */
  async deliver(line: Line, stopping: AbortSignal): Promise<void> {
    if (!this.work.isDue(line)) return this.work.letGo(line);
    const over = performance.now() + TURN_MS;
    const known = new Map((await takenUp(this.db, line)).map((taken) => [taken.eventId, taken]));
    await this.sending.prepare(line);
    let [at, limit, step] = [line, line.content === 'batch' ? MOST_READ_AT_ONCE : LEAST_READ_AT_ONCE, NOTHING];
    for (;;) {
      const page = await this.read(at, limit);
      if ('instead' in page)
        return this.work.letGo(line, {
          ...step,
          progress: { ...step.progress, ...page.instead },
          consequence: page.consequence,
        });
      const readAt = performance.now();
      const readable = new Set(page.entries.map(({ event }) => event.id));
      const withheld = [...known.values()].filter(
        ({ state, sequence, eventId }) => state === 'pending' && sequence <= page.upTo && !readable.has(eventId),
      );
      const fresh = page.entries.filter(({ event }) => !known.has(event.id));
      if (step !== NOTHING || fresh.length + withheld.length > 0) {
        const { outcomes, progress } = step;
        const { added, version } = await this.work.advance(line, { outcomes, progress, fresh, withheld, letGo: false });
        step = NOTHING;
        for (const { eventId } of withheld) known.delete(eventId);
        for (const taken of added) known.set(taken.eventId, taken);
        if (version !== line.version) return this.work.letGo(line);
      }
      const ends = performance.now() > over || stopping.aborted;
      // That took long: what was read is read again, and there is nothing to write then.
      if (page.entries.length > 0 && performance.now() - readAt > FRESH_MS && !ends) continue;
      const sent = await this.sendInOrder(
        at,
        messagesIn(page.entries, (eventId) => known.get(eventId)!),
        readAt,
        stopping,
      );
      step = sent.all ? { ...sent, progress: { ...sent.progress, cursor: page.next, sequence: page.upTo } } : sent;
      if (ends || sent.stop || (sent.all && !page.more)) return this.work.letGo(line, step);
      const {
        cursor = at.cursor,
        sequence = Number(at.sequence),
        failures = at.failures,
        paceMs = at.paceMs,
      } = step.progress;
      at = { ...at, cursor, sequence: String(sequence), failures, paceMs };
      for (const taken of known.values()) if (taken.sequence <= sequence) known.delete(taken.eventId);
      // what is read and not sent in time is read again: no more of it than is likely to be sent
      if (line.content !== 'batch')
        limit = sent.all ? Math.min(MOST_READ_AT_ONCE, 2 * limit) : Math.max(LEAST_READ_AT_ONCE, sent.outcomes.length);
    }
  }

  /**
   * Sends messages one after the other, as long as what was read of them is fresh, and until one does not arrive or the next one has to wait. While an
   * endpoint works on one, the next is signed. `all`: there is nothing left of them.
   */
  private async sendInOrder(
    line: Line,
    messages: readonly (readonly Pending[])[],
    readAt: number,
    stopping: AbortSignal,
  ): Promise<Done & Readonly<{ all: boolean; stop: boolean }>> {
    const outcomes: Outcome[] = [];
    let [progress, { failures, paceMs }] = [{} as Progress, line];
    const toSend = messages.map((message) => message.filter(({ taken }) => taken.state === 'pending'));
    let ahead: Promise<SignedMessage> | undefined;
    for (const [index, message] of messages.entries()) {
      const { cursor, sequence } = message.at(-1)!.entry;
      const events = toSend[index]!;
      if (events.length > 0) {
        if (performance.now() - readAt > FRESH_MS || stopping.aborted)
          return { outcomes, progress, all: false, stop: false };
        const posted = this.sending.post(
          { ...line, failures, paceMs },
          await (ahead ?? this.sending.sign(line, events)),
          stopping,
        );
        ahead = this.signAhead(line, toSend[index + 1]);
        const { outcome, progress: after, consequence } = await posted;
        outcomes.push(outcome);
        progress = { ...progress, ...after };
        ({ failures = failures, paceMs = paceMs } = after);
        if (outcome.state !== 'delivered') return { outcomes, progress, consequence, all: false, stop: true };
      }
      progress = { ...progress, cursor, sequence };
      const wait = Math.max(paceMs, line.rate ? 60_000 / line.rate : 0);
      if (events.length === 0 || wait === 0) continue;
      if (wait <= SHORT_WAIT_MS) await pause(wait);
      else
        return {
          outcomes,
          progress: { ...progress, nextAt: this.work.in(wait) },
          all: index === messages.length - 1,
          stop: true,
        };
    }
    return { outcomes, progress, all: true, stop: false };
  }

  private signAhead(line: Line, events: readonly Pending[] = []): Promise<SignedMessage> | undefined {
    if (events.length === 0) return undefined;
    const signed = this.sending.sign(line, events);
    // it may never be asked for; when it is, it says what went wrong
    signed.catch(() => undefined);
    return signed;
  }

  /** A page of what the agency may read now; or what to do instead. */
  private async read(line: Line, limit: number) {
    const { agency, city, types, neighbourhoods, themes } = line;
    const all = (codes: readonly string[]): readonly string[] | undefined => (codes.length > 0 ? codes : undefined);
    const filter = { types: all(types), neighbourhoods: all(neighbourhoods), themes: all(themes) };
    try {
      return await readFeed(this.db, { city, agency }, line.cursor, limit, filter, brusselsDate(this.clock.now()));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return {
        instead: { problem: error.code, nextAt: this.work.in(AGENCY_AWAY_MS) },
        consequence: this.consequenceOf(line, error),
      };
    }
  }

  private consequenceOf(line: Line, { code, details }: DomainError): Consequence | undefined {
    if (code === 'agency.not-active' && details['state'] === 'ended')
      return { type: 'CloseSubscription', data: { subscriptionId: line.subscriptionId, cause: 'agency-ended' } };
    return code.startsWith('feed.') ? suspension(line, 'place-unknown') : undefined;
  }
}

/** What is sent together: the events of one message, in the order of the feed. */
const messagesIn = (
  entries: readonly FeedEntry[],
  takenOf: (eventId: string) => Taken,
): readonly (readonly Pending[])[] => {
  const messages: Pending[][] = [];
  for (const entry of entries) {
    const event = { entry, taken: takenOf(entry.event.id) };
    const open = messages.at(-1);
    if (open && open[0]!.taken.message === event.taken.message) open.push(event);
    else messages.push([event]);
  }
  return messages;
};
