import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { SETTINGS } from '../injection-tokens.js';
import type { Settings } from '../settings/settings.js';

const SAMPLE_MS = 1_000;
/** The time between two measurements of the monitor; an idle event loop has this delay. */
const RESOLUTION_MS = 20;
const NANOSECONDS_OF_MS = 1e6;
/** The number of slow seconds in a row before requests are refused; a pause of the machine makes one or two. */
const SAMPLES = 3;

/**
 * Watches once a second how long work waits for a turn of the event loop.
 * The measure is the mean of a second: a single pause is over when it is measured, and refusing requests then helps nobody.
 */
@Injectable()
export class EventLoopLag implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('event-loop');
  private readonly monitor = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private sampling: NodeJS.Timeout | undefined;
  private slowSamples = 0;

  constructor(@Inject(SETTINGS) private readonly settings: Pick<Settings, 'shedLagMs'>) {}

  onModuleInit(): void {
    if (this.settings.shedLagMs === 0) return;
    this.monitor.enable();
    this.sampling = setInterval(() => this.sample(), SAMPLE_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.sampling);
    this.monitor.disable();
  }

  /** True while requests wait too long for a turn of the event loop. */
  get tooLong(): boolean {
    return this.slowSamples >= SAMPLES;
  }

  private sample(): void {
    // Without a measurement the mean is not a number: the loop had no turn for it.
    const meanMs = this.monitor.count === 0 ? Infinity : this.monitor.mean / NANOSECONDS_OF_MS - RESOLUTION_MS;
    this.monitor.reset();
    const before = this.tooLong;
    this.slowSamples = meanMs > this.settings.shedLagMs ? this.slowSamples + 1 : 0;
    if (this.tooLong && !before)
      this.logger.warn('overloaded: the event loop lags, and requests are refused until it does not');
    if (before && !this.tooLong) this.logger.warn('no longer overloaded: requests are taken again');
  }
}
