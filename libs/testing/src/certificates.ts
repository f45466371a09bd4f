// @peculiar/x509 requires this import.
import 'reflect-metadata';
import { isIP } from 'node:net';
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAYS = 7;
const DAY_MS = 86_400_000;

/** A key and its self-signed certificate for this machine, both PEM. */
export type Identity = Readonly<{ key: string; certificate: string }>;

export const selfSigned = async (name: string): Promise<Identity> => {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + DAYS * DAY_MS),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  });
  return {
    key: PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY'),
    certificate: certificate.toString('pem'),
  };
};

/** A private authority: its certificate in PEM, and the certificates that it signs. */
export type Authority = Readonly<{
  certificate: string;
  /** Signs a certificate for these host names and IP addresses, or for a client of this name. */
  issue(name: string, hosts?: readonly string[]): Promise<Identity>;
}>;

/** Creates an authority that no program knows. */
export const createAuthority = async (): Promise<Authority> => {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const issuer = `CN=Authority ${crypto.randomUUID()}`;
  const common = {
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
  };
  const root = await X509CertificateGenerator.createSelfSigned({
    ...common,
    serialNumber: '01',
    name: issuer,
    keys,
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  });
  let issued = 1;
  return {
    certificate: root.toString('pem'),
    issue: async (name, hosts = []) => {
      const own = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
      const names = hosts.map((value) => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value }));
      const certificate = await X509CertificateGenerator.create({
        ...common,
        serialNumber: (++issued).toString(16).padStart(2, '0'),
        subject: `CN=${name}`,
        issuer,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        ...(names.length > 0 && { extensions: [new SubjectAlternativeNameExtension(names)] }),
      });
      return {
        key: PemConverter.encode(await crypto.subtle.exportKey('pkcs8', own.privateKey), 'PRIVATE KEY'),
        certificate: certificate.toString('pem'),
      };
    },
  };
};
