import { attention, examine, type Finding, ok } from './findings.js';
import { bodyOf, send } from './hub.js';
import type { HubLocation } from './locate-hub.js';

/** The response of `/health/ready`: each part of the hub, up or down, with details. */
export type Health = Readonly<{
  details?: Readonly<Record<string, Readonly<{ status: string; remedy?: string }> & Readonly<Record<string, unknown>>>>;
}>;

/** Examines the health that the hub reports about itself. */
export const examineHealth = async (location: HubLocation): Promise<readonly Finding[]> => {
  const live = await examine('live', async () => {
    const startedAt = performance.now();
    const { status } = await send(location, '/health/live');
    if (status !== 200)
      return [
        attention(
          'live',
          `${location.url} answers ${status}`,
          `Is this the address of the hub? It comes from ${location.source}.`,
        ),
      ];
    return [ok('live', `answers in ${Math.round(performance.now() - startedAt)} ms`)];
  });
  if (live.some(({ state }) => state === 'attention')) return live;
  const ready = await examine('ready', async () => {
    const response = await send(location, '/health/ready');
    return readiness(response.status, (await bodyOf(response)) ?? {});
  });
  return [...live, ...ready];
};

/** The checks that may report problems while they are up. */
const REPORTING = ['identity-provider', 'clock'];

export const readiness = (status: number, { details = {} }: Health): readonly Finding[] => {
  // The problems of the bus are left out: the command `doctor` examines the bus in more detail elsewhere.
  const unheard = REPORTING.flatMap((name) => {
    const { problems = [], remedy } = (details[name] ?? {}) as { problems?: readonly string[]; remedy?: string };
    return problems.map((problem) => attention(name.replace('-', ' '), problem, remedy));
  });
  if (status === 200) return [ok('ready', 'does its work'), ...unheard];
  if (status === 404)
    return [
      attention(
        'ready',
        'answers 404, as a proxy does',
        'Give the address of the process itself, such as REGIE_URL=http://127.0.0.1:3000: a proxy keeps its health inside.',
      ),
    ];
  const down = Object.entries(details).filter(([, part]) => part.status !== 'up');
  if (down.length === 0) return [attention('ready', `answers ${status}`, 'The log of the hub says why.'), ...unheard];
  return unheard.concat(
    down.map(([name, { status: _status, remedy, ...fields }]) => {
      const facts = Object.entries(fields).map(([fact, value]) => `${fact} ${[value].flat().join(', ')}`);
      return attention('ready', [`${name} is down`, ...facts].join('; '), remedy);
    }),
  );
};
