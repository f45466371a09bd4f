export { classify, type ErrorKind, isRetryable } from './errors.js';
export { retry, retryAfterFailure } from './retry.js';
export { typeParsers } from './type-parsers.js';
