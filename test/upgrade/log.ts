import { createHash } from 'node:crypto';
import { withClient } from '#postgres';
import type { Exchange } from './journey.js';

/** The last event of a command in a log. `by` is the code of the agency that gave the command. */
type Applied = Readonly<{ position: string; stream: string; revision: number; by: string }>;

/** Reads the commands in the log of a database: the last event of each. */
export const commandsIn = (url: string): Promise<readonly Applied[]> =>
  withClient(url, { purpose: 'checks', name: 'spec' }, async (client) => {
    const { rows } = await client.query<Applied>(
      `SELECT position::text, stream, revision, metadata->'by'->>'agency' AS by FROM event_store.events e
        WHERE command_id IS NOT NULL ORDER BY e.position`,
    );
    return rows;
  });

/**
 * Compares the acknowledged writes with the commands in the logs: an acknowledged write that no log has is lost, and a
 * command of an agency that no answer acknowledged was applied twice.
 * @param before the commands in the logs before the first exchange
 */
export const differences = (
  exchanges: readonly Exchange[],
  logs: ReadonlyMap<string, readonly Applied[]>,
  before: ReadonlyMap<string, number>,
): Readonly<{ lost: readonly Exchange[]; unacknowledged: readonly Applied[] }> => {
  const key = (log: string, { position, stream, revision }: Applied): string =>
    `${log}:${position}:${revision}:${createHash('md5').update(stream).digest('hex')}`;
  const written = [...logs].flatMap(([log, commands]) => commands.map((command) => key(log, command)));
  const acknowledged = new Map<string, Exchange>();
  const logOf = (context: string): string => (logs.has(context) ? context : 'hub');
  for (const exchange of exchanges) {
    if (exchange.position === undefined || exchange.status >= 300) continue;
    const [context, ...rest] = Buffer.from(exchange.position, 'base64url').toString().split(':');
    acknowledged.set([logOf(context!), ...rest].join(':'), exchange);
  }
  const inLog = new Set(written);
  return {
    lost: [...acknowledged].filter(([position]) => !inLog.has(position)).map(([, exchange]) => exchange),
    unacknowledged: [...logs].flatMap(([log, commands]) =>
      commands
        .slice(before.get(log) ?? 0)
        .filter((command) => command.by !== 'hub' && !acknowledged.has(key(log, command))),
    ),
  };
};
