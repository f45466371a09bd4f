import { writeFile } from 'node:fs/promises';
import { HubProcess } from '../journeys/hub-process.js';
import { typesOf, written } from './types.js';

/**
 * `npm run openapi`: writes the OpenAPI description of the hub and the client types, so that reviewers see a change of
 * the API.
 */
const hub = await HubProcess.start({ environment: { REGIE_DEMONSTRATION: 'no' } });
try {
  const description = (await (await fetch(`${hub.url}/openapi.json`)).json()) as object;
  await writeFile('docs/openapi.json', written(description));
  await writeFile('libs/client/src/api.ts', await typesOf(description));
} finally {
  await hub.remove();
}
