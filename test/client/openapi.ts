import { writeFile } from 'node:fs/promises';
import { HubProcess } from '../journeys/hub-process.js';
import { typesOf, written } from './types.js';

/** `npm run openapi`: writes what the hub says that it serves, and the types of the client for it, so that a change of the API shows in review. */
const hub = await HubProcess.start({ environment: { REGIE_DEMONSTRATION: 'no' } });
try {
  const description = (await (await fetch(`${hub.url}/openapi.json`)).json()) as object;
  await writeFile('docs/openapi.json', written(description));
  await writeFile('libs/client/src/api.ts', await typesOf(description));
} finally {
  await hub.remove();
}
