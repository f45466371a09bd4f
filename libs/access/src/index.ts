export { AccessModule } from './access.module.js';
export { CurrentActor, TokenExpiry } from './authentication/current-actor.js';
export { generateKeys } from './demonstration/keys.js';
export { createDemonstrationProvider } from './demonstration/provider.js';
export { DOOR, type Door, Public, Roles } from './authorization/permissions.js';
export { hasBody, knownBeforeRead } from './authentication/token.guard.js';
export { TokenVerifier } from './authentication/token-verifier.js';
export {
  type CaseStanding,
  type CaseView,
  caseView,
  IN_SUMMARY,
  involvement,
  type Past,
  pastSeen,
  seesHandover,
  seesMandate,
  seesProviderShare,
} from './authorization/policies.js';
