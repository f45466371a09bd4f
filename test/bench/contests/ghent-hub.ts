import { setTimeout as pause } from 'node:timers/promises';
import { brusselsDate } from '#kernel';
import { IdentityProvider } from '#testing/identity-provider';
import { CITY, PEOPLE } from '../../../apps/hub/src/demonstration/ghent.js';
import { loadDemonstration, type Person } from '../../../apps/hub/src/demonstration/load.js';
import { HubProcess } from '../../journeys/hub-process.js';
import type { Surroundings } from '../contest.js';

/** A hub in a process of its own, on a database of the bench, with the agencies, neighbourhoods and mandates of the demonstration. */
export type GhentHub = Readonly<{
  url: string;
  pid: number;
  databaseUrl: string;
  provider: IdentityProvider;
  tokenOf(person: Person): Promise<string>;
  /** Resolves when every processor of the hub has applied the write of this `Regie-Position`, and what followed from it. */
  settled(position: string): Promise<void>;
  close(): Promise<void>;
}>;

export const openGhentHub = async ({ createDatabase, onProgress }: Surroundings): Promise<GhentHub> => {
  const databaseUrl = await createDatabase();
  const provider = await IdentityProvider.open();
  onProgress('starting a hub, and loading the demonstration');
  const hub = await HubProcess.start({ database: databaseUrl, environment: provider.environment });
  const tokenOf = (person: Person): Promise<string> => {
    const { agency, role } = PEOPLE.find(({ username }) => username === person)!;
    return provider.token({ city: CITY, agency, role });
  };
  await loadDemonstration(hub.url, brusselsDate(new Date()), tokenOf);
  const token = await tokenOf('an.peeters');
  return {
    url: hub.url,
    pid: hub.pid,
    databaseUrl,
    provider,
    tokenOf,
    settled: (position) => settled(hub.url, token, position),
    close: async () => {
      await hub.remove();
      provider.close();
    },
  };
};

/** Repeats a request with `Regie-After`, which is refused with 503 after some seconds while processors are behind. */
const settled = async (url: string, token: string, position: string): Promise<void> => {
  for (;;) {
    const answer = await fetch(`${url}/v1/neighbourhoods`, {
      headers: { authorization: `Bearer ${token}`, 'regie-after': position },
    });
    const text = await answer.text();
    if (answer.ok) return;
    if (answer.status !== 503) throw new Error(`the hub answers ${answer.status}: ${text}`);
    await pause(100);
  }
};
