export { addressOfPeer, clientAddress, untrustedProxyOf } from './client-address.js';
export { type CsvRecord, csvRecords, csvText, NotCsv } from './csv.js';
export * from './fields.js';
export { describeApi, serveApiDescription } from './openapi.js';
export { type Page, readPage } from './paging.js';
export { parsePositionToken, positionToken, type WritePosition } from './position-token.js';
export { COMMON_PROBLEMS, ProblemFilter, type Problems, type WithProblem } from './problem.filter.js';
export { BODY_TYPES, jsonOnly, plainRequest } from './request-body.js';
export * from './responses.js';
export {
  CurrentWrite,
  NEVER_HELD_BACK,
  NeverHeldBack,
  Write,
  WriteHeaders,
  WriteResult,
  WriteResultInterceptor,
  WRITES,
} from './write-headers.js';
export { WITHOUT_TIME_LIMIT, WithoutTimeLimit } from './without-time-limit.js';
