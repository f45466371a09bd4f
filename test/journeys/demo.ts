import { type Person, tokenFor } from '../../apps/hub/src/demonstration/load.js';
import { brusselsDate } from '#service';
import { HubProcess } from './hub-process.js';
import { type Colleague, mainJob, type Reply } from './main-job.js';

/** `npm run demo`: a throwaway hub, and the main job done over HTTP by the people involved. Any surprise exits 1. */
const started = Date.now();
console.log('Starting a throwaway hub with the Ghent demonstration ...\n');
const hub = await HubProcess.start();
try {
  let position: string | undefined;
  const withToken = (token: string): Colleague => {
    const request = async (method: string, path: string, body?: unknown): Promise<Reply> => {
      const response = await fetch(hub.url + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(position && { 'regie-after': position }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      position = response.headers.get('regie-position') ?? position;
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    return { get: (path) => request('GET', path), post: (path, body) => request('POST', path, body) };
  };
  const systemToken = async (client: string): Promise<string> => {
    const response = await fetch(`${hub.url}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${client}:demo`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  };
  await mainJob({
    today: brusselsDate(new Date()),
    as: async (who) => withToken(await (who.endsWith('-api') ? systemToken(who) : tokenFor(hub.url, who as Person))),
    say: (line) => console.log(line),
  });
  console.log(`\nEverything came out as it should, in ${((Date.now() - started) / 1000).toFixed(1)} s. Start a hub of your own with: npm start`);
} catch (error) {
  console.error(`\n${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`);
  process.exitCode = 1;
} finally {
  await hub.remove();
}
