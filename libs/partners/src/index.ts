import { type ContextParts } from '#runtime';
import { problems } from './api/problems.js';
import { checkSettings } from './delivery/delivery.providers.js';
import { partnersContext, PartnersModule } from './partners.module.js';

export { DecryptionKeys, examineStoredKey } from './delivery/examine-stored-key.js';
export { partnersContext };
export const partners: ContextParts = {
  name: 'partners',
  module: PartnersModule,
  definition: partnersContext,
  problems,
  check: checkSettings,
};
