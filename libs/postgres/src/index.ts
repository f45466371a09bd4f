export { classify, type ErrorKind, isRetryable } from './errors.js';
