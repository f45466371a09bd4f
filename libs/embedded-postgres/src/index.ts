export { startEmbeddedPostgres } from './embedded-postgres.js';
export { createLogin } from './logins.js';
