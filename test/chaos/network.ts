import { setTimeout as sleep } from 'node:timers/promises';
import { lostIn } from './network/aftermath.js';
import { deliveriesOf, lostDeliveries } from './network/deliveries.js';
import { clock, ProgressJudge, ReadinessJudge } from './network/judge.js';
import { Load } from './network/load.js';
import { Prober } from './network/prober.js';
import { inWords, planFaults, type PlannedFault } from './network/schedule.js';
import { type Link, type Part, type StartBroker, type World, Worlds } from './network/world.js';

export type NetworkChaos = Readonly<{
  /** the seed of faults and load; printed so that a run can be repeated */
  seed: number;
  /** the time during which faults occur, about five a minute */
  minutes: number;
  databases: Readonly<{ createDatabase(): Promise<string> }>;
  /** starts a broker for the four services; without a broker, only the hub in a box is tested */
  startBroker: StartBroker | undefined;
  /** the folder for the logs of the processes and the files of the hub */
  folder: string;
  /** ends the run */
  signal: AbortSignal;
  say(line: string): void;
}>;

/**
 * The result of a run.
 * - `lost`: acknowledged writes that are missing, doubled or at another position than acknowledged.
 * - `stuckAfter60s`: processors, deliveries, requests and processes without progress a minute after the last fault.
 * - `falseReady`, `falseUnready`: readiness contradicted the canary requests for more than 15 s.
 * - `unstoppable`: processes that did not end within 20 s of SIGTERM.
 */
export type Aftermath = Readonly<{
  faults: number;
  acknowledged: number;
  lost: readonly string[];
  stuckAfter60s: readonly string[];
  falseReady: readonly string[];
  falseUnready: readonly string[];
  unstoppable: readonly string[];
}>;

const SECOND = 1_000;
/** The load goes on for this time after the last fault. */
const LOAD_AFTER_MS = 5 * SECOND;
/** Anything without progress between these two times after the last fault counts as stuck. */
const STUCK_FROM_MS = 60 * SECOND;
const STUCK_UNTIL_MS = 75 * SECOND;
/** Recovery counts as complete when everything has worked for this time. */
const QUIET_MS = 5 * SECOND;
const CUT_EVERY_MS = 2 * SECOND;
const START_AGAIN_AFTER_MS = 2 * SECOND;
const LOOK_EVERY_MS = 2 * SECOND;
const LOAD = { writers: 3, readers: 2, pauseMs: 300 } as const;

/**
 * Injects faults through proxies into the connections of hubs under load, one or two at a time. The connections lead from each process to PostgreSQL,
 * the broker, the identity provider and a webhook endpoint. One fault in five also stops and restarts the process of the connection.
 * @throws the reason of `signal` when it aborts
 */
export const networkChaos = async (options: NetworkChaos): Promise<Aftermath> => {
  const { databases, folder, signal, startBroker } = options;
  const worlds = await Worlds.open(databases, folder);
  const kill = (): void => {
    for (const { program } of worlds.built.flatMap(({ parts }) => parts)) program.kill();
  };
  signal.addEventListener('abort', kill);
  try {
    signal.throwIfAborted();
    await worlds.addHub();
    signal.throwIfAborted();
    if (startBroker) await worlds.addServices(startBroker);
    signal.throwIfAborted();
    return await new Run(options, worlds).run();
  } finally {
    signal.removeEventListener('abort', kill);
    await worlds.end();
  }
};

class Run {
  private readonly readiness = new ReadinessJudge();
  private readonly progress = new ProgressJudge();
  private readonly unstoppable: string[] = [];
  private readonly began = performance.now();
  private readonly parts: ReadonlyMap<string, Part>;
  private readonly links: ReadonlyMap<string, Link>;
  /** the number of faults and restarts under way, by process */
  private readonly disturbances = new Map<string, number>();
  private watching = true;
  private lastFault = 0;

  constructor(
    private readonly options: NetworkChaos,
    private readonly worlds: Worlds,
  ) {
    this.parts = new Map(worlds.built.flatMap(({ parts }) => parts.map((part) => [part.program.name, part])));
    this.links = new Map(worlds.built.flatMap(({ links }) => links.map((link) => [link.name, link])));
  }

  async run(): Promise<Aftermath> {
    const { seed, minutes } = this.options;
    const planned = planFaults(seed, minutes, [...this.links.values()]);
    const [coordinator, manager, partner] = await Promise.all([
      this.worlds.tokenOf('an.peeters'),
      this.worlds.tokenOf('marc.claes'),
      this.worlds.partnerToken(),
    ]);
    const prober = new Prober(
      this.worlds.built,
      { coordinator, manager, partner },
      this.readiness,
      this.progress,
      this.now,
    );
    this.lastFault = Math.max(...planned.map(({ until }) => until));
    const loads = this.worlds.built.map((world) => new Load(world, coordinator, seed, LOAD));
    prober.start();
    const watching = this.watch();
    try {
      await Promise.all(planned.map((fault, index) => this.cause(fault, `${index + 1} of ${planned.length}`)));
      const last = this.now();
      this.say(`the last fault has ended; ${acknowledgedIn(loads)} acknowledged writes`);
      await this.rest(LOAD_AFTER_MS);
      for (const load of loads) load.stop();
      const waiting = await this.recovery(last, loads, prober);
      this.watching = false;
      await Promise.all([watching, prober.stop(), ...loads.map((load) => load.abandon())]);
      this.options.signal.throwIfAborted();
      const lost = await Promise.all(
        this.worlds.built.map(async (world, index) => {
          const canaries = prober.acknowledged.filter(({ name }) => ofWorld(world, name));
          return [...(await lostIn(world, loads[index]!, canaries, coordinator)), ...(await lostDeliveries(world))];
        }),
      );
      for (const name of await this.worlds.stopAll()) this.unstoppable.push(`${name}: at the end, without a fault`);
      return {
        faults: planned.length,
        acknowledged: acknowledgedIn(loads) + prober.acknowledged.length,
        lost: lost.flat(),
        stuckAfter60s: [...this.progress.stuck, ...waiting],
        falseReady: this.readiness.falseReady,
        falseUnready: this.readiness.falseUnready,
        unstoppable: this.unstoppable,
      };
    } finally {
      this.watching = false;
      for (const load of loads) load.stop();
      await Promise.all([watching, prober.stop(), ...loads.map((load) => load.abandon())]);
    }
  }

  private readonly now = (): number => performance.now() - this.began;

  private say(line: string): void {
    this.options.say(`${clock(this.now())} ${line}`);
  }

  private rest(ms: number): Promise<void> {
    return sleep(Math.max(0, ms), undefined, { signal: this.options.signal });
  }

  /** Waits for the time of a fault, causes it, and ends it. */
  private async cause(planned: PlannedFault, which: string): Promise<void> {
    const { link, fault, from, until, forgets, stopAt } = planned;
    const { proxy } = this.links.get(link.name)!;
    await this.rest(from - this.now());
    this.say(`fault ${which}: ${link.name}, ${inWords(planned)} for ${Math.round((until - from) / SECOND)} s`);
    const restarting = stopAt !== undefined && this.restart(link.process, stopAt, inWords(planned), link.name);
    const disturbing = this.disturbing(link.process, async () => {
      try {
        if (fault.kind === 'cut') {
          for (; this.now() < until; await this.rest(Math.min(CUT_EVERY_MS, until - this.now()))) proxy.cut();
        } else {
          proxy.inject(fault);
          // A server that refuses connections has also lost the open ones.
          if (fault.kind === 'refuse') proxy.cut();
          await this.rest(until - this.now());
        }
      } finally {
        if (forgets) proxy.forget();
        proxy.inject({ kind: 'none' });
      }
    });
    await Promise.all([disturbing, restarting]);
  }

  /** Stops a process at this time and starts it again. The start is repeated until it succeeds. */
  private async restart(name: string, at: number, fault: string, link: string): Promise<void> {
    await this.rest(at - this.now());
    const { program } = this.parts.get(name)!;
    // Another fault has just stopped this process.
    if (!program.running) return;
    await this.disturbing(name, async () => {
      this.say(`SIGTERM to ${name}`);
      if (!(await program.stop())) {
        this.unstoppable.push(`${name}: during "${fault}" of ${link}, see ${program.logFile}`);
        this.say(`${name} did not end within 20 s`);
      }
      while (!(await program.start())) {
        if (this.now() > this.lastFault + STUCK_FROM_MS) return void this.progress.stuck.add(`${name} does not start`);
        await this.rest(START_AGAIN_AFTER_MS);
      }
      this.say(`${name} runs again`);
    });
  }

  private async disturbing(process: string, work: () => Promise<void>): Promise<void> {
    const count = (by: number): void => {
      this.disturbances.set(process, (this.disturbances.get(process) ?? 0) + by);
      this.progress.disturb(process, this.now());
    };
    count(1);
    await work().finally(() => count(-1));
  }

  /** Keeps the progress judge informed of disturbances and deliveries. */
  private async watch(): Promise<void> {
    for (; this.watching; await sleep(LOOK_EVERY_MS)) {
      for (const [process, count] of this.disturbances) if (count > 0) this.progress.disturb(process, this.now());
      for (const world of this.worlds.built) {
        const deliveries = await deliveriesOf(world).catch(() => []);
        for (const delivery of deliveries) this.progress.observe(delivery, this.now());
      }
    }
  }

  /** Waits until everything works again. Returns the parts that still do not work a minute after the last fault. */
  private async recovery(last: number, loads: readonly Load[], prober: Prober): Promise<readonly string[]> {
    for (let quietSince: number | undefined; ; await this.rest(LOOK_EVERY_MS / 2)) {
      const tooLate = this.now() >= last + STUCK_UNTIL_MS;
      const waiting = [
        ...loads.flatMap(({ pending }) => [...pending].map(([name, says]) => `${name} is not acknowledged: ${says}`)),
        ...[...this.parts.values()].flatMap(({ program }) =>
          (['ready', 'write', 'read'] as const)
            .map((of) => prober.last.get(`${program.name}: ${of}`))
            .filter((seen) => seen?.result === 'bad')
            .map((seen) => `${program.name}: ${seen!.of} fails: ${seen!.says}`),
        ),
        ...this.progress.behind(tooLate ? last + STUCK_FROM_MS : this.now() - QUIET_MS),
      ];
      if (waiting.length > 0) quietSince = undefined;
      else if (this.now() - (quietSince ??= this.now()) >= QUIET_MS) {
        this.say(`everything works again ${Math.round((quietSince - last) / SECOND)} s after the last fault`);
        return [];
      }
      if (tooLate) return waiting;
    }
  }
}

const acknowledgedIn = (loads: readonly Load[]): number =>
  loads.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);

const ofWorld = ({ parts }: World, name: string): boolean =>
  parts.some(({ program }) => name.startsWith(`canary-${program.name}-`));
