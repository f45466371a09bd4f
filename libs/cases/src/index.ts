import { type ContextParts } from '#runtime';
import { problems } from './api/problems.js';
import { casesContext, CasesModule } from './cases.module.js';

export { casesContext };
export const cases: ContextParts = { name: 'cases', module: CasesModule, definition: casesContext, problems };
