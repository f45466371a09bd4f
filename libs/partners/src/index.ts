import type { ContextParts } from '#service';
import { problems } from './api/problems.js';
import { partnersContext, PartnersModule } from './partners.module.js';

export { partnersContext };
export const partners: ContextParts = { module: PartnersModule, problems };
