import { FORWARDS } from '@kurrent/kurrentdb-client';
import { LRUCache } from 'lru-cache';
import type { Appended } from '../port/event-store.js';
import type { KurrentDbReader } from './reader.js';

/** The end of a stream as this process knows it: its last revision, the time of that event, and the end of each command. */
export type StreamEnd = {
  revision: number;
  recordedAt: string;
  readonly commands: Map<string, Appended & { attempt?: string }>;
};

/** The number of command ids that a process keeps, over all streams. The least recently used stream is dropped first. */
const MAX_COMMANDS_KEPT = 500_000;
/**
 * Caps the size of an entry, because the cache drops one above its limit: a stream with more commands is kept, alone.
 */
const sizeOf = ({ commands }: StreamEnd): number => Math.min(commands.size + 1, MAX_COMMANDS_KEPT);

/** Remembers the ends of streams, and reads on from there. */
export class StreamEnds {
  readonly #ends = new LRUCache<string, StreamEnd>({ maxSize: MAX_COMMANDS_KEPT, sizeCalculation: sizeOf });

  constructor(private readonly reader: KurrentDbReader) {}

  async of(stream: string): Promise<StreamEnd> {
    const known = this.#ends.get(stream);
    if (known) return known;
    const end: StreamEnd = { revision: -1, recordedAt: '', commands: new Map() };
    await this.extend(stream, end);
    return end;
  }

  /**
   * Reads new events of a stream; true when there were some. Concurrent reads are harmless, because only the event with
   * the next revision counts.
   */
  async extend(stream: string, end: StreamEnd): Promise<boolean> {
    const before = end.revision;
    const events = await this.reader.recorded(stream, { direction: FORWARDS, fromRevision: BigInt(before + 1) });
    for (const { revision, position, recordedAt, metadata, attempt } of events) {
      if (revision !== end.revision + 1) continue;
      end.revision = revision;
      end.recordedAt = recordedAt;
      end.commands.set(metadata.commandId, {
        revision,
        position,
        duplicate: true,
        fingerprint: metadata.fingerprint,
        attempt,
      });
    }
    // The cache computes the size of a new entry only, so the entry is deleted and set again.
    this.#ends.delete(stream);
    this.#ends.set(stream, end);
    return end.revision > before;
  }
}

/** Returns the first result of a command, now marked as a repeat. */
export const answered = (command: (Appended & { attempt?: string }) | undefined): Appended | undefined =>
  command && {
    revision: command.revision,
    position: command.position,
    duplicate: true,
    fingerprint: command.fingerprint,
  };
