import { type ContextParts } from '#runtime';
import { problems } from './api/problems.js';
import { mandatesContext, MandatesModule } from './mandates.module.js';

export { type LineProblem, parseMandates } from './api/import/mandates-file.js';
export { mandatesContext };
export const mandates: ContextParts = {
  name: 'mandates',
  module: MandatesModule,
  definition: mandatesContext,
  problems,
};
