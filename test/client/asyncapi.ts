import { writeFile } from 'node:fs/promises';
import { describeEvents, PUBLIC_EVENTS } from '#contracts';

/** `npm run asyncapi`: writes the description of the public events to docs, so that reviewers see a change. */
await writeFile('docs/asyncapi.json', `${JSON.stringify(describeEvents(PUBLIC_EVENTS.values()), null, 2)}\n`);
