import { writeFile } from 'node:fs/promises';
import { describeEvents, PUBLIC_EVENTS } from '#contracts';

/** `npm run asyncapi`: writes what the hub tells others, so that a change of it shows in review. */
await writeFile('docs/asyncapi.json', `${JSON.stringify(describeEvents(PUBLIC_EVENTS.values()), null, 2)}\n`);
