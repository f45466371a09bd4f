import type { ContextParts } from '#service';
import { problems } from './api/problems.js';
import { mandatesContext, MandatesModule } from './mandates.module.js';

export { type LineProblem, parseMandates } from './import/mandates-file.js';
export { mandatesContext };
export const mandates: ContextParts = { module: MandatesModule, problems };
