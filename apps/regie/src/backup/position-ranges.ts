/** A range of positions, both ends included. */
export type Range = Readonly<{ from: number; to: number }>;

/**
 * The positions of a log, kept as ranges without gaps. Rows come nearly in order, so there are few ranges at any moment, and memory stays small.
 * Positions count events, and are far below 2^53.
 */
export class PositionRanges {
  private readonly endOf = new Map<number, number>();
  private readonly startOf = new Map<number, number>();

  add(position: number): void {
    const from = this.startOf.get(position - 1) ?? position;
    const to = this.endOf.get(position + 1) ?? position;
    this.startOf.delete(position - 1);
    this.endOf.delete(position + 1);
    this.endOf.set(from, to);
    this.startOf.set(to, from);
  }

  /** Returns the first and last position; undefined without any. */
  get extent(): Range | undefined {
    const ranges = this.sorted();
    return ranges.length === 0
      ? undefined
      : { from: ranges[0]!.from, to: ranges.reduce((last, { to }) => Math.max(last, to), 0) };
  }

  /** Returns the ranges of positions that are missing between 1 and the last one. */
  get gaps(): readonly Range[] {
    let next = 1;
    const gaps: Range[] = [];
    for (const { from, to } of this.sorted()) {
      if (from > next) gaps.push({ from: next, to: from - 1 });
      next = Math.max(next, to + 1);
    }
    return gaps;
  }

  private sorted(): readonly Range[] {
    return [...this.endOf].map(([from, to]) => ({ from, to })).toSorted((one, other) => one.from - other.from);
  }
}
