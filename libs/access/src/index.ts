export { AccessModule } from './access.module.js';
export { CurrentActor, TokenExpiry } from './current-actor.js';
export { generateKeys } from './demonstration/keys.js';
export { createDemonstrationProvider } from './demonstration/provider.js';
export { DOOR, type Door, Public, Roles } from './doors.js';
export { hasBody, knownBeforeRead } from './token.guard.js';
export { TokenVerifier } from './token-verifier.js';
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
} from './policies.js';
