import { writeFile } from 'node:fs/promises';
import { describeEvents, PUBLIC_EVENTS } from '#contracts';

/** `npm run asyncapi`: writes the description of the public events, so that a change shows in review. */
await writeFile('docs/asyncapi.json', `${JSON.stringify(describeEvents(PUBLIC_EVENTS.values()), null, 2)}\n`);
