import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';

/**
 * The modes of libpq that a connection can keep (PostgreSQL documentation, "SSL Support", table 32.1). `allow` and
 * `prefer` are left out: they fall back to plain text.
 */
const MODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
export type TlsMode = (typeof MODES)[number];

/** The TLS parameters of an address, with the names of libpq. `sslrootcert`, `sslcert` and `sslkey` are PEM files. */
export type Tls = Readonly<{ sslmode: TlsMode; sslrootcert?: string; sslcert?: string; sslkey?: string }>;

const FILES = ['sslrootcert', 'sslcert', 'sslkey'] as const;
/** Parameters of libpq that would be ignored. Refusing them is safer: an operator relies on a list of revoked certificates. */
const UNSUPPORTED = ['sslcrl', 'sslcrldir', 'sslpassword', 'sslcertmode', 'ssl_min_protocol_version'];
/** The value of `sslrootcert` for the public authorities that Node knows, and those of NODE_EXTRA_CA_CERTS. */
const SYSTEM = 'system';

/** Removes the TLS parameters from an address, and returns those that a connection uses; undefined when there is no `sslmode`. */
export const takeTls = (parameters: URLSearchParams): Tls | undefined => {
  const given = Object.fromEntries(
    ['sslmode', ...FILES].flatMap((name) => {
      const value = parameters.get(name);
      parameters.delete(name);
      return value ? [[name, value] as const] : [];
    }),
  );
  parameters.delete('uselibpqcompat');
  return given.sslmode ? (given as unknown as Tls) : undefined;
};

/** Explains why the TLS parameters of an address cannot be used, with the remedy; undefined when they can. */
export const tlsProblem = (address: string): string | undefined => {
  const { searchParams: given } = URL.parse(address.replace(/(\/\/(?:[^@/?#]*@)?)[^/?#]*/, '$1host')) ?? {};
  if (!given) return undefined;
  const mode = given.get('sslmode');
  const unsupported = UNSUPPORTED.find((name) => given.has(name));
  if (unsupported) return `${unsupported} is not supported: leave it out`;
  const file = FILES.find((name) => given.has(name));
  if (mode === null) return file && `${file} needs sslmode, such as sslmode=verify-full`;
  if (!MODES.includes(mode as TlsMode))
    return `sslmode is ${MODES.slice(0, -1).join(', ')} or ${MODES.at(-1)}; the others of libpq fall back to plain text`;
  if (mode === 'verify-ca' && (given.get('sslrootcert') ?? SYSTEM) === SYSTEM)
    return 'sslmode=verify-ca needs sslrootcert, a file of the authority: anyone can have a certificate of a public one';
  if (given.has('sslcert') !== given.has('sslkey')) return 'sslcert and sslkey need each other';
  return FILES.map((name) => [name, given.get(name)] as const)
    .filter(([, path]) => path && path !== SYSTEM)
    .map(([name, path]) => unreadable(name, path!))
    .find((problem) => problem !== undefined);
};

const unreadable = (name: string, path: string): string | undefined => {
  try {
    readFileSync(path);
    return undefined;
  } catch (error) {
    return `the file of ${name} cannot be read (${(error as NodeJS.ErrnoException).code}): ${path}`;
  }
};

/**
 * Returns the options of a TLS connection, or false for plain text. Reads the files at each call, so that a new
 * connection uses renewed certificates. They follow libpq and not the library pg, whose `require` changes its meaning.
 */
export const tlsOptions = ({ sslmode, sslrootcert, sslcert, sslkey }: Tls): ConnectionOptions | false => {
  if (sslmode === 'disable') return false;
  const ca = sslrootcert && sslrootcert !== SYSTEM ? readFileSync(sslrootcert, 'utf8') : undefined;
  return {
    ...(ca && { ca }),
    ...(sslcert && { cert: readFileSync(sslcert, 'utf8') }),
    ...(sslkey && { key: readFileSync(sslkey, 'utf8') }),
    // libpq checks the authority in the mode `require` too, when there is a file of it.
    rejectUnauthorized: sslmode !== 'require' || sslrootcert !== undefined,
    ...(sslmode !== 'verify-full' && { checkServerIdentity: () => undefined }),
  };
};

/** Returns true when the connection is encrypted, and its server may be anybody. */
export const isUnchecked = ({ sslmode, sslrootcert }: Tls): boolean => sslmode === 'require' && !sslrootcert;

/** Explains a failure of TLS at the start, by the code or the message of the error; undefined for other errors. */
export const tlsFailure = ({ code = '', message = '' }: { code?: string; message?: string }): string | undefined => {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return 'The certificate of PostgreSQL is for another host: connect by a name in it, or use sslmode=verify-ca';
  if (code === 'CERT_HAS_EXPIRED') return 'The certificate of PostgreSQL has expired';
  if (/^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_SIGNATURE_FAILURE)/.test(code))
    return 'The certificate of PostgreSQL is of an authority that is not known: name its file in sslrootcert';
  if (/server does not support SSL/.test(message))
    return 'PostgreSQL has no TLS: turn it on there (ssl = on), or use sslmode=disable';
  return undefined;
};
