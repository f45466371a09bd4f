import { once } from 'node:events';
import { Injectable } from '@nestjs/common';
import type { ContextName } from '#contracts';
import type { DirectoryCopy } from '#directory';
import { Notifications } from '#postgres';
import { periodically } from './periodically.js';
import { Shutdown } from './shutdown.js';

/** The pause between the end of a look and the next look. A look takes some milliseconds, so that a change is known within a second. */
const LOOK_EVERY_MS = 900;

/** The copies of the directory in this process, one for each context that has one. It keeps them confirmed. */
@Injectable()
export class DirectoryCopies {
  private readonly copies = new Map<ContextName, DirectoryCopy>();

  constructor(
    private readonly shutdown: Shutdown,
    private readonly notifications: Notifications,
  ) {}

  /**
   * Confirms the copy of a context about once a second from now on, and after a notification of another process, until
   * the shutdown.
   */
  add(context: ContextName, copy: DirectoryCopy): void {
    this.copies.set(context, copy);
    const looking = periodically(LOOK_EVERY_MS, (stopping) => lookOrStop(copy, stopping));
    const unlisten = this.notifications.onNotify(topicOf(context), () => copy.notify());
    this.shutdown.add('work', `copy of the directory of ${context}`, () => {
      unlisten();
      return looking.stop();
    });
  }

  /** Notifies the copies of a context, here and in other processes, that its tables may have changed. */
  notify(context: ContextName): void {
    this.copies.get(context)?.notify();
    this.notifications.notify(topicOf(context));
  }

  /** Returns the time since each copy was confirmed, in seconds. */
  ages(): readonly (readonly [context: ContextName, seconds: number])[] {
    return [...this.copies].map(([context, { ageSeconds }]) => [context, ageSeconds]);
  }
}

/**
 * Resolves after a look, or when `stopping` aborts: a look writes nothing, so that the shutdown need not wait for it.
 * While the looks fail, the context reads the tables; the metric of the age shows it.
 */
const lookOrStop = async (copy: DirectoryCopy, stopping: AbortSignal): Promise<void> => {
  const over = new AbortController();
  await Promise.race([copy.look(), once(stopping, 'abort', { signal: over.signal })]).catch(() => undefined);
  over.abort();
};

const topicOf = (context: ContextName): string => `${context}.directory`;
