/** The result of one request to a process. `neither`: no evidence, such as a slow answer or a process that was stopped on purpose. */
export type Observation = Readonly<{
  process: string;
  /** the moment of the answer, in ms from the start of the run */
  at: number;
  of: 'ready' | 'write' | 'read';
  result: 'good' | 'bad' | 'neither';
  says?: string;
}>;

const SECOND = 1_000;
/** Readiness and canaries may disagree for this time. */
const MAY_DISAGREE_MS = 15 * SECOND;
/** Two observations that are further apart prove nothing about the time between them. */
const BLIND_AFTER_MS = 12 * SECOND;

type Known = Readonly<{ result: 'good' | 'bad'; since: number; at: number; says?: string }>;

/**
 * Compares the readiness of each process with its canaries, which are small test requests.
 * `falseReady`: ready while canary writes, or canary reads, failed for more than 15 s.
 * `falseUnready`: not ready while canary writes and reads succeeded for more than 15 s.
 * Only observed time counts: from the first to the last observation of a disagreement.
 */
export class ReadinessJudge {
  readonly falseReady: string[] = [];
  readonly falseUnready: string[] = [];
  private readonly known = new Map<string, Partial<Record<Observation['of'], Known>>>();
  /** disagreements that were reported and still last */
  private readonly reported = new Set<string>();

  /** Adds an observation. Observations must come in the order of their times. */
  observe({ process, at, of, result, says }: Observation): void {
    const known = this.known.get(process) ?? {};
    this.known.set(process, known);
    const before = known[of];
    if (result === 'neither') delete known[of];
    else {
      const goesOn = before?.result === result && at - before.at <= BLIND_AFTER_MS;
      known[of] = { result, at, since: goesOn ? before.since : at, says };
    }
    const { ready, write, read } = known;
    this.judge(this.falseReady, `${process}: ready, and canary writes fail`, [ready, 'good'], [write, 'bad']);
    this.judge(this.falseReady, `${process}: ready, and canary reads fail`, [ready, 'good'], [read, 'bad']);
    this.judge(
      this.falseUnready,
      `${process}: not ready, and canaries succeed`,
      [ready, 'bad'],
      [write, 'good'],
      [read, 'good'],
    );
  }

  private judge(
    found: string[],
    what: string,
    ...wanted: readonly (readonly [Known | undefined, Known['result']])[]
  ): void {
    const known = wanted.flatMap(([fact, result]) => (fact?.result === result ? [fact] : []));
    if (known.length < wanted.length) return void this.reported.delete(what);
    const from = Math.max(...known.map(({ since }) => since));
    const until = Math.min(...known.map(({ at }) => at));
    if (until - from <= MAY_DISAGREE_MS) return void (until < from && this.reported.delete(what));
    if (this.reported.has(what)) return;
    this.reported.add(what);
    const says = known.flatMap((fact) => fact.says ?? []).join('; ');
    found.push(`${what} since ${clock(from)}${says && ` (${says})`}`);
  }
}

/** The progress of a processor, a publisher or the deliveries of a subscription. `token` changes with every step forward. */
export type Movement = Readonly<{ process: string; name: string; token: string; behind: boolean }>;

const MUST_MOVE_WITHIN_MS = 60 * SECOND;

/** Finds processors and deliveries that are behind and make no progress for a minute after the last disturbance of their process. */
export class ProgressJudge {
  readonly stuck = new Set<string>();
  private readonly known = new Map<string, { token: string; at: number; behind: boolean }>();
  private readonly quietSince = new Map<string, number>();

  /** Records that a fault, a stop or a start disturbs the process at this time. */
  disturb(process: string, at: number): void {
    this.quietSince.set(process, at);
  }

  observe({ process, name, token, behind }: Movement, at: number): void {
    const key = `${process}: ${name}`;
    const before = this.known.get(key);
    if (!behind || !before?.behind || before.token !== token) return void this.known.set(key, { token, at, behind });
    const quiet = at - Math.max(before.at, this.quietSince.get(process) ?? 0);
    if (quiet >= MUST_MOVE_WITHIN_MS) this.stuck.add(`${key} has not moved since ${clock(before.at)}, at ${token}`);
  }

  /** Lists the processors and deliveries that are behind and have made no progress since this time. */
  behind(since: number): readonly string[] {
    return [...this.known].flatMap(([key, { token, at, behind }]) =>
      behind && at <= since ? [`${key} has not moved since ${clock(at)}, at ${token}`] : [],
    );
  }
}

/** Formats a time in ms as minutes and seconds. */
export const clock = (ms: number): string =>
  `${Math.floor(ms / 60_000)}:${String(Math.floor((ms % 60_000) / 1_000)).padStart(2, '0')}`;
