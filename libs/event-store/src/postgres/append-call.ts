import pg, { type QueryConfig } from 'pg';
import { statement } from '#postgres';
import { type Appended, WrongRevision } from '../port/event-store.js';
import type { ValidAppend } from '../port/validate-append.js';
import { COMMAND_INDEX } from './sql/events-table.js';

export type Outcome = PromiseSettledResult<Appended>;
/** A row that `append_one` and `append_batch` return. */
export type OutcomeRow = Readonly<{
  outcome: 'appended' | 'duplicate' | 'refused';
  at_revision: number;
  at_position: string;
  fingerprint: string | null;
}>;

const NO_EVENTS = -1;
const ANY_REVISION = -2;

/** The call of the SQL function that appends the batch. */
export const appendCall = (schema: string, batch: readonly ValidAppend[]): QueryConfig => {
  const [first] = batch;
  const [sql, values] =
    batch.length === 1 && first?.events.length === 1
      ? [`select * from ${schema}.append_one($1, $2, $3, $4, $5, $6, $7)`, oneEvent(first)]
      : [`select * from ${schema}.append_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, columns(batch)];
  // Prepared by name, so that it is parsed once. The SQL function has plans of its own, which suit a log of any length.
  const { name, text } = statement(`${schema}.append${values.length}`, sql);
  return { name, text, values };
};

/** The outcome of one append of the batch. */
export const outcomeOf = (append: ValidAppend, row: OutcomeRow): Outcome =>
  row.outcome === 'refused' ? refusal(append, row.at_revision) : { status: 'fulfilled', value: answer(row) };

/** True for the error of the unique index: the stream is at the expected revision, but already has the command. */
export const isRepeat = (reason: unknown): boolean =>
  reason instanceof pg.DatabaseError && reason.code === '23505' && reason.constraint === COMMAND_INDEX;

const expectedRevision = ({ expected }: ValidAppend): number =>
  expected === 'none' ? NO_EVENTS : expected === 'any' ? ANY_REVISION : expected;

/** The arguments of the SQL function `append_one`. */
const oneEvent = (append: ValidAppend): unknown[] => {
  const { stream, commandId, events, metadata } = append;
  const { id, type, data } = events[0]!;
  return [stream, expectedRevision(append), commandId, type, data, metadata, id];
};

/** The arguments of the SQL function `append_batch`. */
const columns = (batch: readonly ValidAppend[]): unknown[] => {
  const events = batch.flatMap(({ events: ofItem }, item) =>
    ofItem.map((event, index) => ({ item: item + 1, nth: index + 1, ...event })),
  );
  return [
    batch.map(({ stream }) => stream),
    literal(batch.map(expectedRevision)),
    batch.map(({ commandId }) => commandId),
    literal(batch.map(({ events }) => events.length)),
    batch.map(({ metadata }) => metadata).join('\n'),
    literal(events.map(({ item }) => item)),
    literal(events.map(({ nth }) => nth)),
    events.map(({ type }) => type),
    events.map(({ data }) => data).join('\n'),
    literal(events.map(({ id }) => id)),
  ];
};

/** Builds a PostgreSQL array of values that need no quotes; the driver would quote each. */
const literal = (values: readonly (number | string)[]): string => `{${values.join(',')}}`;

export const answer = ({ outcome, at_revision, at_position, fingerprint }: OutcomeRow): Appended => ({
  revision: at_revision,
  position: at_position,
  duplicate: outcome === 'duplicate',
  ...(fingerprint !== null && { fingerprint }),
});

const refusal = ({ stream, expected }: ValidAppend, actual: number): Outcome => ({
  status: 'rejected',
  reason: new WrongRevision(stream, expected, actual === NO_EVENTS ? undefined : actual),
});
