/** Most lines contain none of these, and are written as they are. */
const SUSPECT = /:\/\/|eyJ|whsec_|bearer |basic |password|secret|token|authorization|cookie/i;

/**
 * Secrets in a line of the log, which is JSON: a match has no quote and no backslash, so that the line stays JSON.
 * Each has the text that replaces it.
 */
const SECRETS: readonly (readonly [secret: RegExp, replacement: string])[] = [
  // the value of a property with such a name, at any depth
  [/"([\w-]*(?:password|secret|token|authorization|cookie)[\w-]*)":"(?:[^"\\]|\\.)*"/gi, '"$1":"[redacted]"'],
  // the user and the password of an address
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@"\\]+@/gi, '$1[redacted]@'],
  // the query of an address
  [/(\bhttps?:\/\/[^\s?#"\\<>]+)\?[^\s"\\<>]+/gi, '$1?[redacted]'],
  // a JSON Web Token, signed or encrypted
  [/\beyJ[\w-]{8,}(?:\.[\w-]*)+/g, '[redacted]'],
  // credentials of HTTP
  [/\b(bearer|basic)\s+[\w.~+/=-]{16,}/gi, '$1 [redacted]'],
  // the secret of a webhook
  [/\bwhsec_[\w+/=]+/g, '[redacted]'],
  // a form or a connection string
  [/\b([\w-]*(?:password|secret|token|assertion))=[^&\s"\\;,]+/gi, '$1=[redacted]'],
];

/** Returns a line of the log without the tokens, passwords and queries that messages of libraries repeat. */
export const scrub = (line: string): string =>
  SUSPECT.test(line) ? SECRETS.reduce((text, [secret, replacement]) => text.replace(secret, replacement), line) : line;
