import type { ContextParts } from '#service';
import { problems } from './api/problems.js';
import { mandatesContext, MandatesModule } from './mandates.module.js';

export { mandatesContext };
export const mandates: ContextParts = { module: MandatesModule, problems };
