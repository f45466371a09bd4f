import type { Settings } from './settings.js';
import { variableOf } from './variable-of.js';

/**
 * Every secret value in the examples of this repository: `.env.example`, `deploy/`, `docs/` and the demonstration. They are public.
 * test/architecture/example-secrets.spec.ts compares this list with those files.
 */
export const EXAMPLE_SECRETS: readonly string[] = [
  'demo',
  'development',
  'password',
  'cHNldWRvbnltcy1vZi1kZXZlbG9wbWVudC1vbmx5LS0=',
  'ZGV2ZWxvcG1lbnQtZGV2ZWxvcG1lbnQtZGV2ZWxvcG0=',
];

/** Passwords that servers have at their first start, or that their manuals show. */
const DEFAULT_PASSWORDS: readonly string[] = [
  'admin',
  'changeit',
  'changeme',
  'guest',
  'kurrentdb',
  'postgres',
  'regie',
  'secret',
];

/** A random key of 32 bytes has some 30 different ones; with fewer than this, it is a pattern, such as all zeros. */
const FEWEST_BYTES = 8;

/** Lists the secrets that are public or no secrets at all, by their variables. No problem repeats a secret. */
export const secretProblems = (settings: Settings): readonly string[] =>
  Object.entries(settings).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'string' ? secretsIn(name, value).flatMap((secret) => problemOf(variableOf(name), secret)) : [],
  );

/** `user` is the name beside a password; a key has none. */
type Secret = Readonly<{ kind: 'password' | 'key'; value: string; user?: string }>;

/** Finds the secrets in the value of a setting: the value itself, its parts, or the passwords in an address. */
const secretsIn = (name: string, value: string): readonly Secret[] => {
  if (/password$/i.test(name)) return [{ kind: 'password', value }];
  // The first key encrypts. Later ones only decrypt, so that a key can be replaced without losing what it encrypted.
  if (/(?:secrets|pseudonym)Key$/.test(name)) return [{ kind: 'key', value: value.split(',')[0]! }];
  const [, user, password] = /^[a-z][a-z\d+]*:\/\/([^\s:@/?#]*):([^\s@/?#]+)@/i.exec(value) ?? [];
  const parameters = [...value.matchAll(/[?&]password=([^&#]+)/g)].map(([, text]) => text!);
  return [password, ...parameters].flatMap((text) =>
    text === undefined ? [] : [{ kind: 'password', value: decoded(text), user: decoded(user ?? '') }],
  );
};

const problemOf = (variable: string, { kind, value, user }: Secret): readonly string[] => {
  if (EXAMPLE_SECRETS.includes(value) || (kind === 'password' && DEFAULT_PASSWORDS.includes(value.toLowerCase())))
    return [`${variable} has a ${kind} that everybody can read in an example: make a new one with ${MADE_BY[kind]}`];
  if (kind === 'password' && value === user)
    return [`${variable} has the name of the user as its password: make a new one with ${MADE_BY[kind]}`];
  if (kind === 'key' && new Set(Buffer.from(value, 'base64')).size < FEWEST_BYTES)
    return [`${variable} has a key that is a pattern, not random: make a new one with ${MADE_BY[kind]}`];
  return [];
};

const MADE_BY = { password: 'openssl rand -hex 24', key: 'openssl rand -base64 32' };

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
