import { FORWARDS } from '@kurrent/kurrentdb-client';
import { LRUCache } from 'lru-cache';
import type { Appended } from '../port/event-store.js';
import type { KurrentDbReader } from './reader.js';

/** The end of a stream as this process knows it: its last revision, when that was recorded, and where each command ended. */
export type StreamEnd = {
  revision: number;
  recordedAt: string;
  readonly commands: Map<string, Appended & { attempt?: string }>;
};

/** Command ids that a process keeps, of all streams together; the stream that was not used for longest is forgotten first. */
const MAX_COMMANDS_KEPT = 500_000;
/** A stream with more commands than may be kept is kept all the same, alone. */
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

  /** Reads what is new in a stream; true when there was something. Two reads at once do no harm: an event counts when it is the next. */
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
    // The size of an entry is taken when it is set, and once more only when it was away.
    this.#ends.delete(stream);
    this.#ends.set(stream, end);
    return end.revision > before;
  }
}

/** What a command got as its answer when it was applied, now as a repeat. */
export const answered = (command: (Appended & { attempt?: string }) | undefined): Appended | undefined =>
  command && {
    revision: command.revision,
    position: command.position,
    duplicate: true,
    fingerprint: command.fingerprint,
  };
