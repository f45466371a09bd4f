import type { ContextName } from '#contracts';
import { cityOf } from '#event-store';
import { contextOfStream } from '#messaging';
import type { CopiedRow } from './copied-row.js';
import { PositionRanges, type Range } from './position-ranges.js';

/** The events of a database in a dump. Times are ISO instants; counts are by city and by context. */
export type LogInDump = Readonly<{
  events: number;
  firstPosition: number;
  lastPosition: number;
  firstRecordedAt: string;
  lastRecordedAt: string;
  gaps: readonly Range[];
  /** events more than positions: rows of two dumps in one file */
  repeated: number;
  cities: Readonly<Record<string, number>>;
  contexts: Readonly<Record<string, number>>;
}>;

/** Counts the events of a log, in any order and in little memory. */
export class ExaminedLog {
  private readonly positions = new PositionRanges();
  private readonly cities = new Map<string, number>();
  private readonly contexts = new Map<ContextName | 'unknown', number>();
  private events = 0;
  private first = Infinity;
  private last = -Infinity;

  add(row: CopiedRow): void {
    this.events++;
    this.positions.add(Number(row.text('position')));
    const stream = row.text('stream')!;
    increase(this.cities, cityOf(stream) ?? 'unknown');
    increase(this.contexts, contextOfStream(stream) ?? 'unknown');
    const recordedAt = momentOf(row.text('recorded_at')!);
    this.first = Math.min(this.first, recordedAt);
    this.last = Math.max(this.last, recordedAt);
  }

  /** Returns the result; undefined without events. */
  get result(): LogInDump | undefined {
    const extent = this.positions.extent;
    if (!extent) return undefined;
    const { gaps } = this.positions;
    const missing = gaps.reduce((sum, { from, to }) => sum + to - from + 1, 0);
    return {
      events: this.events,
      firstPosition: extent.from,
      lastPosition: extent.to,
      firstRecordedAt: new Date(this.first).toISOString(),
      lastRecordedAt: new Date(this.last).toISOString(),
      gaps,
      repeated: this.events - (extent.to - missing),
      cities: sortedCounts(this.cities),
      contexts: sortedCounts(this.contexts),
    };
  }
}

const increase = <Key>(counts: Map<Key, number>, key: Key): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

const sortedCounts = (counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> =>
  Object.fromEntries([...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)));

/** Reads a time as pg_dump writes it: `2026-12-01 11:40:10.123+00`. */
export const momentOf = (text: string): number => Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
