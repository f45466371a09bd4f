export { AccessModule } from './access.module.js';
export { CurrentActor } from './current-actor.js';
export { Public, Roles } from './doors.js';
export { TokenVerifier, type TokenVerifierOptions } from './token-verifier.js';
