export { hostsInWords, parseAddress } from './address.js';
export { ConnectionSilent, NoWritableHost } from './bounded-client.js';
export { dataSourceOptions, openPool, withClient } from './connections.js';
export { classify, type ErrorKind, isReadOnly, isRetryable } from './errors.js';
export { examineServer, problemsInWords, type ServerProblem } from './examine-server.js';
export type { Purpose } from './purposes.js';
export { retry, retryAfterFailure } from './retry.js';
export { waitForDisk } from './session.js';
export { typeParsers } from './type-parsers.js';
