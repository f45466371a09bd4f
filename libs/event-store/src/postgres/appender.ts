import type { QueryConfig } from 'pg';
import { ClocksDiffer, StoreBusy } from '../port/event-store.js';
import { type Found, lookUpOutcomes } from '../port/look-up.js';
import type { ValidAppend } from '../port/validate-append.js';
import { answer, appendCall, isRepeat, type Outcome, outcomeOf, type OutcomeRow } from './append-call.js';
import type { ClockCheck } from './clock-check.js';
import { isRolledBack } from './rolled-back.js';
import { tipOf } from './sql/append.js';
import type { Statements } from './statements.js';

export type AppenderOptions = Readonly<{
  schema: string;
  statements: Statements;
  clock: ClockCheck;
  /** time to look up an append whose response was lost, in ms */
  lookUpForMs: number;
  /** called after events were appended */
  appended: () => void;
}>;

/** Writes batches of appends, and looks up the outcome of those whose response was lost (docs/adr/0081). */
export class Appender {
  constructor(private readonly options: AppenderOptions) {}

  /**
   * Writes one batch in one round trip. A repeat after a lost response is harmless, because command ids prevent a
   * second append.
   * `mayBeThere`: an earlier attempt got no response, so the log may already have the batch.
   */
  async write(batch: readonly ValidAppend[], mayBeThere = false): Promise<Outcome[]> {
    const { schema, statements, appended } = this.options;
    const call = appendCall(schema, batch);
    const attempts = { mayBeThere };
    try {
      const rows = await statements.retryTransient(() => this.append(call, attempts));
      appended();
      return rows.map((row, index) => outcomeOf(batch[index] as ValidAppend, row));
    } catch (reason) {
      if (batch.length > 1 && !(reason instanceof StoreBusy)) return this.writeOneByOne(batch, attempts.mayBeThere);
      return attempts.mayBeThere || isRepeat(reason)
        ? this.lookUp(batch, reason)
        : batch.map(() => ({ status: 'rejected', reason }));
    }
  }

  /** Writes the appends one by one after a permanent error: one append of the batch is at fault, and the others still succeed. */
  private async writeOneByOne(batch: readonly ValidAppend[], mayBeThere: boolean): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const append of batch) outcomes.push(...(await this.write([append], mayBeThere)));
    return outcomes;
  }

  /**
   * Appends on a connection whose clock was checked. `attempts.mayBeThere` becomes true when the append was sent and
   * its response was lost.
   */
  private async append(call: QueryConfig, attempts: { mayBeThere: boolean }): Promise<OutcomeRow[]> {
    const client = await this.options.statements.connection();
    let failure: Error | undefined;
    try {
      await this.options.clock.check(client);
      const sent = client.query<OutcomeRow>(call);
      sent.catch((error: unknown) => (attempts.mayBeThere ||= !isRolledBack(error)));
      return (await sent).rows;
    } catch (error) {
      if (!(error instanceof ClocksDiffer)) failure = error as Error;
      throw error;
    } finally {
      client.release(failure);
    }
  }

  private lookUp(batch: readonly ValidAppend[], reason: unknown): Promise<Outcome[]> {
    const cause = reason instanceof StoreBusy ? (reason.cause ?? reason) : reason;
    return lookUpOutcomes(batch, { find: (appends) => this.find(appends), cause, forMs: this.options.lookUpForMs });
  }

  /** Reads the first result of each command and the end of its stream, all in one snapshot. */
  private async find(appends: readonly ValidAppend[]): Promise<Found[]> {
    const { schema, statements } = this.options;
    const rows = await statements.query<OutcomeRow & { tip: number }>({
      text: `select 'duplicate' as outcome, e.revision as at_revision, e.position::text as at_position, e.metadata ->> 'fingerprint' as fingerprint,
               ${tipOf(schema, 'i.stream')} as tip
             from unnest($1::text[], $2::text[]) with ordinality i (stream, command, nth)
             left join lateral (select e.revision, e.position, e.metadata from ${schema}.events e where e.stream = i.stream and e.command_id = i.command limit 1) e on true
             order by i.nth`,
      values: [appends.map(({ stream }) => stream), appends.map(({ commandId }) => commandId)],
    });
    return rows.map(({ tip, ...row }) => ({
      applied: (row.at_position as string | null) === null ? undefined : answer(row),
      revision: tip,
    }));
  }
}
