export { AccessModule } from './access.module.js';
export { CurrentActor, TokenExpiry, type WithActor } from './authentication/current-actor.js';
export { generateKeys } from './demonstration/keys.js';
export { createDemonstrationProvider } from './demonstration/provider.js';
export { PERMISSIONS } from './authorization/permissions.js';
export { Public, type Required, Requires } from './authorization/requires.js';
export { type Route, routesOf } from './authorization/routes.js';
export { authenticate, authenticateBeforeBody, hasBody, isPublic } from './access.guard.js';
export { TokenVerifier } from './authentication/token-verifier.js';
export {
  type CaseRelation,
  type CaseView,
  caseView,
  IN_SUMMARY,
  involvement,
  type Past,
  visiblePast,
  seesHandover,
  seesMandate,
  seesProviderShare,
} from './authorization/visibility.js';
