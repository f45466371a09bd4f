import { writeFile } from 'node:fs/promises';
import { permissionsPage } from './permissions.js';

/** `npm run permissions`: writes the page of permissions, so that a change of rights shows in review. */
await writeFile('docs/permissions.md', permissionsPage());
